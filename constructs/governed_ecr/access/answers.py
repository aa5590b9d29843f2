"""All questions about one policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..model import actions
from ..state.action_patterns import names
from ..state.policy import Policy
from ..state.unknown import Unknown
from .actions import actions_of
from .prove import prove
from .question import PolicyKind, Proof, Question, Trust, Who

_OF_REGISTRY: Final = {
    action.lower() for action in (*actions.REPLICATE, *actions.READ_REGISTRY, *actions.ADMINISTER_REGISTRY)
}


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
    """What a policy is attached to, by its actions and resources. A registry's names repositories, or has actions that
    only a registry knows; a repository's has no resources, or ``*``."""
    named = {action.lower() for action in _actions(policy)}
    services = {action.partition(":")[0] for action in named}
    if services == {"kms"}:
        return PolicyKind.KEY
    if services == {"ecr-public"}:
        return PolicyKind.PUBLIC_REPOSITORY
    resources = [
        str(text) for each in policy.statements for text in (*(each.resources or ()), *(each.not_resources or ()))
    ]
    of_registry = bool(resources) and any(map(_only_registry, named))
    return PolicyKind.REGISTRY if of_registry or any(text != "*" for text in resources) else PolicyKind.REPOSITORY


def _only_registry(pattern: str) -> bool:
    """Whether it stands for actions of which only a registry knows: ``ecr:putregistry*``, and not ``ecr:*``."""
    return any(names(pattern, each) for each in _OF_REGISTRY) and not any(
        names(pattern, action)
        for question in Question
        for action in actions_of(PolicyKind.REPOSITORY, question)
        if action.lower() not in _OF_REGISTRY
    )


def _actions(policy: Policy) -> Iterator[str]:
    for statement in policy.statements:
        for action in (*(statement.actions or ()), *(statement.not_actions or ())):
            yield str(action) if isinstance(action, Unknown) else action
