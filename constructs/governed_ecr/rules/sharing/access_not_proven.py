"""What only a deployment knows does not decide who gets in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...state.registry import RegistryState, Resource
from ..grants import Grant, late_bound
from ..policies import WITH_POLICY, grants_of, policy_of
from ..rule import Found, Rule, Severity

_STATEMENT: Final = re.compile(r"Statement(\[[0-9]+\](\.Effect)?)?")
"""Where a statement as a whole could not be read; what is unknown inside one is judged with it."""


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    policy = policy_of(resource, state)
    if policy is None:
        return
    if policy.reading.unknown:
        yield Found(f"The policy is not known until deployment ({policy.value}).", policy.path)
    for place in policy.reading.policy.unresolved if policy.reading.policy else ():
        if _STATEMENT.fullmatch(place):
            yield Found(f"{place} of the policy is not known until deployment.", policy.path)
    for grant, path in grants_of(resource, state):
        parts = late_bound(grant.policy)
        if parts and grant.unproven and not _is_known_to_be_open(grant):
            yield Found(f"{grant.name}: whom it lets in is not known until deployment ({', '.join(parts)}).", path)


def _is_known_to_be_open(grant: Grant) -> bool:
    return bool(grant.everyone or grant.outsiders or grant.services or grant.statement.not_principals)


ACCESS_NOT_PROVEN = Rule(
    id="AccessNotProven",
    severity=Severity.WARNING,
    applies_to=WITH_POLICY,
    summary="Whom the policy lets in depends on values that only a deployment knows.",
    why="With the wrong value the policy is open to others, and nothing that was reviewed would have shown it.",
    mend="Write the account or organization out, or give the parameter a default and allowed values.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    check=_check,
)
