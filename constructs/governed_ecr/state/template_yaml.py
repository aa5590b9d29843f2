"""YAML as CloudFormation reads it: short intrinsics, dates as text, and bounds on what aliases multiply.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH: Final = 120
_VALUES: Final = 1_000_000
_CHARACTERS: Final = 10_000_000
_TEXT: Final = frozenset({"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "timestamp", "map", "seq"))})
_PLAIN: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null"))
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9_]{0,30})")
_FLOAT: Final = re.compile(r"[-+]?([0-9][0-9_]{0,60})?\.[0-9]{1,60}([eE][-+][0-9]{1,2})?")
_BOOLEANS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_CASES: Final = (str.lower, str.title, str.upper)
_WORDS: Final = {case(word): value for word, value in _BOOLEANS.items() for case in _CASES}
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class _Open:
    """A collection that is being read.

    tag: the intrinsic that it is the argument of. key: the mapping's key whose value comes next.
    """

    data: Any
    path: tuple[str | int, ...]
    tag: str | None
    anchor: str | None
    values_before: int
    key: str | None = None
    merged: list[Any] = field(default_factory=list)


def read_yaml(text: str, lines: dict[tuple[str | int, ...], int] | None = None) -> Any:
    """The data of one YAML document; ValueError where it is none, RecursionError where it is nested too deeply.

    lines: is filled with the line (from 1) of every value, by its path in the data; a mapping's member stands where its
    key does.
    """
    if len(text) > _CHARACTERS:
        raise ValueError(f"{len(text):,} characters of YAML, and {_CHARACTERS:,} are allowed.")
    reader = _Reader(lines)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.read(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        what = ", ".join(part for part in (error.context, error.problem) if part)
        raise ValueError(f"Neither JSON nor YAML: {what}{where}.") from None
    except yaml.YAMLError as error:
        raise ValueError(f"Neither JSON nor YAML: {str(error).splitlines()[0]}.") from None
    return reader.data


class _Reader:
    """Builds the data from the parser's events: no recursion, and aliases are the same object, not copies."""

    def __init__(self, lines: dict[tuple[str | int, ...], int] | None) -> None:
        self.data: Any = None
        self._lines = lines
        self._documents = 0
        self._values = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def read(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.ScalarEvent):
            if self._awaits_key():
                self._key(self._open[-1], event, line)
            else:
                self._scalar(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise ValueError(f"A second YAML document in line {line}.")

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._open[-1].key is None

    def _key(self, parent: _Open, event: yaml.ScalarEvent, line: int) -> None:
        parent.key = event.value
        if event.value in parent.data and parent.key != "<<":
            raise ValueError(f"The key {event.value[:60]!r} a second time in line {line}.")
        if self._lines is not None:
            self._lines.setdefault((*parent.path, event.value), line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        is_plain = event.tag in _PLAIN if event.tag else event.implicit[0]
        value = plain(event.value) if is_plain else event.value
        self._place(line)
        if name := _intrinsic(event.tag, line):
            value = {name: event.value}
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._put(value)

    def _start(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self._open) >= _DEPTH:
            raise RecursionError
        if self._awaits_key():
            raise ValueError(f"A key that is not text in line {line}.")
        path = self._place(line)
        tag = _intrinsic(event.tag, line)
        path = (*path, tag) if tag else path
        data: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._open.append(_Open(data, path, tag, event.anchor, self._values))

    def _end(self) -> None:
        done = self._open.pop()
        value = done.data
        for merged in done.merged:
            value = {**merged, **value}
        if done.tag:
            value = {done.tag: value}
        if done.anchor:
            self._anchors[done.anchor] = (value, self._values - done.values_before)
        self._put(value)

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self._anchors:
            raise ValueError(f"The alias *{str(event.anchor)[:60]} in line {line} stands for nothing that is complete.")
        if self._awaits_key():
            raise ValueError(f"A key that is not text in line {line}.")
        value, count = self._anchors[event.anchor]
        self._values += count
        self._place(line)
        self._put(value)

    def _place(self, line: int) -> tuple[str | int, ...]:
        """The path of the value that comes next; only kept up where lines are asked for."""
        if self._lines is None or not self._open:
            return ()
        parent = self._open[-1]
        step = parent.key or "" if isinstance(parent.data, dict) else len(parent.data)
        path = (*parent.path, step)
        self._lines.setdefault(path, line)
        return path

    def _put(self, value: Any) -> None:
        self._values += 1
        if self._values > _VALUES:
            raise ValueError(f"More than {_VALUES:,} values, aliases expanded.")
        if not self._open:
            self.data = value
            return
        parent = self._open[-1]
        if isinstance(parent.data, list):
            parent.data.append(value)
            return
        if parent.key == "<<":
            sources = value if isinstance(value, list) else [value]
            if not all(isinstance(source, dict) for source in sources):
                raise ValueError("A merge (<<) of what is no mapping.")
            parent.merged += sources
        else:
            parent.data[parent.key] = value
        parent.key = None


def plain(text: str) -> Any:
    """A scalar without quotes. Numbers with leading zeros stay text: they are account ids, and no octal numbers."""
    if text in _NULLS:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    return float(text.replace("_", "")) if _FLOAT.fullmatch(text) else text


def _intrinsic(tag: str | None, line: int) -> str | None:
    """The intrinsic that a short tag stands for; None for the tags that YAML itself has."""
    if tag is None or tag in _TEXT or tag in _PLAIN:
        return None
    name = tag[1:]
    if not tag.startswith("!") or not name.isalnum():
        raise ValueError(f"The tag {tag[:60]!r} in line {line}.")
    return name if name in ("Ref", "Condition") else f"Fn::{name}"
