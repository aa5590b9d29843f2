"""Findings for a terminal: three lines each, by template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..rules.rule import Finding, Severity
from .paint import painted
from .printable import printable
from .report import Report, said

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
INDENT: Final = " " * 9
"""Before the lines that follow the one with the severity."""


def text(report: Report, *, colour: bool = False) -> str:
    """What is wrong where; what is there, with a request that a policy lets through; and what to do."""
    return "\n".join([*_lines(report, colour), report.summary]) + "\n"


def _lines(report: Report, colour: bool) -> Iterator[str]:
    by_template: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_template.setdefault(finding.resource.template, []).append(finding)
    for template, findings in by_template.items():
        yield painted(printable(template), "1", colour)
        yield ""
        for finding in findings:
            yield from finding_lines(finding, colour, report.lines.get(finding))
            yield ""


def severity_word(severity: Severity, colour: bool) -> str:
    """A severity as the first word of a line, as wide as INDENT."""
    return painted(f"{severity.value:<{len(INDENT)}}", _COLOURS[severity], colour)


def finding_lines(
    finding: Finding, colour: bool, line: int | None = None, *, with_template: bool = False
) -> Iterator[str]:
    """Where, what is there, and what to do. line: of the template's text, where it is known."""
    template = f"{printable(finding.resource.template)}: " if with_template else ""
    construct = finding.resource.construct_path
    of_construct = f" ({printable(construct)})" if construct else ""
    of_line = f", line {line}" if line else ""
    word = severity_word(finding.severity, colour)
    yield f"{word}{painted(finding.rule.id, '1', colour)}  {template}{printable(finding.place)}{of_line}{of_construct}"
    witness = finding.found.witness
    yield f"{INDENT}{printable(said(finding))}{f' For example, {printable(str(witness))}.' if witness else ''}"
    yield f"{INDENT}{painted('Mend:', '2', colour)} {printable(finding.mend)}"
