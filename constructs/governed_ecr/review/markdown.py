"""A review as a comment on a pull request: the verdict and the worst thing first, details folded, a picture of what
flows anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from ..report.markdown import code, escaped
from ..report.printable import printable
from ..report.report import said
from ..rules.rule import Finding, Severity
from ..state.registry import RegistryState
from .change import Change, Group
from .graph import Graph, graph
from .mermaid import mermaid
from .review import Review
from .room import Room
from .text import remainder, summary
from .words import at_stake

LIMIT: Final = 60_000
"""Characters of the whole comment. GitHub takes 65,536; the rest is for what whoever posts it adds."""
OPEN: Final = 5
"""Changes of a group that are not folded."""

_WORDS: Final = 600
"""Characters of one message that are shown."""
_FRAME: Final = 1_500
"""Characters of titles and of what folds."""
_ALERTS: Final = {Severity.ERROR: "CAUTION", Severity.WARNING: "WARNING", Severity.NOTE: "NOTE"}


def markdown(
    review: Review, base: Iterable[RegistryState], head: Iterable[RegistryState], *, link: str | None = None
) -> str:
    """The comment, at most LIMIT characters. link: where the whole report is, for what has no room here."""
    there = f"; [the whole report]({quote(link, safe=':/?#&=%@+,;~-._')}) has everything" if link else ""
    first = "\n".join(_first(review))
    picture = "\n".join(_picture(graph(base, head), there))
    rest = remainder(review)
    last = f"{rest}\n" if rest else ""
    room = Room(LIMIT - len(first) - len(picture) - len(last) - len(there) - _FRAME)
    told = list(_sections(review, room))
    cut = ", ".join(f"{count:,} {noun}" for noun, count in room.cut.items())
    missing = f"**Not shown here: {cut}**{there}.\n" if cut else ""
    return "\n".join(part for part in (first, *told, picture, missing, last) if part)


def _first(review: Review) -> Iterator[str]:
    verdict, _, counts = summary(review).rstrip(".").partition(": ")
    yield f"### {verdict}\n"
    if worst := review.worst_item:
        yield f"> [!{_ALERTS[worst.severity]}]\n> {_sentence(worst)}\n\n{counts}.\n"


def _sections(review: Review, room: Room) -> Iterator[str]:
    """The groups of changes and the findings, each with its share of the room and what those before it left over."""
    groups = [(group.value, [one for one in review.changes if one.group is group]) for group in Group]
    groups = [(title, changes) for title, changes in groups if changes]
    sections = len(groups) + bool(review.findings)
    for at, (title, changes) in enumerate(groups):
        yield from _group(title, sorted(changes, key=_severity), room, 1 / (sections - at))
    if review.findings:
        yield from _findings(review.findings, room)


def _group(title: str, changes: Sequence[Change], room: Room, part: float) -> Iterator[str]:
    numbered = list(enumerate(changes, 1))
    shown = room.fitting(numbered, _line, "changes", part * 0.7)
    details = room.fitting(numbered[: len(shown)], _detail, "places of changes", part * 0.3)
    yield f"#### {title} ({len(changes):,})\n"
    yield _joined(shown[:OPEN])
    yield _folded(f"{len(shown) - OPEN:,} more", shown[OPEN:])
    yield _folded("Where, and what shows it", details)


def _line(numbered: tuple[int, Change]) -> str:
    at, change = numbered
    return f"{at}. **{change.severity.value}** ({change.kind.value}): {_sentence(change)}"


def _detail(numbered: tuple[int, Change]) -> str:
    at, change = numbered
    parts = [f"{at}. {code(change.resource.template)}, {code(change.place)}"]
    if change.images:
        parts.append(f"At stake: {escaped(printable(at_stake(change.images, 30), _WORDS))}")
    if change.witness and str(change.witness) not in change.message:
        parts.append(f"For example: {code(str(change.witness))}")
    return "<br>".join(parts)


def _findings(findings: Iterable[Finding], room: Room) -> Iterator[str]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_severity):
        by_rule.setdefault(finding.rule.id, []).append(finding)
    yield f"#### New findings of the rules ({sum(map(len, by_rule.values())):,})\n"
    for left, of in zip(range(len(by_rule), 0, -1), by_rule.values(), strict=True):
        rule = of[0].rule
        title = f"<b>{rule.severity.value}</b>: {rule.id} ({len(of):,})"
        words = f"{escaped(rule.summary)} {escaped(rule.why)}\n\n**Mend:** {escaped(rule.mend)} "
        words = f"{words}[Source](https://{rule.source})\n"
        if room.fitting([_folded(title, [words])], str, "rules"):
            yield _folded(title, [words, *room.fitting(of, _place, "findings", 1 / left)])
        else:
            room.cut["findings"] += len(of)


def _place(finding: Finding) -> str:
    witness = finding.found.witness
    example = f"<br>For example: {code(str(witness))}" if witness else ""
    mend = f"<br>**Mend:** {escaped(finding.found.mend)}" if finding.found.mend else ""
    return f"- {code(finding.resource.template)}, {code(finding.place)}: {_sentence(finding)}{example}{mend}"


def _picture(whole: Graph, there: str) -> Iterator[str]:
    if not whole.changed:
        return
    chart, left_out = mermaid(whole)
    yield "#### Who may pull and push, and where images flow\n"
    yield f"Thick is new, dashed is gone.\n\n```mermaid\n{chart}\n```\n"
    if left_out:
        yield f"{left_out:,} more connections are not drawn{there}.\n"


def _sentence(item: Change | Finding) -> str:
    return escaped(printable(said(item) if isinstance(item, Finding) else item.message, _WORDS))


def _severity(item: Change | Finding) -> int:
    return item.severity.rank


def _folded(title: str, lines: Sequence[str]) -> str:
    return f"<details><summary>{title}</summary>\n\n{_joined(lines)}\n</details>\n" if lines else ""


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
