"""Lines of a template's text."""

from __future__ import annotations

import json
import json.decoder as json_decoder
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

Path = tuple[str | int, ...]
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()
_string: Any = getattr(json_decoder, "scanstring")  # noqa: B009 - the stubs do not know it


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) of what stands at a path in a JSON or YAML template, or of what is nearest around it.

    None where the text is neither. A member of an object stands where its key does.
    """
    return lines_of(text, [tuple(path)])[tuple(path)]


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int | None]:
    """The lines of several paths, in one pass through the text."""
    wanted = list(dict.fromkeys(paths))
    found: dict[Path, int]
    try:
        found = _json_lines(text, wanted)
    except (ValueError, IndexError, RecursionError):
        found = _yaml_lines(text)
    return {path: _nearest(found, path) for path in wanted}


def _nearest(found: dict[Path, int], path: Path) -> int | None:
    while path and path not in found:
        path = path[:-1]
    return found.get(path)


def _yaml_lines(text: str) -> dict[Path, int]:
    from .template_yaml import read_yaml  # Most templates are JSON, and yaml takes its time to import.

    lines: dict[Path, int] = {}
    try:
        read_yaml(text, lines)
    except (ValueError, RecursionError):
        return {}
    return lines


def _json_lines(text: str, wanted: Sequence[Path]) -> dict[Path, int]:
    """Where the wanted paths stand. Only what leads to one is read; the rest is skipped."""
    starts: list[tuple[int, Path]] = []
    on_the_way = {path[:length] for path in wanted for length in range(len(path) + 1)}
    at = _blank(text, int(text.startswith("\ufeff")))
    if text[at] != "{":
        raise ValueError
    _walk(text, at, (), on_the_way, starts)
    lines: dict[Path, int] = {}
    line, before = 1, 0
    for start, path in sorted(starts, key=lambda found: found[0]):
        line += text.count("\n", before, start)
        before = start
        lines[path] = line
    return lines


def _walk(text: str, at: int, path: Path, on_the_way: set[Path], starts: list[tuple[int, Path]]) -> int:
    """Read the value that starts at a position, note where its members on the way start, and return where it ends."""
    if path not in on_the_way or text[at] not in "{[":
        return _skip(text, at)
    closing = "}" if text[at] == "{" else "]"
    at = _blank(text, at + 1)
    index = 0
    while text[at] != closing:
        start, step = at, index
        if closing == "}":
            step, at = _key(text, at)
        if (*path, step) in on_the_way:
            starts.append((start, (*path, step)))
        at = _blank(text, _walk(text, at, (*path, step), on_the_way, starts))
        at = _blank(text, at + 1) if text[at] == "," else at
        index += 1
    return at + 1


def _key(text: str, at: int) -> tuple[Any, int]:
    """A member's key, and where its value starts."""
    if text[at] != '"':
        raise ValueError
    key, at = _string(text, at + 1)
    at = _blank(text, at)
    if text[at] != ":":
        raise ValueError
    return key, _blank(text, at + 1)


def _skip(text: str, at: int) -> int:
    """Where a value ends that nothing is asked about. The fastest way over it is to read it."""
    return _DECODER.raw_decode(text, at)[1]


def _blank(text: str, at: int) -> int:
    """Where the next token starts."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
