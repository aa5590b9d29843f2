"""The rules of a lifecycle policy select images as ECR can."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import HOLDERS
from .subjects import About, found_about


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    return found_about(resource, About.TAGS)


LIFECYCLE_TAGS = Rule(
    id="LifecycleTags",
    severity=Severity.ERROR,
    applies_to=HOLDERS,
    summary="A lifecycle rule selects images in a way that ECR does not take.",
    why="ECR refuses the policy: the deployment fails.",
    mend="With tagStatus 'tagged' give exactly one of tagPatternList (four '*' at most in each) and tagPrefixList; "
    "with 'untagged' and 'any' give none.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    check=_check,
)
