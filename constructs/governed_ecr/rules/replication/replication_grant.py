"""Whoever may make repositories by replication may also replicate images into them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

from ...state.creation_templates import CREATION_TEMPLATE
from ...state.policy import Effect, Policy, Statement, Text
from ...state.registry import RegistryState, Resource
from ..policies import policy_of
from ..rule import Found, Rule, Severity

_CREATE: Final = "ecr:CreateRepository"
_FILL: Final = ("ecr:ReplicateImage", "ecr:BatchImportUpstreamImage", "ecr:PutImage")
"""What a repository is made for: by replication, by a pull through a cache, by a push."""


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    policy = policy_of(resource, state)
    if policy is None or policy.reading.policy is None or policy.reading.policy.unresolved:
        return
    # Caches and creation on push make repositories too, and their policies may grant the rest.
    if any(state.of_type(CREATION_TEMPLATE, "AWS::ECR::PullThroughCacheRule")):
        return
    for statement in policy.reading.policy.statements:
        if statement.effect is Effect.ALLOW and _allows(statement, _CREATE):
            for principal in _foreign(statement, state.environment.account):
                if not _may_fill(policy.reading.policy, principal):
                    yield Found(
                        f"'{principal}' is granted {_CREATE}, but not {_FILL[0]}.", policy.place(statement.index)
                    )


def _foreign(statement: Statement, own: str | None) -> list[Text]:
    principals = statement.principals
    if principals is None:
        return []
    return ["*"] if principals.everyone else [principal for principal in principals.aws if principal != own]


def _may_fill(policy: Policy, principal: Text) -> bool:
    return any(
        statement.effect is Effect.ALLOW
        and (statement.principals is None or statement.principals.everyone or principal in statement.principals.aws)
        and any(_allows(statement, action) for action in _FILL)
        for statement in policy.statements
    )


def _allows(statement: Statement, action: str) -> bool:
    """Whether it does, or may: what is not known counts."""
    if statement.actions is not None:
        return any(_matches(pattern, action) for pattern in statement.actions)
    return not any(_matches(pattern, action) for pattern in statement.not_actions or ())


def _matches(pattern: Text, action: str) -> bool:
    return not isinstance(pattern, str) or fnmatchcase(action.lower(), pattern.lower())


REPLICATION_GRANT = Rule(
    id="ReplicationGrant",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::RegistryPolicy",),
    summary="The registry policy lets another account create repositories, but not replicate images into them.",
    why="Replication from that account fails, and only the source's CloudTrail says so.",
    mend="Grant ecr:ReplicateImage beside ecr:CreateRepository.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html",
    check=_check,
)
