"""One entry of ``aws ecr describe-images --output json``, read into an image.

docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from ..model.errors import Problem
from .image import Image

MANIFEST_CHARACTERS: Final = 4 * 1024 * 1024
"""The API's limit for imageManifest."""

_STATUSES: Final = frozenset({"ACTIVE", "ARCHIVED", "ACTIVATING"})


class Entry(NamedTuple):
    """An image, and the repository that its entry names, if it does."""

    registry: str | None
    repository: str | None
    image: Image


class Manifest(NamedTuple):
    """What an image's manifest says of other images."""

    members: tuple[str, ...]
    subject: str | None


@dataclass(frozen=True, slots=True)
class Faulty:
    """An entry that cannot be read."""

    raw: Mapping[str, Any]


def entry(raw: dict[str, Any]) -> Entry | Faulty | dict[str, Any]:
    """``raw`` as an entry if it is one: to be given to the JSON decoder, so that a million of them never exist at once.

    Times are ISO 8601 (without an offset: UTC) or seconds since 1970, as versions of the AWS CLI print them.
    """
    if "imageDigest" not in raw:
        return raw
    get = raw.get
    digest, registry, repository = raw["imageDigest"], get("registryId"), get("repositoryName")
    tags, size, status = get("imageTags"), get("imageSizeInBytes"), get("imageStatus")
    pull, archive, activation = get("lastRecordedPullTime"), get("lastArchivedAt"), get("lastActivatedAt")
    subject, manifest, media_type = get("subjectManifestDigest"), get("imageManifest"), get("imageManifestMediaType")
    # All checks in as few calls as can be: what fails here is looked at field by field in `faults`.
    if not (
        (registry is None or type(registry) is str)
        and (repository is None or type(repository) is str)
        and (subject is None or type(subject) is str)
        and (media_type is None or type(media_type) is str)
        and type(digest) is str
        and digest
        and (size is None or (type(size) is int and size >= 0))
        and (status is None or (type(status) is str and status in _STATUSES))
    ):
        return Faulty(raw)
    try:
        pushed_at = _moment(raw["imagePushedAt"])
        pulled_at = None if pull is None else _moment(pull)
        archived_at = None if archive is None else _moment(archive)
        activated_at = None if activation is None else _moment(activation)
        names = () if tags is None else _tags(tags)
        members: tuple[str, ...] = ()
        if manifest is not None:
            members, of = read_manifest(manifest)
            subject = subject or of
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return Faulty(raw)
    return Entry(
        registry,
        repository,
        Image(
            digest,
            pushed_at,
            names,
            size or 0,
            pulled_at,
            status or "ACTIVE",
            archived_at,
            activated_at,
            subject,
            members,
            media_type or "",
        ),
    )


def faults(raw: Mapping[str, Any]) -> list[Problem]:
    """Everything that keeps an entry from being read."""
    problems = []
    for name, (read, required, allowed) in _FIELDS.items():
        value = raw.get(name)
        if value is None:
            if required:
                problems.append(Problem(name, "Missing.", f"Allowed: {allowed}."))
            continue
        try:
            read(value)
        except (ValueError, TypeError, OverflowError, OSError):
            problems.append(Problem(name, f"{shown(value)}.", f"Allowed: {allowed}."))
    return problems


def shown(value: object) -> str:
    """A value for a message, not longer than a line."""
    text = repr(value) if not isinstance(value, list | dict) else f"{type(value).__name__} of {len(value)}"
    return text if len(text) <= 80 else f"{text[:77]}..."


def read_manifest(value: object) -> Manifest:
    """The relations in a manifest, as text (as BatchGetImage has it) or as its object; ValueError if it is none."""
    if isinstance(value, str):
        if len(value) > MANIFEST_CHARACTERS:
            raise ValueError
        try:
            value = json.loads(value)
        except RecursionError:
            raise ValueError from None
    if not isinstance(value, dict):
        raise ValueError
    listed = value.get("manifests", [])
    if not isinstance(listed, list):
        raise ValueError
    return Manifest(tuple(_digest(descriptor) for descriptor in listed), _subject(value.get("subject")))


def _digest(descriptor: object) -> str:
    if not isinstance(descriptor, dict):
        raise ValueError
    return _text(descriptor.get("digest"))


def _subject(descriptor: object) -> str | None:
    return None if descriptor is None else _digest(descriptor)


def _text(value: object) -> str:
    if type(value) is str and value:
        return value
    raise ValueError


def _moment(value: object) -> datetime:
    if type(value) is str:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is UTC:
            return moment
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if type(value) is float or type(value) is int:
        return datetime.fromtimestamp(value, UTC)
    raise ValueError


def _tags(value: object) -> tuple[str, ...]:
    if type(value) is not list or not all(value) or "\n" in "".join(value):
        raise ValueError
    return tuple(value)


def _size(value: object) -> int:
    if type(value) is int and value >= 0:
        return value
    raise ValueError


def _status(value: object) -> str:
    if type(value) is str and value in _STATUSES:
        return value
    raise ValueError


_TIME: Final = "an ISO 8601 time (2026-01-31T10:00:00+00:00) or seconds since 1970"
_FIELDS: Final[Mapping[str, tuple[Callable[[Any], object], bool, str]]] = {
    "registryId": (_text, False, "text"),
    "repositoryName": (_text, False, "text"),
    "imageDigest": (_text, True, "text"),
    "imagePushedAt": (_moment, True, _TIME),
    "imageTags": (_tags, False, "a list of tags"),
    "imageSizeInBytes": (_size, False, "a whole number of bytes"),
    "lastRecordedPullTime": (_moment, False, _TIME),
    "imageStatus": (_status, False, ", ".join(sorted(_STATUSES))),
    "lastArchivedAt": (_moment, False, _TIME),
    "lastActivatedAt": (_moment, False, _TIME),
    "subjectManifestDigest": (_text, False, "a digest"),
    "imageManifest": (read_manifest, False, "a manifest as text, as BatchGetImage has it"),
    "imageManifestMediaType": (_text, False, "text"),
}
