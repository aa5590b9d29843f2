"""The lines of their templates in which findings and changes stand, and what people edit to change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from ..model.errors import GovernedEcrError
from ..report.sarif import Position
from ..review.change import Change
from ..review.pairing import IDENTITY
from ..rules.rule import Finding
from ..state.locate import lines_of
from ..state.raw_path import raw_path
from ..state.registry import Resource
from ..state.source_text import read_text
from .files import STDIN

Item = TypeVar("Item", bound=Finding | Change)


def lines(items: Iterable[Item]) -> dict[Item, int]:
    """The line (from 1) of each item's place, or of the nearest place around it; nothing where there is no file."""
    by_template: dict[str, list[Item]] = {}
    for item in items:
        by_template.setdefault(item.resource.template, []).append(item)
    found: dict[Item, int] = {}
    by_template.pop(STDIN, None)  # it was read, and can be no second time
    for template, of_template in by_template.items():
        try:
            text = read_text(Path(template), template)
        except GovernedEcrError:
            continue
        paths = {item: raw_path(item.resource, item.path) for item in of_template}
        located = lines_of(text, paths.values())
        found |= {item: line for item, path in paths.items() if (line := located[path]) is not None}
    return found


def origins(items: Iterable[Finding | Change], context: str | None) -> dict[Resource, Position]:
    """Where to change the items' resources: in the registry.yaml of ``--context``, or in the CDK app."""
    declared = _declared(context)
    found: dict[Resource, Position] = {}
    for item in items:
        resource = item.resource
        member, *_ = (*IDENTITY.get(resource.type, ()), "")
        line = declared.get((resource.type, str(resource.get(member)) if member else ""))
        if line and context:
            found[resource] = Position(context, line)
        elif resource.source:
            file, _, number = resource.source.rpartition(":")
            found[resource] = Position(_relative(file), int(number))
    return found


def _declared(context: str | None) -> Mapping[tuple[str, str], int]:
    if context in (None, "-"):
        return {}
    from ..config.places import places

    return places(read_text(Path(str(context)), str(context)))


def _relative(file: str) -> str:
    """A file as code scanning knows it: by its path in the repository, if the command runs there."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else file
