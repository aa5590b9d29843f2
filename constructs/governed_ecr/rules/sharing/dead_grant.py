"""What is granted can be used."""

from __future__ import annotations

from collections.abc import Iterator

from ...access.prove import dead_grants
from ...state.policy import Policy, Statement
from ...state.registry import RegistryState, Resource
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        if _can_fail(grant.statement):
            alone = Policy(grant.policy.statements[:1])
            for dead in dead_grants(alone, grant.kind, grant.trust):
                yield Found(f"{grant.name}: {dead.why}", place)


def _can_fail(statement: Statement) -> bool:
    """Whether there is something in it that no request may ever meet."""
    principals = statement.principals
    return bool(statement.conditions or (principals and (principals.federated or principals.canonical)))


DEAD_GRANT = Rule(
    id="DeadGrant",
    severity=Severity.WARNING,
    applies_to=WITH_POLICY,
    summary="A statement allows something that nobody can ever do.",
    why="Whoever was to get access does not, and the next quick mend is often a grant without any condition.",
    mend="Correct the condition: StringEquals takes * literally, keys of several values need ForAnyValue, and "
    "aws:Source keys are those of services, not of IAM principals.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    check=_check,
)
