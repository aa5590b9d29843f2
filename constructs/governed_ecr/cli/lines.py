"""The lines of their templates in which findings stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..model.errors import GovernedEcrError
from ..rules.rule import Finding
from ..state.locate import lines_of
from ..state.raw_path import raw_path
from ..state.source_text import read_text


def lines(findings: Iterable[Finding]) -> dict[Finding, int]:
    """The line (from 1) of each finding's place, or of the nearest place around it; nothing where there is no file."""
    by_template: dict[str, list[Finding]] = {}
    for finding in findings:
        by_template.setdefault(finding.resource.template, []).append(finding)
    found: dict[Finding, int] = {}
    for template, of_template in by_template.items():
        try:
            text = read_text(Path(template), template)
        except GovernedEcrError:
            continue
        paths = {finding: raw_path(finding.resource, finding.found.path) for finding in of_template}
        located = lines_of(text, paths.values())
        found |= {finding: line for finding, path in paths.items() if (line := located[path]) is not None}
    return found
