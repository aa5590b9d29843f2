"""Texts of which some parts are not known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .unknown import Reference, Unknown, Value

_DYNAMIC: Final = re.compile(r"\{\{(resolve:[^{}]*)\}\}")
_VARIABLE: Final = re.compile(r"\$\{(!?)([^{}]*)\}")

_WITHOUT: Final = {
    "AWS::AccountId": ":/,.-_|",
    "AWS::Partition": ":/,.",
    "AWS::Region": ":/,.",
    "AWS::URLSuffix": ":/,",
}
"""What the values of pseudo parameters certainly do not contain."""


_CHARACTERS: Final = 1_000_000
_PARTS: Final = 10_000
"""Texts that are put together may refer to each other, and double each time: beyond this they are unknown."""


def unknown(expression: str, *values: Value) -> Unknown:
    """A value that a function makes of something unknown. It still says which resource it comes from, if one."""
    for value in values:
        for part in value.parts if isinstance(value, Unknown) else ():
            if isinstance(part, Reference) and part.logical_id:
                return Unknown((Reference(expression, part.template, part.logical_id, part.attribute),))
    return Unknown((Reference(expression),))


def as_text(value: Value) -> Value:
    """A scalar as CloudFormation writes it into a text; an Unknown stays one."""
    if isinstance(value, str | Unknown):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return unknown("text")


def joined(values: Iterable[Value], delimiter: str = "") -> Value:
    """Scalars as one text: a str, or an Unknown that keeps what is known."""
    parts: list[str | Reference] = []
    known = ""
    for index, value in enumerate(values):
        if len(known) > _CHARACTERS or len(parts) > _PARTS:
            return unknown("text")
        if index:
            known += delimiter
        text = as_text(value)
        for part in text.parts if isinstance(text, Unknown) else (text,):
            if isinstance(part, str):
                known += part
            else:
                parts += [known, part] if known else [part]
                known = ""
    if not parts:
        return known
    return Unknown((*parts, known) if known else tuple(parts))


def pieces(value: Value, delimiter: str) -> tuple[list[Value], bool]:
    """The pieces of a text between delimiters, as far as they are certain, and whether that is all of them."""
    found: list[list[str | Reference]] = [[]]
    for part in value.parts if isinstance(value, Unknown) else (value,):
        if isinstance(part, str):
            first, *rest = part.split(delimiter)
            found[-1].append(first)
            found += [[piece] for piece in rest]
        elif delimiter not in _WITHOUT.get(part.expression, ()):
            return [_of(piece) for piece in found[:-1]], False
        else:
            found[-1].append(part)
    return [_of(piece) for piece in found], True


def _of(parts: list[str | Reference]) -> Value:
    return joined(part if isinstance(part, str) else Unknown((part,)) for part in parts)


@lru_cache(maxsize=4096)
def sub_parts(text: str) -> tuple[tuple[bool, str], ...]:
    """A text of Fn::Sub in parts: (whether it is a variable, the text or the variable's name)."""
    parts: list[tuple[bool, str]] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        literal = text[end : match.start()]
        literal += f"${{{match[2]}}}" if match[1] else ""
        parts += [(False, literal)] if literal else []
        parts += [] if match[1] else [(True, match[2].strip())]
        end = match.end()
    return (*parts, (False, text[end:])) if end < len(text) else tuple(parts)


def with_dynamic(text: str) -> Value:
    """A text with dynamic references ({{resolve:ssm:...}}), which only a deployment reads."""
    parts = _DYNAMIC.split(text)
    return joined(Unknown((Reference(part),)) if index % 2 else part for index, part in enumerate(parts))
