"""Who gets in can be told from the template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...access.question import Proof
from ...state.registry import RegistryState, Resource
from ..grants import Grant
from ..late_bound import late_bound, made_here
from ..named_later import as_to_owner
from ..policies import WITH_POLICY, Place, grants_of, policy_of
from ..rule import Found, Rule, Severity
from .dead_grant import dead

_STATEMENT: Final = re.compile(r"Statement(\[[0-9]+\](\.Effect)?)?")
"""Where a statement as a whole could not be read; what is unknown inside one is judged with it."""


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    policy = policy_of(resource, state)
    if policy is None or policy.reading.problems:
        return  # AWS refuses it, which MalformedPolicy says.
    if state.assumption:
        return  # What defaults decide is trusted: whoever gives a parameter another value knows which.
    if policy.reading.unknown:
        yield Found(f"The policy is not known until deployment ({policy.value}).", policy.path)
    for place in policy.reading.policy.unresolved if policy.reading.policy else ():
        if _STATEMENT.fullmatch(place):
            yield Found(f"{place} of the policy is not known until deployment.", policy.path)
    for doubted in doubted_grants(resource, state):
        if not doubted.is_bound:
            yield Found(f"{doubted.grant.name}: whom it lets in {doubted.doubt}.", doubted.path)


class Doubted(NamedTuple):
    """A grant of which the template does not say whom it lets in. is_bound: whether it is one account or organization,
    whichever the deployment names."""

    grant: Grant
    path: Place
    doubt: str
    is_bound: bool


def doubted_grants(resource: Resource, state: RegistryState) -> Iterator[Doubted]:
    """The grants of a policy that AWS takes, in the world of the defaults."""
    policy = policy_of(resource, state)
    if policy is None or policy.reading.problems or state.assumption:
        return
    for grant, path in grants_of(resource, state):
        doubt = _doubt(grant)
        if doubt:
            yield Doubted(grant, path, doubt, is_bound=not _doubt(as_to_owner(grant)))


def _doubt(grant: Grant) -> str | None:
    """What is missing, unless another rule says who gets in, or that nobody does. Facts about the organization are not
    missed: for want of those nothing is said. What a resource of the templates is bounds a condition as well as an id
    that is written out."""
    if _is_known(grant):
        return None
    known = made_here(grant.policy)
    missing_of_everyone = [proof for proof in grant.unproven_of_everyone if not _is_bounded(proof, known)]
    missing = [*missing_of_everyone, *(proof for proof in grant.unproven if not _is_bounded(proof, known))]
    parts = late_bound(grant.policy)
    if missing and parts:
        return f"is not known until deployment ({', '.join(parts)})"
    of_aws = dict.fromkeys(proof.missing for proof in missing if any(fact.undocumented for fact in proof.settle))
    if of_aws:
        return f"is not proven ({', '.join(of_aws)})"
    if missing_of_everyone:
        return f"depends on {missing_of_everyone[0].missing}"
    return None


def _is_bounded(proof: Proof, known: frozenset[str]) -> bool:
    """Whether nothing is missing but what resources of the templates are."""
    return all(fact.what in known for fact in proof.settle)


def _is_known(grant: Grant) -> bool:
    """Whether another rule says who gets in, or that nobody does."""
    opened = grant.everyone or grant.outsiders or grant.services or grant.statement.not_principals
    return bool(opened or dead(grant))


ACCESS_NOT_PROVEN = Rule(
    id="AccessNotProven",
    severity=Severity.WARNING,
    applies_to=WITH_POLICY,
    summary="Whom the policy lets in depends on what no template shows.",
    why="With the wrong value, or tag, the policy is open to others, and nothing in the review would have shown it.",
    mend="Write the account or organization out, or give the parameter a default and allowed values. Bound a grant by "
    "who asks, and not by tags of the repository alone.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    check=_check,
)
