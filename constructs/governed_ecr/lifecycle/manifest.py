"""What an image's manifest says of other images.

github.com/opencontainers/image-spec/blob/main/image-index.md
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from .image import Image

CHARACTERS: Final = 4 * 1024 * 1024
"""The API's limit for imageManifest."""

AnImage = TypeVar("AnImage", bound=Image)


class Manifest(NamedTuple):
    """The digests of an index's members, and of the image that a referrer refers to."""

    members: tuple[str, ...]
    subject: str | None


def read_manifest(value: str | dict[str, Any]) -> Manifest:
    """The relations in a manifest, as text (as BatchGetImage has it) or as its object; ValueError if it is none."""
    manifest = _object(value)
    listed = manifest.get("manifests", [])
    if not isinstance(listed, list):
        raise ValueError
    subject = manifest.get("subject")
    return Manifest(tuple(map(_digest, listed)), None if subject is None else _digest(subject))


def described(image: AnImage, manifest: Manifest) -> AnImage:
    """The image with what its manifest says."""
    return replace(image, members=image.members or manifest.members, subject=image.subject or manifest.subject)


def _object(value: object) -> dict[str, Any]:
    if isinstance(value, str) and len(value) <= CHARACTERS:
        try:
            value = json.loads(value)
        except RecursionError:
            raise ValueError from None
    if not isinstance(value, dict):
        raise ValueError
    return value


def _digest(descriptor: object) -> str:
    digest = descriptor.get("digest") if isinstance(descriptor, dict) else None
    if not isinstance(digest, str) or not digest:
        raise ValueError
    return digest
