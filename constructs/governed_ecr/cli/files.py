"""Small files of JSON or YAML that options and arguments name; ``-`` is stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from ..model.errors import GovernedEcrError, Problem
from ..state.template_text import read_data

LARGEST: Final = 10_000_000
"""Bytes."""


def read_text(name: str, largest: int = LARGEST) -> str:
    """The text of a file, or of stdin, of at most so many bytes; raises GovernedEcrError where there is none."""
    try:
        if name == "-":
            found = sys.stdin.buffer.read(largest + 1)
        else:
            with open(name, "rb") as file:
                found = file.read(largest + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        what = getattr(error, "strerror", None) or str(error)
        raise GovernedEcrError([Problem(name, f"{what}.", "Name a JSON or YAML file.")]) from None
    if len(found) > largest:
        raise GovernedEcrError([Problem(name, f"More than {largest:,} bytes.", f"Allowed: {largest:,}.")])
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GovernedEcrError([Problem(name, "Not UTF-8 text.", "Save it as UTF-8.")]) from None


def parse(text: str, name: str) -> Any:
    """The data of a JSON or YAML text; ``name`` stands in the problem of the GovernedEcrError that it may raise."""
    if not text.strip():
        raise GovernedEcrError([Problem(name, "The file is empty.", "Give JSON or YAML.")])
    try:
        return read_data(text)
    except RecursionError:
        raise GovernedEcrError([Problem(name, "Nested too deeply.", "Flatten it.")]) from None
    except ValueError as error:
        raise GovernedEcrError([Problem(name, str(error), "Give JSON or YAML.")]) from None


def placed(problem: Problem, file: str) -> Problem:
    """The problem as one of a file."""
    return replace(problem, place=f"{file}: {problem.place}" if problem.place else file)


@contextmanager
def placing(file: str) -> Iterator[None]:
    """Problems of the GovernedEcrErrors that are raised inside become those of a file."""
    try:
        yield
    except GovernedEcrError as error:
        raise GovernedEcrError([placed(problem, file) for problem in error.problems]) from None
