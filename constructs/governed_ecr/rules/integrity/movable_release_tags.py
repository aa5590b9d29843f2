"""What is excluded from immutability are no release tags."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.mutability import TagMutability
from ...model.wildcards import is_any, overlaps
from ...state.registry import RegistryState, Resource
from ..cached_copies import may_hold_copies_only
from ..rule import Found, Rule, Severity
from .exclusions import FILTERS, excluded


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    mode = resource.get("ImageTagMutability")
    if mode != TagMutability.IMMUTABLE_WITH_EXCLUSION or may_hold_copies_only(resource, state):
        return
    for index, pattern in enumerate(excluded(resource) or ()):
        if not isinstance(pattern, str):
            continue
        path = ("Properties", FILTERS, index)
        if is_any(pattern):
            yield Found(f"The exclusion filter {pattern!r} makes every tag mutable.", path)
            continue
        releases = [release for release in state.context.release_patterns or () if overlaps(pattern, release)]
        if releases:
            tags = " and ".join(map(repr, releases))
            yield Found(f"The exclusion filter {pattern!r} matches release tags of {tags}, which can be moved.", path)


MOVABLE_RELEASE_TAGS = Rule(
    id="MovableReleaseTags",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate"),
    summary="Release tags are excluded from immutability.",
    why="A release can be replaced by another image under the same tag, although the repository counts as immutable.",
    mend="Narrow the filter to tags that are no releases (buildcache-*), so that no release tag can match it.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    check=_check,
)
