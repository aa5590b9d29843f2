"""registry.yaml read, or refused with everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..model.errors import GovernedEcrError, Problem
from ..model.shown import shown
from .checks import registry_problems
from .fields import RefusedError
from .registry import Registry
from .salvage import Salvage, entry_of
from .yaml_source import Path, Source, dotted, steps

_SALVAGES: Final = 10
_ALLOWED: Final = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "enum": "{expected}",
    "greater_than_equal": "{ge} or more",
    "int_type": "a whole number",
    "less_than_equal": "{le} or less",
    "list_type": "a list",
    "literal_error": "{expected}",
    "model_type": "a mapping",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "{min_length} or more characters",
    "string_type": "text; quote it if it looks like a number",
    "too_long": "at most {max_length} entries",
    "too_short": "{min_length} or more entries",
}
"""What pydantic's errors mean, in a file's words."""


def load_registry(path: str | FilePath) -> Registry:
    """Read the file at ``path``.

    Raises GovernedEcrError with every problem of the file, each with its line, its path, what was found and what is
    allowed.
    """
    try:
        text = FilePath(path).read_text(encoding="utf-8")
    except OSError as error:
        raise GovernedEcrError([Problem(str(path), f"{error.strerror}.", "Name a registry file.")]) from None
    except UnicodeDecodeError:
        raise GovernedEcrError([Problem(str(path), "Not UTF-8 text.", "Save it as UTF-8.")]) from None
    return parse_registry(text, str(path))


def parse_registry(text: str, name: str = "registry.yaml") -> Registry:
    """Read the text of a registry file; ``name`` stands in the messages."""
    source = Source(text)
    found = list(source.problems)
    registry, faults = _validate(source.data) if not found or source.data is not None else (None, [])
    located = [*found, *((source.line(path), problem) for path, problem in faults)]
    if located or registry is None:
        ordered = sorted(located, key=lambda item: item[0] or 0)
        raise GovernedEcrError(_placed(name, line, problem) for line, problem in ordered)
    return registry


def _placed(name: str, line: int | None, problem: Problem) -> Problem:
    where = f"{name}:{line}" if line else name
    return Problem(f"{where}: {problem.place}" if problem.place else where, problem.what, problem.mend)


def _validate(data: Any) -> tuple[Registry | None, list[tuple[Path, Problem]]]:
    if not isinstance(data, dict):
        return None, [
            ((), Problem("", "Not a mapping.", "Begin with organization: and hub: (see registry.schema.json)."))
        ]
    try:
        registry = Registry.model_validate(data)
    except ValidationError as error:
        located = [(details, tuple(_path_in(data, details["loc"]))) for details in error.errors()]
        faults = [fault for details, path in located for fault in _faults(details, path, data)]
        return None, [*faults, *_faults_of_the_rest(data, [path for _, path in located])]
    return registry, list(registry_problems(registry))


def _faults_of_the_rest(data: Any, faulty: list[Path]) -> list[tuple[Path, Problem]]:
    """What the checks across the whole file say of its sound parts: without the faulty values, or more around them."""
    removed = set(faulty)
    for _ in range(_SALVAGES):
        sound = Salvage(data, removed)
        try:
            registry = Registry.model_validate(sound.data)
        except ValidationError as error:
            lacking = [sound.original(tuple(_path_in(sound.data, details["loc"]))) for details in error.errors()]
            removed |= {_more(path, removed) for path in lacking}
            continue
        # At or around a fault, nothing may be wrong but what the missing value would have mended.
        return [
            (at, problem)
            for at, problem in registry_problems(registry, sound.original)
            if not any(path[: len(at)] == at for path in removed)
        ]
    return []


def _more(path: Path, removed: set[Path]) -> Path:
    """What to do without where the value at ``path`` is missing or short: its list's entry, or what is around it."""
    path = entry_of(path)
    while path in removed and path:
        path = path[:-1]
    return path


def _faults(details: ErrorDetails, path: Path, data: Any) -> Iterator[tuple[Path, Problem]]:
    """One of pydantic's errors as problems of ours, with the path that the file has."""
    error = details.get("ctx", {}).get("error")
    if isinstance(error, RefusedError):
        for problem in error.problems:
            yield (*path, *steps(problem.place)), problem.under(dotted(path))
        return
    found = shown(details["input"])
    match details["type"]:
        case "missing":
            what, mend = "Missing.", "This key is required."
        case "extra_forbidden":
            what, mend = "Unknown key.", _did_you_mean(str(path[-1]), _known_keys(path[:-1], data))
        case "union_tag_invalid":
            allowed = str(details["ctx"]["expected_tags"]).replace("'", "").replace("<", "").replace(">", "")
            what, mend = f"{shown(details['input'].get('preset'))} is not a preset.", f"Allowed: {allowed}."
        case "value_error":
            what, mend = f"{found}:", f"{error}."
        case kind if kind in _ALLOWED:
            what, mend = f"{found}.", f"Allowed: {_ALLOWED[kind].format_map(details.get('ctx', {}))}."
        case _:
            what, mend = f"{found}.", f"{details['msg']}."
    yield path, Problem(dotted(path), what, mend)


def _path_in(data: Any, loc: Sequence[str | int]) -> Iterator[str | int]:
    """pydantic's location less the names of union members, which the file does not have."""
    before: str | int = ""
    for at, step in enumerate(loc, start=1):
        member = before in ("lifecycle", "then") and isinstance(step, str) and step.startswith("<")
        before = "" if member else step
        if isinstance(data, dict) and not member and (step in data or at == len(loc)):
            yield step
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            yield step
            data = data[step]


def _did_you_mean(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Allowed: {', '.join(sorted(known))}." if known else "Leave it out."


def _known_keys(path: Path, data: Any) -> list[str]:
    """The keys of the model that stands at ``path``."""
    models: list[type[BaseModel]] = [Registry]
    for step in path:
        data = data[step]
        if isinstance(step, str):
            models = [
                found
                for model in models
                for name, field in model.model_fields.items()
                if step in (name, field.alias)
                for found in _models_in(field.annotation)
            ]
    preset = data.get("preset") if isinstance(data, dict) else None
    chosen = [model for model in models if preset in _choices(model)] or models
    return [field.alias or name for model in chosen for name, field in model.model_fields.items()]


def _choices(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("preset")
    return get_args(field.annotation) if field else ()


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
