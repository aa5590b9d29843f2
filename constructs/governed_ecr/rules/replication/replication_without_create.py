"""Replication can make the repositories that it copies into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..policies import policy_of
from ..rule import Found, Rule, Severity
from .granted import foreign_grantees, may_be_granted

_REPLICATE: Final = "ecr:ReplicateImage"
_CREATE: Final = "ecr:CreateRepository"


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    attached = policy_of(resource, state)
    policy = attached.reading.policy if attached else None
    # Whoever declares the repositories that receive copies need not let others make any.
    if attached is None or policy is None or policy.unresolved or any(state.of_type("AWS::ECR::Repository")):
        return
    for statement, principal in foreign_grantees(policy, _REPLICATE, state.environment.account):
        if not may_be_granted(policy, principal, _CREATE):
            yield Found(f"'{principal}' is granted {_REPLICATE}, but not {_CREATE}.", attached.place(statement.index))


REPLICATION_WITHOUT_CREATE = Rule(
    id="ReplicationWithoutCreate",
    severity=Severity.NOTE,
    applies_to=("AWS::ECR::RegistryPolicy",),
    summary="The registry policy lets another account replicate images, but not create the repositories for them.",
    why="Images of repositories that do not exist here yet are not copied.",
    mend="Grant ecr:CreateRepository as well, or declare every repository that receives copies.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html",
    check=_check,
)
