"""Findings for the description of, or a comment on, a pull request: by rule, the words of each said once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..rules.rule import Finding, Rule
from .printable import printable
from .report import Report, said

LIMIT: Final = 60_000
"""Characters of a whole report; GitHub takes 65,536 for a comment."""
PLACES: Final = 10
"""Places of one rule that are shown."""

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINKED: Final = re.compile(r"(@|(?<=[Hh]ttp)s?:|#|GH-|(?<=[Ww]ww)\.)(?=[\w/])")
"""What GitHub makes a mention or a link of by itself."""


def markdown(report: Report) -> str:
    """The summary, an overview, and each rule with its places; at most LIMIT characters."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    parts = [f"### governed-ecr: {report.summary}\n", *_overview(by_rule)]
    length = sum(map(len, parts)) + 100  # and the last line
    told = 0
    for findings in by_rule.values():
        section = "\n".join(_section(findings[0].rule, findings, report)) + "\n"
        if length + len(section) > LIMIT:
            break
        parts.append(section)
        length += len(section)
        told += 1
    if told < len(by_rule):
        parts.append(f"{len(by_rule) - told} more rules are left out here; `--format json` has all.\n")
    return "\n".join(parts)


def escaped(text: str) -> str:
    """``text`` within a paragraph as it is: no markup, no HTML, and nobody mentioned."""
    return _MARKUP.sub(r"\\\1", _LINKED.sub("\\1\N{ZERO WIDTH SPACE}", printable(text)))


def code(text: str) -> str:
    """``text`` as a code span, whatever backticks it has."""
    shown = printable(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    space = " " if shown[:1] in ("`", " ", "") or shown[-1:] in ("`", " ") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _overview(by_rule: dict[str, list[Finding]]) -> Iterator[str]:
    if by_rule:
        rows = (f"| {of[0].severity.value} | {_linked(of[0].rule)} | {len(of):,} |" for of in by_rule.values())
        yield "\n".join(["| severity | rule | places |", "|---|---|---:|", *rows]) + "\n"


def _section(rule: Rule, findings: list[Finding], report: Report) -> Iterator[str]:
    yield f"#### {rule.severity.value}: {rule.id}\n"
    yield f"{escaped(rule.summary)} {escaped(rule.why)}\n"
    yield f"**Mend:** {escaped(rule.mend)}\n"
    for finding in findings[:PLACES]:
        yield from _place(finding, report.lines.get(finding))
    if len(findings) > PLACES:
        yield f"- and {len(findings) - PLACES:,} more"


def _place(finding: Finding, line: int | None) -> Iterator[str]:
    construct = finding.resource.construct_path
    of_construct = f" ({code(construct)})" if construct else ""
    template = f"{finding.resource.template}:{line}" if line else finding.resource.template
    place = f"{code(template)}, {code(finding.place)}{of_construct}"
    witness = finding.found.witness
    yield f"- {place}: {escaped(said(finding))}{'<br>' if witness or finding.found.mend else ''}"
    if witness:
        yield f"  For example: {code(str(witness))}{'<br>' if finding.found.mend else ''}"
    if finding.found.mend:
        yield f"  **Mend:** {escaped(finding.found.mend)}"


def _linked(rule: Rule) -> str:
    return f"[{rule.id}](https://{rule.source})"
