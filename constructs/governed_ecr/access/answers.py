"""All questions about one policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..state.policy import Policy
from ..state.unknown import Unknown
from .prove import prove
from .question import PolicyKind, Proof, Question, Trust, Who


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its proof."""

    question: Question
    who: Who
    proof: Proof


def answers(policy: Policy, kind: PolicyKind, trust: Trust) -> tuple[Answer, ...]:
    """Whether anyone outside, anyone at all, or a service for a stranger can pull, push and administer."""
    return tuple(
        Answer(question, who, prove(policy, kind, question, who, trust))
        for question in Question
        for who in (Who.OUTSIDER, Who.ANONYMOUS, Who.SERVICE)
    )


def kind_of(policy: Policy) -> PolicyKind:
    """What a policy is attached to, by its actions; and a registry's has resources, which a repository's never has."""
    services = {action.partition(":")[0].lower() for action in _actions(policy)}
    if services == {"kms"}:
        return PolicyKind.KEY
    if services == {"ecr-public"}:
        return PolicyKind.PUBLIC_REPOSITORY
    has_resources = any(each.resources is not None or each.not_resources is not None for each in policy.statements)
    return PolicyKind.REGISTRY if has_resources else PolicyKind.REPOSITORY


def _actions(policy: Policy) -> Iterator[str]:
    for statement in policy.statements:
        for action in (*(statement.actions or ()), *(statement.not_actions or ())):
            yield str(action) if isinstance(action, Unknown) else action
