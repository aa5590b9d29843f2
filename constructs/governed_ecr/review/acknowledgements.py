"""What a team has accepted, in the repository under review: which change or finding, where, why, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ..model import wildcards
from ..model.errors import Problem, refuse
from ..rules.rule import Finding, Found, Rule
from ..state.registry import Resource
from .acknowledgement_rules import EXPIRED, UNUSED
from .change import Change, ChangeKind

FILE: Final = ".governed-ecr.yaml"
_MEMBERS: Final = ("rule", "change", "resource", "reason", "expires")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One entry of ``.governed-ecr.yaml``.

    rule or change: a rule's id or a change's kind. resource: a logical id, a construct path or a repository's name,
    ``*`` for any characters. expires: the last day on which it holds.
    """

    resource: str
    reason: str
    expires: date
    rule: str | None = None
    change: str | None = None

    def covers(self, item: Change | Finding) -> bool:
        """Whether this entry accepts a change or a finding."""
        fits = self.change == item.kind if isinstance(item, Change) else self.rule == item.rule.id
        return fits and any(wildcards.matches(self.resource, name) for name in _names(item.resource))


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an acknowledgement took out of a review."""

    item: Change | Finding
    by: Acknowledgement


@dataclass(frozen=True, slots=True)
class Sorted:
    """Changes and findings that nobody accepted, those that somebody did, and findings about the entries."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]


def acknowledgements_of(data: Any, *, rules: Iterable[str]) -> tuple[Acknowledgement, ...]:
    """The entries of the file's data. Raises GovernedEcrError with every problem, placed by entry."""
    if data is None:
        return ()
    listed = data.get("acknowledgements") if isinstance(data, Mapping) and set(data) == {"acknowledgements"} else None
    if not isinstance(listed, list):
        refuse([Problem("", "Not a mapping with 'acknowledgements', a list.", "Allowed: acknowledgements: [...].")])
    known = frozenset(rules)
    entries: list[Acknowledgement] = []
    problems: list[Problem] = []
    for index, raw in enumerate(listed or ()):
        found = list(_problems(raw, known))
        problems += [problem.under(f"acknowledgements[{index}]") for problem in found]
        if not found:
            expires = _date(raw["expires"])
            entries.append(Acknowledgement(raw["resource"], raw["reason"], expires, raw.get("rule"), raw.get("change")))
    refuse(problems)
    return tuple(entries)


def _problems(raw: Any, rules: frozenset[str]) -> Iterator[Problem]:
    if not isinstance(raw, Mapping):
        yield Problem("", f"{raw!r} is no entry.", f"Allowed: a mapping with {', '.join(_MEMBERS)}.")
        return
    for key in raw:
        if key not in _MEMBERS:
            yield Problem(str(key), "Unknown key.", f"Allowed: {', '.join(_MEMBERS)}.")
    if ("rule" in raw) == ("change" in raw):
        yield Problem("", "Neither or both of 'rule' and 'change'.", "Name one: a rule's id, or a change's kind.")
    if "rule" in raw and not (isinstance(raw["rule"], str) and raw["rule"] in rules):
        yield Problem("rule", f"{raw['rule']!r} is no rule.", "Allowed: an id of docs/rules.md.")
    if "change" in raw and raw["change"] not in tuple(ChangeKind):
        yield Problem("change", f"{raw['change']!r} is no kind of change.", f"Allowed: {', '.join(ChangeKind)}.")
    for member in ("resource", "reason"):
        if not isinstance(raw.get(member), str) or not raw[member].strip():
            what = "Missing." if raw.get(member) is None else f"{raw[member]!r}."
            yield Problem(member, what, "Allowed: text, and not empty.")
    try:
        _date(raw.get("expires"))
    except (TypeError, ValueError):
        what = "Missing." if raw.get("expires") is None else f"{raw['expires']!r} is no date."
        yield Problem("expires", what, "Allowed: the last day on which it holds (2027-03-31).")


def _date(value: Any) -> date:
    """YAML reads dates, and times, by itself. Raises TypeError or ValueError for what is neither."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def accept(
    changes: Iterable[Change], findings: Iterable[Finding], entries: Iterable[Acknowledgement], today: date
) -> Sorted:
    """Take out what the entries accept. An entry that expired accepts nothing; it, and an unused one, is a finding."""
    entries = tuple(entries)
    valid = [entry for entry in entries if entry.expires >= today]
    accepted: list[Accepted] = []
    used: set[int] = set()

    def open_(item: Change | Finding) -> bool:
        by = next((entry for entry in valid if entry.covers(item)), None)
        if by is None:
            return True
        used.add(id(by))
        accepted.append(Accepted(item, by))
        return False

    left = tuple(change for change in changes if open_(change))
    remaining = tuple(finding for finding in findings if open_(finding))
    about = (
        finding
        for index, entry in enumerate(entries)
        for finding in _about(entry, index, used=id(entry) in used, expired=entry.expires < today)
    )
    return Sorted(left, (*remaining, *about), tuple(accepted))


def _about(entry: Acknowledgement, index: int, *, used: bool, expired: bool) -> Iterator[Finding]:
    subject = f"{entry.rule or entry.change} at {entry.resource}"
    if expired:
        yield _finding(EXPIRED, index, f"The acknowledgement of {subject} expired on {entry.expires}.")
    elif not used:
        yield _finding(UNUSED, index, f"Nothing here is accepted by the acknowledgement of {subject}.")


def _finding(rule: Rule, index: int, message: str) -> Finding:
    place = Resource(f"acknowledgements[{index}]", "Acknowledgement", {}, template=FILE)
    return Finding(rule, place, Found(message))


def _names(resource: Resource) -> Iterator[str]:
    yield resource.logical_id
    for name in (resource.construct_path, resource.get("RepositoryName")):
        if isinstance(name, str):
            yield name
