"""Resources and values as the sentences of a review call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..lifecycle.table import size
from ..state.registry import Resource
from ..state.unknown import Value
from .change import ImagesAtStake
from .pairing import IDENTITY

REPOSITORIES: Final = frozenset({"AWS::ECR::Repository", "AWS::ECR::PublicRepository"})

_NOUNS: Final[Mapping[str, str]] = {
    "AWS::ECR::PublicRepository": "public repository",
    "AWS::ECR::PullThroughCacheRule": "pull-through cache",
    "AWS::ECR::PullTimeUpdateExclusion": "pull time update exclusion",
    "AWS::ECR::RegistryPolicy": "the registry policy",
    "AWS::ECR::RegistryScanningConfiguration": "the registry's scanning configuration",
    "AWS::ECR::ReplicationConfiguration": "the replication configuration",
    "AWS::ECR::Repository": "repository",
    "AWS::ECR::RepositoryCreationTemplate": "creation template",
    "AWS::ECR::SigningConfiguration": "the signing configuration",
    "AWS::KMS::Key": "KMS key",
    "AWS::KMS::ReplicaKey": "KMS replica key",
}


def name_of(resource: Resource) -> str:
    """A resource as a sentence calls it: ``repository team/app``, ``the registry policy``."""
    noun = _NOUNS.get(resource.type, resource.type)
    identity = IDENTITY.get(resource.type, ("",))
    if not identity:
        return noun
    name = resource.get(identity[0])
    return f"{noun} {resource.logical_id if name is None else name}"


def shown(value: Value) -> str:
    """A value as a sentence shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return " with ".join(shown(part) for part in value.values())
    if isinstance(value, list):
        return several([shown(part) for part in value]) or "nothing"
    return str(value)


def several(texts: Sequence[str], most: int = 5) -> str:
    """``a, b, c``; of many the first, and how many more there are."""
    more = f" and {len(texts) - most:,} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def at_stake(images: ImagesAtStake, most: int = 8) -> str:
    """``450 images, 12.3 GB: v1.0, v1.1 and 448 more tags``."""
    count = f"{images.count:,} image{'' if images.count == 1 else 's'}"
    more = len(images.tags) - most
    tags = ", ".join(images.tags[:most]) + (f" and {more:,} more tags" if more > 0 else "")
    return f"{count}, {size(images.bytes)}" + (f": {tags}" if tags else "")
