"""A tag cannot be moved to another image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ...model.mutability import TagMutability
from ...model.wildcards import covers
from ...state.registry import RegistryState, Resource
from ...state.unknown import Value
from ..cached_copies import may_hold_copies_only
from ..rule import Found, Rule, Severity
from .exclusions import excluded

_MODE: Final = "ImageTagMutability"


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    mode = resource.get(_MODE)
    if may_hold_copies_only(resource, state):
        return
    if mode is None:
        yield Found("ImageTagMutability is not set, so it is MUTABLE.", ("Properties",))
    elif mode == TagMutability.MUTABLE:
        yield Found("ImageTagMutability is MUTABLE.", ("Properties", _MODE))
    elif mode == TagMutability.MUTABLE_WITH_EXCLUSION:
        immutable = excluded(resource)
        if immutable is not None and not _are_covered(state.context.release_patterns, immutable):
            what = ", ".join(map(str, immutable)) or "no tag"
            yield Found(
                f"ImageTagMutability is MUTABLE_WITH_EXCLUSION: only {what} cannot move.", ("Properties", _MODE)
            )


def _are_covered(releases: Sequence[str] | None, immutable: Sequence[Value]) -> bool:
    """Whether every release tag is immutable, or may be so where a pattern is not known."""
    if not all(isinstance(pattern, str) for pattern in immutable):
        return True
    return bool(releases) and all(any(covers(pattern, release) for pattern in immutable) for release in releases or ())


TAG_IMMUTABILITY = Rule(
    id="TagImmutability",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate"),
    summary="An existing tag can be moved to another image.",
    why="A moved tag changes what runs without changing what was reviewed.",
    mend="Set ImageTagMutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION with narrow filters for what must move. "
    "MUTABLE_WITH_EXCLUSION will do if its filters cover all release tags.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    check=_check,
)
