"""The repositories that a cache makes get their settings from a creation template."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.creation_templates import covering_templates
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    prefix = resource.get("EcrRepositoryPrefix")
    if prefix is not None and covering_templates(state, prefix) == []:
        yield Found(f"No creation template covers the prefix '{prefix}'.", ("Properties", "EcrRepositoryPrefix"))


CACHE_WITHOUT_TEMPLATE = Rule(
    id="CacheWithoutTemplate",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="No repository creation template covers the prefix of a pull-through cache.",
    why="The repositories that it makes have no lifecycle policy, no policy, no tags and no KMS key, and only grow.",
    mend="Add an AWS::ECR::RepositoryCreationTemplate of the same prefix (or ROOT) for PULL_THROUGH_CACHE, with a "
    "lifecycle policy.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html",
    check=_check,
)
