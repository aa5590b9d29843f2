"""Whoever may make repositories by replication may also replicate images into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.creation_templates import CREATION_TEMPLATE
from ...state.registry import RegistryState, Resource
from ..policies import policy_of
from ..rule import Found, Rule, Severity
from .granted import foreign_grantees, may_be_granted

_CREATE: Final = "ecr:CreateRepository"
_FILL: Final = ("ecr:ReplicateImage", "ecr:BatchImportUpstreamImage", "ecr:PutImage")
"""What a repository is made for: by replication, by a pull through a cache, by a push."""


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    attached = policy_of(resource, state)
    policy = attached.reading.policy if attached else None
    if attached is None or policy is None or policy.unresolved:
        return
    # Caches and creation on push make repositories too, and their policies may grant the rest.
    if any(state.of_type(CREATION_TEMPLATE, "AWS::ECR::PullThroughCacheRule")):
        return
    for statement, principal in foreign_grantees(policy, _CREATE, state.environment.account):
        if not may_be_granted(policy, principal, *_FILL):
            yield Found(f"'{principal}' is granted {_CREATE}, but not {_FILL[0]}.", attached.place(statement.index))


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
