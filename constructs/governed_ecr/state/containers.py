"""Objects and lists of a template, with what is in them resolved: the same object where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .unknown import NO_VALUE, Value

Resolve = Callable[[Any], Value]


def members(value: dict[str, Any], resolve: Resolve) -> dict[str, Value]:
    """An object without the members that AWS::NoValue takes away."""
    changed = None
    for key, child in value.items():
        if type(child) is str and "{{" not in child:
            continue  # Most values are such; a call for each would take half of the time.
        found = resolve(child)
        if found is not child:
            changed = dict(value) if changed is None else changed
            if found is NO_VALUE:
                del changed[key]
            else:
                changed[key] = found
    return value if changed is None else changed


def entries(value: list[Any], resolve: Resolve) -> list[Value]:
    """A list without the entries that AWS::NoValue takes away."""
    found = [child if type(child) is str and "{{" not in child else resolve(child) for child in value]
    if all(new is old for new, old in zip(found, value, strict=True)):
        return value
    return [child for child in found if child is not NO_VALUE]
