"""Findings that the head has and the base had not: what was known is counted, not said again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from ..rules.rule import Finding
from ..state.registry import Resource
from .pairing import Address

Key = tuple[str, Address]


def new_findings(
    base: Sequence[Finding], head: Sequence[Finding], before: Callable[[Resource], Address]
) -> tuple[list[Finding], int]:
    """The head's findings that are new, and how many are not.

    before: the address that a resource of either side has, or had, in the base. A rule that the base broke at a
    resource three times may be broken there three times; of more, those that say something new are new.
    """
    budget = Counter(_key(finding, before) for finding in base)
    said = {(_key(finding, before), finding.found.message) for finding in base}
    fresh: set[int] = set()
    for finding in sorted(head, key=lambda each: (_key(each, before), each.found.message) not in said):
        key = _key(finding, before)
        if budget[key]:
            budget[key] -= 1
        else:
            fresh.add(id(finding))
    new = [finding for finding in head if id(finding) in fresh]
    return new, len(head) - len(new)


def _key(finding: Finding, before: Callable[[Resource], Address]) -> Key:
    return finding.rule.id, before(finding.resource)
