"""Templates and cloud assemblies in files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..model.errors import GovernedEcrError, Problem
from .assembly import is_assembly, read_assembly
from .registry import Environment
from .source_text import BYTES, read_text
from .template import Template
from .template_text import checked, read_data, read_template

_ENDINGS: Final = frozenset({".json", ".yaml", ".yml", ".template"})
_SKIPPED: Final = frozenset({"node_modules", "__pycache__"})
_ENTRIES: Final = 200_000
_LEVELS: Final = 20


@dataclass(slots=True)
class Contents:
    """The templates of a path by their real paths, so that none is read twice; and the assemblies in it."""

    templates: dict[Path, Template] = field(default_factory=dict)
    assemblies: dict[Path, tuple[Template, ...]] = field(default_factory=dict)


def templates_in(path: Path, environment: Environment) -> Contents:
    """What a file, or a folder with the folders below it, holds.

    In a folder only those files count that are templates (JSON or YAML with Resources); a file that is named must be
    one. Folders whose names start with a dot are skipped, and links to folders are not followed.

    Raises:
        GovernedEcrError: with everything that is unreadable; or for a folder with nothing to read.
    """
    found, problems = Contents(), list[Problem]()
    for file in _files(path) if path.is_dir() and not is_assembly(path) else [path]:
        try:
            if is_assembly(file):
                found.assemblies[file.resolve()] = read_assembly(file, environment)
            elif (body := _body(file, is_named=file is path)) is not None:
                found.templates[file.resolve()] = Template(str(file), body, environment)
        except GovernedEcrError as error:
            problems += error.problems
    if not (found.templates or found.assemblies or problems):
        problems.append(Problem(str(path), "No template and no cloud assembly in it.", "Give a folder with some."))
    if problems:
        raise GovernedEcrError(dict.fromkeys(problems))
    return found


def _body(file: Path, *, is_named: bool) -> dict[str, Any] | None:
    """The template in a file; None for a folder's other files."""
    if is_named:
        return read_template(read_text(file, str(file)), str(file))
    size = file.stat().st_size if file.exists() else 0
    if not 0 < size <= BYTES:
        return None
    text = read_text(file, str(file))
    if "Resources" not in text:
        return None
    looks_like_one = "AWS::" in text
    try:
        data = read_data(text)
    except (ValueError, RecursionError):
        return read_template(text, str(file)) if looks_like_one else None
    if not looks_like_one:  # It can be one without any resource.
        return data if isinstance(data, dict) and data.get("Resources") == {} else None
    return checked(data, str(file)) if isinstance(data, dict) and "Resources" in data else None


def _files(top: Path) -> Iterator[Path]:
    """The files below a folder that may be templates, and the folders that are assemblies, each in order of names."""
    entries = 0
    for where, folders, files in os.walk(top, onerror=_raise):
        here = Path(where)
        entries += len(folders) + len(files)
        if entries > _ENTRIES:
            what = f"More than {_ENTRIES:,} files and folders."
            raise GovernedEcrError([Problem(str(top), what, "Give a folder that holds less.")])
        if is_assembly(here):
            folders.clear()
            yield here
            continue
        deepest = len(here.parts) - len(top.parts) >= _LEVELS
        folders[:] = [] if deepest else sorted(name for name in folders if name[0] != "." and name not in _SKIPPED)
        yield from (here / name for name in sorted(files) if Path(name).suffix.lower() in _ENDINGS)


def _raise(error: OSError) -> None:
    raise GovernedEcrError([Problem(str(error.filename), f"{error.strerror}.", "Name a folder that can be read.")])
