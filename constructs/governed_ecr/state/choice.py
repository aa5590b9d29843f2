"""What a template leaves to its deployment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Choice(NamedTuple):
    """Whether a condition holds, or which of its allowed values a parameter has."""

    template: str
    name: str
    is_value: bool = False


def choices_in(
    value: Any, of_function: Callable[[str, Any], Iterable[Choice]], known: dict[int, frozenset[Choice]]
) -> frozenset[Choice]:
    """The choices that a value rests on, by those of its functions.

    known: what was looked up before, by the ids of values: YAML's aliases make one stand in many places.
    """
    if not isinstance(value, dict | list):
        return frozenset()
    if id(value) not in known:
        children = value.values() if isinstance(value, dict) else value
        found = {choice for child in children for choice in choices_in(child, of_function, known)}
        if isinstance(value, dict) and len(value) == 1:
            ((name, argument),) = value.items()
            found |= set(of_function(name, argument))
        known[id(value)] = frozenset(found)
    return known[id(value)]
