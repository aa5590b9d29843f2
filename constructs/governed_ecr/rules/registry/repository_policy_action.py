"""A repository policy grants what a repository policy can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...model.actions import WITHOUT_REPOSITORY
from ...state.policy import Effect
from ...state.policy_document import read_policy
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_POLICIES: Final = {
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::ECR::RepositoryCreationTemplate": "RepositoryPolicy",
}
_WITHOUT: Final = {action.lower(): action for action in WITHOUT_REPOSITORY}


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    member = _POLICIES[resource.type]
    policy = read_policy(resource.get(member)).policy
    for statement in policy.statements if policy else ():
        for written in statement.actions or ():
            action = _WITHOUT.get(str(written).lower())
            if action and statement.effect is Effect.ALLOW:
                what = f"Statement {statement.sid or statement.index} grants {action}, which is of no repository."
                yield Found(what, ("Properties", member))


REPOSITORY_POLICY_ACTION = Rule(
    id="RepositoryPolicyAction",
    severity=Severity.NOTE,
    applies_to=tuple(_POLICIES),
    summary="A repository policy grants an action that no repository policy can grant.",
    why="The grant has no effect. ecr:GetAuthorizationToken, for one, comes from the caller's identity policy only.",
    mend="Remove the action, and grant it in the identity policies of those who need it.",
    source="docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
    check=_check,
)
