"""The tags of cached images can follow the upstream."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.creation_templates import CREATION_TEMPLATE, applies_to
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    if applies_to(resource, "PULL_THROUGH_CACHE") and resource.get("ImageTagMutability") == "IMMUTABLE":
        what = f"The creation template of '{resource.get('Prefix')}' makes the tags of cached images IMMUTABLE."
        yield Found(what, ("Properties", "ImageTagMutability"))


CACHED_TAGS_IMMUTABLE = Rule(
    id="CachedTagsImmutable",
    severity=Severity.NOTE,
    applies_to=(CREATION_TEMPLATE,),
    summary="A creation template makes the tags of cached images immutable.",
    why="ECR cannot refresh a tag that the upstream has moved: whoever pulls it keeps getting the first image.",
    mend="Set MUTABLE for caches where tags must follow the upstream; keep IMMUTABLE where the first image is wanted.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    check=_check,
)
