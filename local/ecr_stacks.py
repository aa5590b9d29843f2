"""CloudFormation's create, update, delete, import and drift detection for the types of `ecr_types`.

Imitates: a create over what is there and an update of what is gone fail; a replacement is made before the old one is
deleted, so that a cache rule that keeps its prefix collides with itself; deleting what is gone succeeds; drift
detection compares the properties that the template sets and that can be read back.

Does not imitate: the permissions that AWS's handlers need.
"""

from collections.abc import Callable
from typing import Any

from local.ecr_registry import call, check
from local.ecr_requests import Request, from_template, template_names, to_template
from local.ecr_types import REGISTRY_TYPES, RegistryType
from local.ministack_internals import (
    DRIFT_READERS,
    IMPORT_LOOKUPS,
    REPLACING_PROPERTIES,
    RESOURCE_HANDLERS,
    account_id,
    drift,
)
from local.stack_handlers import Made, Properties, already_exists, as_declared, not_found


def _handlers(kind: RegistryType) -> dict[str, Callable[..., Any]]:
    def requested(properties: Properties) -> Request:
        members = from_template(kind.shape(), properties)
        request: Request = {kind.within: members} if kind.within else members
        check(kind.put, request)
        return request

    def create(_logical_id: str, properties: Properties, _stack_name: str) -> Made:
        request = requested(properties)
        physical_id = properties.get(kind.identity, account_id())
        if kind.exclusive and kind.read(physical_id) is not None:
            raise already_exists(kind.name, physical_id)
        call(kind.put, request)
        return physical_id, kind.attributes(physical_id)

    def update(physical_id: str, _old: Properties, properties: Properties, _stack_name: str) -> Made:
        request = requested(properties)
        if kind.read(physical_id) is None:
            raise not_found(kind.name, physical_id)
        if kind.update:
            kind.update(request)
        else:
            call(kind.put, request)
        return physical_id, kind.attributes(physical_id)

    def delete(physical_id: str, _properties: Properties) -> None:
        if kind.read(physical_id) is not None:
            kind.remove(physical_id)

    def adopt(identifier: dict[str, str]) -> Made:
        physical_id = identifier[kind.identity]
        return physical_id, kind.attributes(physical_id)

    return {"create": create, "update": update, "delete": delete, "import": adopt}


def _drift_reader(kind: RegistryType) -> Callable[[str, Properties], Properties | None]:
    def read(physical_id: str, declared: Properties) -> Properties | None:
        request = kind.read(physical_id)
        if request is None:
            return None
        members = request[kind.within] if kind.within else request
        return as_declared(to_template(kind.shape(), members), declared)

    return read


def _import_problem(kind: RegistryType) -> Callable[[str], str | None]:
    return lambda physical_id: None if kind.read(physical_id) is not None else str(not_found(kind.name, physical_id))


def install() -> None:
    """Make ministack's CloudFormation know the types."""
    # AWS recommends drift detection right after an import; ministack does not allow it yet.
    drift.DRIFT_DETECTABLE_STATUSES |= {"IMPORT_COMPLETE"}
    for kind in REGISTRY_TYPES:
        RESOURCE_HANDLERS[kind.name] = _handlers(kind)
        REPLACING_PROPERTIES[kind.name] = kind.replacing
        IMPORT_LOOKUPS[kind.name] = ((kind.identity,), _import_problem(kind))
        DRIFT_READERS[kind.name] = (_drift_reader(kind), template_names(kind.shape()) - set(kind.write_only))
