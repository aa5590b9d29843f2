"""The statements of a registry policy are about its own repositories."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..policies import statements_of
from ..policy_resources import never_matches
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for statement, place in statements_of(resource, state):
        if what := never_matches(statement, state.environment):
            yield Found(what, place)


REGISTRY_POLICY_RESOURCE = Rule(
    id="RegistryPolicyResource",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::RegistryPolicy",),
    summary="A statement of the registry policy names no repository of its registry.",
    why="It never applies: the replication or the caching that it allows fails, and what it denies is not denied.",
    mend="Write arn:aws:ecr:REGION:ACCOUNT:repository/... with the registry's own Region and account: replication "
    "needs the policy in the destination, about the destination's repositories.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html",
    check=_check,
)
