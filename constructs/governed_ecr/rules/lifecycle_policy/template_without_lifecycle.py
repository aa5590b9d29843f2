"""Repositories that ECR creates expire what nobody needs, too. For caches, CacheWithoutLifecycle says it."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.creation_templates import CREATION_TEMPLATE, applies_to
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(template: Resource, _: RegistryState) -> Iterable[Found]:
    if not template.get("LifecyclePolicy") and applies_to(template, "PULL_THROUGH_CACHE") is False:
        what = f"The creation template of '{template.get('Prefix')}' has no LifecyclePolicy."
        yield Found(what, ("Properties",))


TEMPLATE_WITHOUT_LIFECYCLE = Rule(
    id="TemplateWithoutLifecycle",
    severity=Severity.NOTE,
    applies_to=(CREATION_TEMPLATE,),
    summary="Repositories that ECR creates from the template get no lifecycle policy.",
    why="A template acts once, when a repository is created: what piles up afterwards has to be mended in each.",
    mend="Give the template a LifecyclePolicy: untagged images expire after some days, and releases stay.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html",
    check=_check,
)
