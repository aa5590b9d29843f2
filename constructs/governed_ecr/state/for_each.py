"""Resources that Fn::ForEach writes.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .unknown import Value

PREFIX: Final = "Fn::ForEach::"
_MOST: Final = 5_000
"""Turns that all loops of a template may take. CloudFormation takes 500 resources."""
_LEVELS: Final = 5
"""Loops within loops, as CloudFormation allows."""


def expanded(members: Mapping[str, Any], resolve: Callable[[Any], Value]) -> Mapping[str, Any]:
    """The members with those that loops write in the loops' place. A loop over what is not known writes nothing."""
    if not any(name.startswith(PREFIX) for name in members):
        return members
    return dict(_members(members, resolve, _LEVELS, iter(range(_MOST))))


def _members(
    members: Mapping[str, Any], resolve: Callable[[Any], Value], levels: int, turns: Iterator[int]
) -> Iterator[tuple[str, Any]]:
    for name, body in members.items():
        if not name.startswith(PREFIX):
            yield name, body
            continue
        match body:
            case [str(identifier), collection, dict(fragment)] if levels:
                values = resolve(collection)
                for value in values if isinstance(values, list) else ():
                    if isinstance(value, str | int) and next(turns, None) is not None:
                        yield from _members(_replaced(fragment, identifier, str(value)), resolve, levels - 1, turns)


def _replaced(value: Any, identifier: str, by: str) -> Any:
    """A loop's fragment with its identifier replaced: ``${Name}``, ``&{Name}`` (letters and digits only), Ref."""
    if isinstance(value, str):
        value = value.replace(f"${{{identifier}}}", by)
        return value.replace(f"&{{{identifier}}}", re.sub("[^A-Za-z0-9]", "", by))
    if isinstance(value, list):
        return [_replaced(child, identifier, by) for child in value]
    if not isinstance(value, dict):
        return value
    if value == {"Ref": identifier}:
        return by
    return {_replaced(name, identifier, by): _replaced(child, identifier, by) for name, child in value.items()}
