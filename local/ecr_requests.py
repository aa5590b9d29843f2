"""What every operation of the emulated ECR shares: requests by ECR's own model, refusals, pages.

Requests are checked against the shapes of botocore's model, and the properties of a template are brought into them.

Imitates: required and unknown members, types, enumerations, lengths, ranges and patterns, as far as the model has them.
Does not imitate: what ECR checks beyond its model (policy grammar, upstream addresses, quotas).
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

Request = dict[str, Any]
Answer = dict[str, Any]
Operation = Callable[[Request], Answer]

# The one place where a template's names are not the request's with a capital letter.
_TEMPLATE_NAMES = {
    ("ImageTagMutabilityExclusionFilter", "filterType"): "ImageTagMutabilityExclusionFilterType",
    ("ImageTagMutabilityExclusionFilter", "filter"): "ImageTagMutabilityExclusionFilterValue",
}


class RefusedError(Exception):
    """An error answer of the API."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def page(member: str, items: list[Any], request: Request) -> Answer:
    """One page of `items`; the token is where the next one starts."""
    start = int(request.get("nextToken", 0))
    end = start + int(request.get("maxResults", 100))
    return {member: items[start:end]} | ({"nextToken": str(end)} if end < len(items) else {})


@cache
def _model() -> ServiceModel:
    return botocore.session.get_session().get_service_model("ecr")


@cache
def request_shape(operation: str) -> StructureShape:
    shape = _model().operation_model(operation).input_shape
    assert shape is not None, f"{operation} takes no input"
    return shape


def problems(operation: str, request: dict[str, Any]) -> list[str]:
    """What is wrong with `request`, in botocore's words; empty when nothing is."""
    shape = request_shape(operation)
    report = ParamValidator().validate(request, shape)
    if report.has_errors():
        return [report.generate_report()]
    return list(_constraints(shape, request, ""))


def _constraints(shape: Shape, value: Any, place: str) -> Iterator[str]:
    """What the model says and botocore's client-side validation leaves to the service."""
    if isinstance(shape, StructureShape):
        for name, member in value.items():
            yield from _constraints(shape.members[name], member, f"{place}.{name}" if place else name)
        return
    if isinstance(shape, ListShape):
        if len(value) > shape.metadata.get("max", len(value)):
            yield f"Invalid length for parameter {place}: at most {shape.metadata['max']}"
        for index, item in enumerate(value):
            yield from _constraints(shape.member, item, f"{place}[{index}]")
        return
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"Invalid parameter at '{place}': {value!r} is not one of {', '.join(allowed)}"
    if not isinstance(value, str):
        return
    if len(value) > shape.metadata.get("max", len(value)):
        yield f"Invalid length for parameter {place}: at most {shape.metadata['max']}"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.search(f"^(?:{pattern})$", value):
        yield f"Invalid parameter at '{place}': {value!r} does not match {pattern}"


def from_template(shape: Shape, value: Any, place: str = "") -> Any:
    """A property of a template as the member of a request; refuses what the request has no member for."""
    if isinstance(shape, StructureShape):
        names = {_template_name(shape, member): member for member in shape.members}
        extra = sorted(set(value) - set(names))
        if extra:
            raise ValueError(f"extraneous key [{', '.join(extra)}] is not permitted at #{place}")
        return {
            names[key]: from_template(shape.members[names[key]], item, f"{place}/{key}") for key, item in value.items()
        }
    if isinstance(shape, ListShape):
        return [from_template(shape.member, item, f"{place}/{index}") for index, item in enumerate(value)]
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    # A policy document may be written as an object where the request wants its text.
    return json.dumps(value) if isinstance(value, dict) else str(value)


def to_template(shape: Shape, value: Any) -> Any:
    """The member of a request as a template writes it."""
    if isinstance(shape, StructureShape):
        return {_template_name(shape, name): to_template(shape.members[name], item) for name, item in value.items()}
    if isinstance(shape, ListShape):
        return [to_template(shape.member, item) for item in value]
    return value


def template_names(shape: StructureShape) -> frozenset[str]:
    return frozenset(_template_name(shape, member) for member in shape.members)


def _template_name(shape: Shape, member: str) -> str:
    return _TEMPLATE_NAMES.get((shape.name, member), member[0].upper() + member[1:])
