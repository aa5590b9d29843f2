"""The lines of a template in which findings stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..model.errors import GovernedEcrError
from ..rules.rule import Finding
from ..state.source_text import read_text
from ..state.template_yaml import read_yaml


def line_of(finding: Finding) -> int | None:
    """The line (from 1) of a finding's place, or of the nearest place around it; None where the file has none."""
    lines = _lines(finding.resource.template)
    path = ("Resources", finding.resource.logical_id, *finding.found.path)
    return next((lines[path[:end]] for end in range(len(path), 1, -1) if path[:end] in lines), None)


@cache
def _lines(template: str) -> Mapping[tuple[str | int, ...], int]:
    """The line of each value of a template; JSON is read as YAML, which it is but for tabs."""
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        read_yaml(read_text(Path(template), template), lines)
    except (GovernedEcrError, ValueError, RecursionError):
        return {}
    return lines
