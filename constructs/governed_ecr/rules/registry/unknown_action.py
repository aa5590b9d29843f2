"""The actions of a policy are actions that ECR has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from ...access.actions import actions_of
from ...access.question import PolicyKind, Question
from ...model.actions import WITHOUT_REPOSITORY
from ...state.action_patterns import names
from ...state.registry import RegistryState, Resource
from ..grants import called
from ..policies import statements_of
from ..rule import Found, Rule, Severity

_KNOWN: Final = {
    action.lower(): action
    for action in (
        *WITHOUT_REPOSITORY,
        *(action for question in Question for action in actions_of(PolicyKind.REGISTRY, question)),
    )
}

_ALIKE: Final = 0.85
"""How alike two names are of which one is a slip of the other. What is like none may be newer than this list."""


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for statement, place in statements_of(resource, state):
        for written in (*(statement.actions or ()), *(statement.not_actions or ())):
            fault = _fault(written.lower()) if isinstance(written, str) else None
            if fault:
                yield Found(f"{called(statement)} names {written}{fault}", place)


def _fault(action: str) -> str | None:
    if action in _KNOWN or any(names(action, known) for known in _KNOWN):
        return None
    if not action.startswith("ecr:"):
        return ", which is no action of ECR."
    meant = get_close_matches(action, _KNOWN, n=1, cutoff=_ALIKE)
    return f", which ECR does not have. Did you mean {_KNOWN[meant[0]]}?" if meant else None


UNKNOWN_ACTION = Rule(
    id="UnknownAction",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate", "AWS::ECR::RegistryPolicy"),
    summary="A policy names an action that ECR does not have.",
    why="It allows nothing, and denies nothing: whoever was to pull does not, or a guardrail has a gap.",
    mend="Correct the name: ecr:BatchGetImage and ecr:GetDownloadUrlForLayer pull, ecr:ReplicateImage replicates.",
    source="docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
    check=_check,
)
