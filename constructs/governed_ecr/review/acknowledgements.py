"""What a team has accepted, in the repository under review: which change or finding, where, why, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ..model import wildcards
from ..model.errors import Problem, refuse
from ..rules.check import check
from ..rules.rule import Finding
from ..state.registry import Environment, RegistryState, Resource
from .acknowledgement_rules import ACKNOWLEDGEMENT, ACKNOWLEDGEMENT_RULES
from .change import Change, ChangeKind

FILE: Final = ".governed-ecr.yaml"
_MEMBERS: Final = ("rule", "change", "resource", "reason", "expires")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One entry of ``.governed-ecr.yaml``.

    rule or change: a rule's id or a change's kind. resource: a logical id, a construct path or a repository's name,
    ``*`` for any characters. expires: the last day on which it holds. file: the one that it is an entry of.
    """

    resource: str
    reason: str
    expires: date
    rule: str | None = None
    change: str | None = None
    file: str = FILE

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


def acknowledgements_of(data: Any, *, rules: Iterable[str], file: str = FILE) -> tuple[Acknowledgement, ...]:
    """The entries of a file's data. Raises GovernedEcrError with every problem, placed by entry."""
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
            what = raw.get("rule"), raw.get("change")
            entries.append(Acknowledgement(raw["resource"], raw["reason"], _date(raw["expires"]), *what, file))
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
    judged = [
        _entry(entry, index, is_expired=entry.expires < today, is_used=id(entry) in used)
        for index, entry in enumerate(entries)
    ]
    about = check([RegistryState(Environment(), tuple(judged))], ACKNOWLEDGEMENT_RULES)
    return Sorted(left, (*remaining, *about), tuple(accepted))


def _entry(entry: Acknowledgement, index: int, *, is_expired: bool, is_used: bool) -> Resource:
    """An entry as what rules judge."""
    properties = {
        "Accepts": f"{entry.rule or entry.change} at {entry.resource}",
        "Expires": str(entry.expires),
        "IsExpired": is_expired,
        "IsUsed": is_used,
    }
    place = ("acknowledgements", index)
    return Resource(f"acknowledgements[{index}]", ACKNOWLEDGEMENT, properties, template=entry.file, at=place)


def _names(resource: Resource) -> Iterator[str]:
    yield resource.logical_id
    for name in (resource.construct_path, resource.get("RepositoryName")):
        if isinstance(name, str):
            yield name
