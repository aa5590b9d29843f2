"""What other accounts may do though it counts as pushing or administering: it harms nothing, and features need it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..access.question import PolicyKind, Question
from ..state.policy import Condition, Effect, Principals, Statement


def _without(*actions: str, conditions: tuple[Condition, ...] = ()) -> Statement:
    """A Deny statement: with it in a policy, a question is about other actions than these."""
    return Statement(
        index=-1,
        effect=Effect.DENY,
        principals=Principals(everyone=True),
        not_principals=None,
        actions=actions,
        not_actions=None,
        resources=None,
        not_resources=None,
        conditions=conditions,
    )


_SCANS: Final = ("ecr:StartImageScan", "ecr:StartLifecyclePolicyPreview")

_TOLERATED: Final[Mapping[tuple[PolicyKind, Question], Statement]] = {
    # What caches of an ECR upstream need:
    # docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
    **dict.fromkeys(
        ((PolicyKind.REPOSITORY, Question.PUSH), (PolicyKind.REGISTRY, Question.PUSH)),
        _without("ecr:BatchImportUpstreamImage", "ecr:CreateRepository"),
    ),
    (PolicyKind.REPOSITORY, Question.ADMINISTER): _without(*_SCANS),
    # Replication into repositories that a template tags:
    # docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
    (PolicyKind.REGISTRY, Question.ADMINISTER): _without(*_SCANS, "ecr:TagResource"),
    # AWS services that use the key for a resource of that account:
    # docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    (PolicyKind.KEY, Question.ADMINISTER): _without(
        *("kms:CreateGrant", "kms:RetireGrant", "kms:RevokeGrant"),
        conditions=(Condition("Bool", "kms:GrantIsForAWSResource", ("true",)),),
    ),
}


def tolerated(kind: PolicyKind, question: Question) -> tuple[Statement, ...]:
    """The Deny statements that take what is tolerated out of a question."""
    found = _TOLERATED.get((kind, question))
    return (found,) if found else ()
