"""A review for a terminal: the verdict, then each consequence, the worst kind first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..report.paint import painted
from ..report.printable import printable
from ..report.text import INDENT, finding_lines, severity_word
from .change import Change, Group, Lines
from .review import Review
from .words import at_stake


def text(review: Review, lines: Lines | None = None, *, colour: bool = False) -> str:
    """Sentences for people; what was known, accepted or is harmless is counted in the last line."""
    return "\n".join(_lines(review, lines or {}, colour)).rstrip("\n") + "\n"


def _lines(review: Review, lines: Lines, colour: bool) -> Iterator[str]:
    yield painted(summary(review), "1", colour)
    yield ""
    for group in Group:
        changes = [change for change in review.changes if change.group is group]
        if changes:
            yield painted(group.value, "1", colour)
            yield ""
            for change in changes:
                yield from _change(change, lines.get(change), colour)
                yield ""
    if review.findings:
        yield painted("New findings of the rules", "1", colour)
        yield ""
        for finding in review.findings:
            yield from finding_lines(finding, colour, lines.get(finding), with_template=True)
            yield ""
    yield remainder(review)


def _change(change: Change, line: int | None, colour: bool) -> Iterator[str]:
    kind = painted(change.kind.value, "1", colour)
    place = f"{printable(change.resource.template)}: {printable(change.place)}{f', line {line}' if line else ''}"
    yield f"{severity_word(change.severity, colour)}{kind}  {place}"
    yield f"{INDENT}{printable(change.message)}"
    if change.images:
        yield f"{INDENT}At stake: {printable(at_stake(change.images))}"


_VERDICTS: Final = {
    "error": "This change is dangerous",
    "warning": "This change needs a second look",
    "note": "This change has consequences worth knowing",
    "clean": "This change has no consequences that anyone need know",
}


def summary(review: Review) -> str:
    """The verdict in one line."""
    if not (review.items or review.benign_changes or review.accepted):
        return "Nothing changes in any registry."
    counts = [(len(review.changes), "consequence"), (len(review.findings), "new finding")]
    told = ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count)
    return _VERDICTS[review.verdict] + (f": {told}." if told else ".")


def remainder(review: Review) -> str:
    """What the review does not go into, counted."""
    counts = (
        (review.benign_changes, "resource changes", "resources change", "without any of this"),
        (review.known_findings, "finding was", "findings were", "there before"),
        (len(review.accepted), "is", "are", "acknowledged"),
    )
    told = [f"{count:,} {one if count == 1 else many} {what}" for count, one, many, what in counts if count]
    return f"{'; '.join(told)}." if told else "Nothing else changes." if review.items else ""
