"""A repository policy grants what a repository policy can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...model.actions import WITHOUT_REPOSITORY
from ...state.policy import Effect
from ...state.registry import RegistryState, Resource
from ..grants import called
from ..policies import statements_of
from ..rule import Found, Rule, Severity

_WITHOUT: Final = {action.lower(): action for action in WITHOUT_REPOSITORY}


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for statement, place in statements_of(resource, state):
        for written in statement.actions or ():
            action = _WITHOUT.get(str(written).lower())
            if action and statement.effect is Effect.ALLOW:
                what = f"{called(statement)} grants {action}, which is of no repository."
                yield Found(what, place)


REPOSITORY_POLICY_ACTION = Rule(
    id="RepositoryPolicyAction",
    severity=Severity.NOTE,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate"),
    summary="A repository policy grants an action that no repository policy can grant.",
    why="The grant has no effect. ecr:GetAuthorizationToken, for one, comes from the caller's identity policy only.",
    mend="Remove the action, and grant it in the identity policies of those who need it.",
    source="docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
    check=_check,
)
