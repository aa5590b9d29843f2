"""The entries of ``aws ecr describe-images --output json``.

docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Raw, convert
from msgspec.json import Decoder
from msgspec.structs import fields, replace

from ..model.errors import GovernedEcrError, Problem
from ..model.shown import shown
from .image import Image
from .manifest import described, read_manifest


class ImageDetail(
    Image,
    frozen=True,
    gc=False,
    kw_only=True,
    rename={"registry": "registryId", "repository": "repositoryName", "manifest": "imageManifest"},
):
    """An image, the repository that its entry names, and the manifest if that is given too."""

    registry: str | None = None
    repository: str | None = None
    manifest: str | dict[str, Any] | None = None


_TIME: Final = "an ISO 8601 time (2026-01-31T10:00:00+00:00) or seconds since 1970"
_ALLOWED: Final = {
    "registryId": "text",
    "repositoryName": "text",
    "imageDigest": "text",
    "imagePushedAt": _TIME,
    "imageTags": "a list of texts, none of them empty",
    "imageSizeInBytes": "a whole number of bytes",
    "lastRecordedPullTime": _TIME,
    "imageStatus": "ACTIVE, ARCHIVED, ACTIVATING",
    "lastArchivedAt": _TIME,
    "lastActivatedAt": _TIME,
    "subjectManifestDigest": "a digest",
    "imageManifest": "a manifest as text, as BatchGetImage has it",
    "imageManifestMediaType": "text",
}
"""By the API's names, as ``FIELDS``."""
FIELDS: Final = {field.encode_name: field for field in fields(ImageDetail) if field.encode_name in _ALLOWED}
_DETAILS: Final = Decoder(list[ImageDetail])


def read_details(entries: Raw) -> list[ImageDetail] | None:
    """The entries of a list, as fast as a million of them have to be; None if ``read_detail`` must look at each."""
    try:
        return [detail if _is_plain(detail) else _plain(detail) for detail in _DETAILS.decode(entries)]
    except (ValueError, OverflowError):
        return None


def read_detail(entry: Mapping[str, Any]) -> ImageDetail:
    """One entry; GovernedEcrError with everything that is wrong in it.

    Null is as good as nothing. Times without an offset are in UTC; versions of the AWS CLI print seconds since 1970.
    """
    given: dict[str, Any] = {}
    problems = []
    for name, field in FIELDS.items():
        value = entry.get(name)
        if value is None:
            if field.required:
                problems.append(Problem(name, "Missing.", f"Allowed: {_ALLOWED[name]}."))
            continue
        try:
            given[field.name] = _moment(value) if _ALLOWED[name] is _TIME else convert(value, field.type)
            if name == "imageManifest":
                read_manifest(value)
        except (ValueError, OverflowError, OSError):
            problems.append(Problem(name, f"{shown(value)}.", f"Allowed: {_ALLOWED[name]}."))
    if problems:
        raise GovernedEcrError(problems)
    return _plain(ImageDetail(**given))


def _is_plain(detail: ImageDetail) -> bool:
    """Whether nothing is to be done: all times are in UTC already, and no manifest is to be read."""
    return (
        detail.pushed_at.tzinfo is UTC
        and (detail.pulled_at is None or detail.pulled_at.tzinfo is UTC)
        and (detail.archived_at is None or detail.archived_at.tzinfo is UTC)
        and (detail.activated_at is None or detail.activated_at.tzinfo is UTC)
        and detail.manifest is None
    )


def _plain(detail: ImageDetail) -> ImageDetail:
    found = replace(
        detail,
        pushed_at=detail.pushed_at.astimezone(UTC),
        pulled_at=detail.pulled_at and detail.pulled_at.astimezone(UTC),
        archived_at=detail.archived_at and detail.archived_at.astimezone(UTC),
        activated_at=detail.activated_at and detail.activated_at.astimezone(UTC),
        manifest=None,
    )
    return found if detail.manifest is None else described(found, read_manifest(detail.manifest))


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    raise ValueError
