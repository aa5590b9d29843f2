"""The statements of a repository policy are about its own repository."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..policies import statements_of
from ..policy_resources import never_matches
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for statement, place in statements_of(resource, state):
        if what := never_matches(statement, state.environment, resource.get("RepositoryName")):
            yield Found(what, place)


REPOSITORY_POLICY_RESOURCE = Rule(
    id="RepositoryPolicyResource",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository",),
    summary="A statement of the repository policy names another resource than its repository.",
    why="It never applies: what it grants is refused, and what it denies is not denied.",
    mend="Leave Resource out, or write '*': a repository policy is about its repository only.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    check=_check,
)
