"""The creation template of a cache's prefix is for caches."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.creation_templates import applies_to, covering_templates
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    prefix = resource.get("EcrRepositoryPrefix")
    templates = covering_templates(state, prefix) if prefix is not None else None
    # Whether ECR falls back to a template of a shorter prefix is not documented, so one that would do is enough.
    if templates and all(applies_to(template, "PULL_THROUGH_CACHE") is False for template in templates):
        what = (
            f"The creation template {templates[0].logical_id} of the prefix '{prefix}' is not for PULL_THROUGH_CACHE."
        )
        yield Found(what, ("Properties", "EcrRepositoryPrefix"))


TEMPLATE_NOT_FOR_CACHES = Rule(
    id="TemplateNotForCaches",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="The creation template of a pull-through cache's prefix is not applied to pull-through caches.",
    why="ECR makes the cached repositories with its defaults: no lifecycle policy, no policy, no tags and no KMS key.",
    mend="Add PULL_THROUGH_CACHE to the AppliedFor of the creation template.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html",
    check=_check,
)
