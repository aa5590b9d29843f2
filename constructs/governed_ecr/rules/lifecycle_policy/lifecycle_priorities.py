"""The rules of a lifecycle policy have an order."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import HOLDERS
from .subjects import About, found_about


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    return found_about(resource, About.PRIORITIES)


LIFECYCLE_PRIORITIES = Rule(
    id="LifecyclePriorities",
    severity=Severity.ERROR,
    applies_to=HOLDERS,
    summary="The rules of the lifecycle policy have no valid order.",
    why="ECR refuses the policy: the deployment fails.",
    mend="Give every rule a number of its own, and a rule for any image the highest of its storage class.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    check=_check,
)
