"""Which resource of the base is which of the head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..state.registry import RegistryState, Resource, Stack
from ..state.unknown import Unknown, Value

IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "AWS::ECR::PublicRepository": ("RepositoryName",),
    "AWS::ECR::PullThroughCacheRule": ("EcrRepositoryPrefix",),
    "AWS::ECR::PullTimeUpdateExclusion": ("PrincipalArn",),
    "AWS::ECR::RegistryPolicy": (),
    "AWS::ECR::RegistryScanningConfiguration": (),
    "AWS::ECR::ReplicationConfiguration": (),
    "AWS::ECR::Repository": ("RepositoryName",),
    "AWS::ECR::RepositoryCreationTemplate": ("Prefix",),
    "AWS::ECR::SigningConfiguration": (),
}
"""What names a resource in its registry; nothing does where there can be one only.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ECR.html
"""

_MAY_BE_UNNAMED: Final = frozenset({"AWS::ECR::PublicRepository", "AWS::ECR::Repository"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A resource before and after; None where it is not there.

    moved: from what to what, where the two are under different logical ids or in different stacks.
    """

    base: Resource | None
    head: Resource | None
    moved: tuple[str, str] | None = None


Address = tuple[str, str, str]
"""A stack, a logical id and a type: what CloudFormation knows a resource by."""


def pairs(base: RegistryState, head: RegistryState, stacks: Mapping[str, str]) -> list[Pair]:
    """The resources of two states of a registry, paired by address, then by what names them in ECR.

    stacks: the stack that a template is of, by the template's name (see ``stacks_of``).
    """
    before = {address(resource, stacks): resource for resource in base.resources}
    after = {address(resource, stacks): resource for resource in head.resources}
    paired = [Pair(before.get(at), resource) for at, resource in after.items() if at in before]
    gone = [resource for at, resource in before.items() if at not in after]
    come = [resource for at, resource in after.items() if at not in before]
    by_identity = {identity: resource for resource in come if (identity := _identity(resource)) is not None}
    by_contents = _unnamed(gone, come, stacks)
    for resource in gone:
        identity = _identity(resource)
        found = by_identity.pop(identity, None) if identity is not None else by_contents.get(resource)
        paired.append(Pair(resource, found, _way(resource, found, base, head) if found else None))
    found_again = {id(pair.head) for pair in paired if pair.moved}
    return [*paired, *(Pair(None, resource) for resource in come if id(resource) not in found_again)]


def address(resource: Resource, stacks: Mapping[str, str]) -> Address:
    """Where CloudFormation has a resource."""
    return stacks.get(resource.template, resource.template), resource.logical_id, resource.type


def _way(before: Resource, after: Resource, base: RegistryState, head: RegistryState) -> tuple[str, str]:
    """What tells a resource from what it was, as people call it: the logical id, the stack or the template."""
    if before.logical_id != after.logical_id:
        return before.logical_id, after.logical_id
    names = [state.stacks.get(one.template, Stack()).name for one, state in ((before, base), (after, head))]
    if all(names) and names[0] != names[1]:
        return f"stack {names[0]}", f"stack {names[1]}"
    return before.template, after.template


def _unnamed(gone: Iterable[Resource], come: Iterable[Resource], stacks: Mapping[str, str]) -> dict[Resource, Resource]:
    """The newcomers that equal what is gone, where nothing names either and nothing else in the stack is like them."""

    def alike(resources: Iterable[Resource]) -> dict[tuple[str, str, str], list[Resource]]:
        found: dict[tuple[str, str, str], list[Resource]] = {}
        for resource in resources:
            if resource.type in _MAY_BE_UNNAMED and _identity(resource) is None:
                stack, _, kind = address(resource, stacks)
                found.setdefault((stack, kind, _contents(dict(resource.properties))), []).append(resource)
        return found

    before, after = alike(gone), alike(come)
    return {
        before[contents][0]: after[contents][0]
        for contents in before.keys() & after.keys()
        if len(before[contents]) == len(after[contents]) == 1
    }


def _contents(value: Value) -> str:
    """A text that is equal for what is the same."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{key!r}:{_contents(value[key])}' for key in sorted(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_contents, value))}]"
    return f"${value}" if isinstance(value, Unknown) else repr(_scalar(value))


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same text, whatever template their unknown parts stand in."""
    if one == other:
        return True
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return isinstance(one, Unknown) and isinstance(other, Unknown) and str(one) == str(other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(_scalar(one) == _scalar(other))


def may_be_same(one: Value, other: Value) -> bool:
    """Whether two values are the same, or one is only known to the deployment and may turn out to be the other."""
    if isinstance(one, Unknown) and isinstance(other, str):
        return one.may_be(other)
    if isinstance(one, str) and isinstance(other, Unknown):
        return other.may_be(one)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(may_be_same(value, other[key]) for key, value in one.items())
    return same(one, other)


def _scalar(value: Value) -> Any:
    """CloudFormation reads "true" and true, and "14" and 14, alike."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def _identity(resource: Resource) -> tuple[str, ...] | None:
    if resource.type not in IDENTITY:
        return None
    names = [resource.get(member) for member in IDENTITY[resource.type]]
    if not all(isinstance(name, str) for name in names):
        return None
    return (resource.type, *(str(name) for name in names))
