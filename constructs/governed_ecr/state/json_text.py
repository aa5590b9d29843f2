"""JSON given as text inside of a template, with holes where a part of the text is not known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ..model.shown import shown
from .template_text import DEPTH, is_deep, members_once, number_problem
from .text import joined, unknown
from .unknown import Reference, Unknown, Value

_HOLE: Final = re.compile("\ue000([0-9]+)\ue001")
_STRING_OR_HOLE: Final = re.compile('"(?:[^"\\\\]|\\\\.)*+(?:"|$)|\ue000[0-9]+\ue001', re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonReading:
    """What a JSON text says.

    value: an Unknown stands where the text has a hole, alone or within a string. None where there is a problem.
    problem: why the text is no JSON, with line and column.
    is_object: what was given was no text, but the object that the text should hold.
    duplicates: keys that an object of the text has twice; the last one counts.
    """

    value: Value
    problem: str | None = None
    is_object: bool = False
    duplicates: tuple[str, ...] = ()


def read_json(value: Value) -> JsonReading:
    """Read JSON text that may be unknown in part. A wholly unknown text reads as that Unknown, without a problem."""
    if isinstance(value, str):
        return _read(value, ())
    if isinstance(value, Unknown):
        references = tuple(part for part in value.parts if isinstance(part, Reference))
        if value.reference:
            return JsonReading(value)
        parts, hole = [], 0
        for part in value.parts:
            parts.append(part if isinstance(part, str) else f"\ue000{hole}\ue001")
            hole += not isinstance(part, str)
        return _read("".join(parts), references)
    if isinstance(value, Mapping | list):
        return JsonReading(value, is_object=True)
    return JsonReading(None, f"{shown(value)} is no text.")


@lru_cache(maxsize=1024)
def _read(text: str, references: tuple[Reference, ...]) -> JsonReading:
    """Read once, however often the same text stands in the templates. Readers must leave ``value`` as it is."""
    if references:  # A hole outside of a string stands for a whole value.
        text = _STRING_OR_HOLE.sub(lambda found: found[0] if found[0][0] == '"' else f'"{found[0]}"', text)
    try:
        value, duplicates = members_once(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return JsonReading(None, f"{error.msg} in line {error.lineno}, column {error.colno}.")
    except ValueError as error:
        return JsonReading(None, f"{number_problem(error).removesuffix('.')}.")
    except RecursionError:
        return JsonReading(None, "Nested too deeply.")
    if is_deep(value):
        return JsonReading(None, f"Nested more than {DEPTH} levels deep.")
    return JsonReading(_filled(value, references) if references else value, duplicates=tuple(duplicates))


def _filled(value: Any, references: tuple[Reference, ...]) -> Value:
    """The value with its holes put back."""
    if isinstance(value, dict):
        return {str(_filled(key, references)): _filled(child, references) for key, child in value.items()}
    if isinstance(value, list):
        return [_filled(child, references) for child in value]
    if not isinstance(value, str) or "\ue000" not in value:
        return value
    parts = _HOLE.split(value)
    return joined(
        (Unknown((references[int(part)],)) if int(part) < len(references) else unknown("JSON")) if index % 2 else part
        for index, part in enumerate(parts)
    )


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
