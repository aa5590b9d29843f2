"""The rules of a lifecycle policy count and act as ECR can."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import HOLDERS
from .subjects import About, found_about


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    return found_about(resource, About.COUNTS)


LIFECYCLE_COUNTS = Rule(
    id="LifecycleCounts",
    severity=Severity.ERROR,
    applies_to=HOLDERS,
    summary="A lifecycle rule counts or acts in a way that ECR does not take.",
    why="ECR refuses the policy: the deployment fails.",
    mend="Give a countType and a countNumber of 1 or more, with countUnit 'days' for every countType but "
    "imageCountMoreThan; expire, or transition to the storage class archive. What nobody pulls can be archived only, "
    "and archived images stay 90 days at least.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    check=_check,
)
