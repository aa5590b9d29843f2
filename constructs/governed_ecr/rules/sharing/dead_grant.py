"""What is granted can be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...access.prove import dead_grants
from ...state.policy import Policy, Statement, Text
from ...state.registry import RegistryState, Resource
from ..grants import Grant
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity

_ARNS: Final = ("aws:PrincipalArn", "aws:SourceArn")


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        for why in dead(grant):
            yield Found(f"{grant.name}: {why}", place)


def dead(grant: Grant) -> list[str]:
    """Why nobody can use a grant, or no IAM principal; empty where somebody can."""
    if not _can_fail(grant.statement):
        return []
    alone = Policy(grant.policy.statements[:1])
    proven = [found.why for found in dead_grants(alone, grant.kind, grant.trust)]
    return proven or list(_literal_arns(grant.statement))


def _literal_arns(statement: Statement) -> Iterator[str]:
    """Conditions that compare ARNs with wildcards as texts. The proof allows for such ARNs, but nothing that calls ECR
    has one."""
    for condition in statement.conditions:
        certain = condition.operator == "StringEquals" and not condition.if_exists and not condition.quantifier
        if certain and condition.key in _ARNS and all(_has_wildcard(value) for value in condition.values):
            yield f'StringEquals takes "{condition.values[0]}" literally, and no {condition.key} is so; use ArnLike.'


def _has_wildcard(text: Text) -> bool:
    return isinstance(text, str) and ("*" in text or "?" in text)


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
