"""Files that options and arguments name; ``-`` is stdin."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from errno import EISDIR
from typing import IO, Any, Final

from ..model.errors import GovernedEcrError, Problem
from ..state.template_text import read_data

STDIN: Final = "stdin"
"""What messages and findings call it."""
LARGEST: Final = 10_000_000
"""Bytes."""
_BEGINNING: Final = 1_000_000


def read_text(name: str, largest: int = LARGEST) -> str:
    """The text of a file, a pipe or stdin, of at most so many bytes; raises GovernedEcrError where there is none."""
    try:
        found = _read(name, largest)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        what = getattr(error, "strerror", None) or str(error)
        raise _refused(name, f"{what}.", "Name a file that can be read.") from None
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, "Not UTF-8 text.", "Save it as UTF-8.") from None


def _read(name: str, largest: int) -> bytes:
    if name == "-":
        return _all(sys.stdin.buffer, name, largest)
    if not name:
        raise _refused("''", "An empty path.", "Name a file that can be read.")
    status = os.stat(name)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode)):
        raise _refused(name, "Neither a file nor a pipe.", "Name a file that can be read.")
    with open(name, "rb") as file:
        return _all(file, name, largest, largest + 1 if stat.S_ISREG(status.st_mode) else _BEGINNING)


def _all(file: IO[bytes], name: str, largest: int, first: int = _BEGINNING) -> bytes:
    """All that is in a file. What does not begin as text is given up then: it may have no end."""
    first = min(first, largest + 1)
    read = file.read(first)
    if b"\0" in read[:_BEGINNING]:
        raise _refused(name, "A NUL byte: this is no text.", "Save it as UTF-8.")
    if len(read) == first:
        read += file.read(largest + 1 - first)
    if len(read) > largest:
        raise _refused(name, f"More than {largest:,} bytes.", f"Allowed: {largest:,}.")
    return read


def _refused(name: str, what: str, mend: str) -> GovernedEcrError:
    return GovernedEcrError([Problem(called(name), what, mend)])


def called(name: str) -> str:
    """What messages call the file of this name."""
    return STDIN if name == "-" else name


def parse(text: str, name: str) -> Any:
    """The data of a JSON or YAML text; ``name`` stands in the problem of the GovernedEcrError that it may raise."""
    if not text.strip():
        raise GovernedEcrError([Problem(name, "The file is empty.", "Give JSON or YAML.")])
    try:
        return read_data(text)
    except RecursionError:
        raise _refused(name, "Nested too deeply.", "Flatten it.") from None
    except ValueError as error:
        raise _refused(name, str(error), "Give JSON or YAML.") from None


def placed(problem: Problem, file: str) -> Problem:
    """The problem as one of a file."""
    name = called(file)
    return replace(problem, place=f"{name}: {problem.place}" if problem.place else name)


@contextmanager
def placing(file: str) -> Iterator[None]:
    """Problems of the GovernedEcrErrors that are raised inside become those of a file."""
    try:
        yield
    except GovernedEcrError as error:
        raise GovernedEcrError([placed(problem, file) for problem in error.problems]) from None
