"""A lifecycle policy is JSON text that holds a list of rules."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import HOLDERS
from .subjects import About, found_about


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    return found_about(resource, About.TEXT)


LIFECYCLE_POLICY_TEXT = Rule(
    id="LifecyclePolicyText",
    severity=Severity.ERROR,
    applies_to=HOLDERS,
    summary="The lifecycle policy is not the JSON text that ECR takes.",
    why="The deployment fails, or goes on without the policy.",
    mend="Write the object of 'rules' as JSON text of 100-30,720 characters with 1-50 rules; "
    "Fn::ToJsonString makes one.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html",
    check=_check,
)
