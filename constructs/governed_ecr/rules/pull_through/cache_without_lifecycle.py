"""Cached images expire."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.creation_templates import CREATION_TEMPLATE, applies_to
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    if applies_to(resource, "PULL_THROUGH_CACHE") and not resource.get("LifecyclePolicy"):
        what = f"The creation template of '{resource.get('Prefix')}' for pull-through caches has no LifecyclePolicy."
        yield Found(what, ("Properties",))


CACHE_WITHOUT_LIFECYCLE = Rule(
    id="CacheWithoutLifecycle",
    severity=Severity.WARNING,
    applies_to=(CREATION_TEMPLATE,),
    summary="A creation template for pull-through caches has no lifecycle policy.",
    why="A cache keeps every version of every image that anyone ever pulled, and they can all be pulled again at need.",
    mend="Give the template a LifecyclePolicy that expires untagged and old images.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html",
    check=_check,
)
