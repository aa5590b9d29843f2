"""One image of a repository, as far as lifecycle policies look at it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from ..model.lifecycle_rule import StorageClass

INDEX_TYPES: Final = frozenset(
    {"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"}
)
"""The media types of what lists other images."""

LARGEST: Final = 2**63 - 1
"""Bytes: imageSizeInBytes is a long."""

Name = Annotated[str, Meta(min_length=1)]
Tag = Annotated[str, Meta(pattern=r"\A[^\n]+\Z")]
Time = Annotated[datetime, Meta(tz=True)]
Status = Literal["ACTIVE", "ARCHIVED", "ACTIVATING"]

_API_NAMES: Final = {
    "digest": "imageDigest",
    "pushed_at": "imagePushedAt",
    "tags": "imageTags",
    "size": "imageSizeInBytes",
    "pulled_at": "lastRecordedPullTime",
    "status": "imageStatus",
    "archived_at": "lastArchivedAt",
    "activated_at": "lastActivatedAt",
    "subject": "subjectManifestDigest",
    "members": "imageManifest.manifests",
    "media_type": "imageManifestMediaType",
}


class Image(Struct, frozen=True, gc=False, rename=_API_NAMES):
    """What DescribeImages says of an image. Times are aware, and fastest to compare when all are in UTC.

    A struct that the garbage collector does not look at, because a registry can have a million of them.

    docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
    """

    digest: Name
    pushed_at: Time
    tags: tuple[Tag, ...] = ()
    """Empty: untagged."""
    size: Annotated[int, Meta(ge=0, le=LARGEST)] = 0
    """Bytes, compressed; layers that images share count for each of them."""
    pulled_at: Time | None = None
    """lastRecordedPullTime; None: never pulled."""
    status: Status = "ACTIVE"
    """ACTIVATING: being restored."""
    archived_at: Time | None = None
    """lastArchivedAt, also of images that were restored since."""
    activated_at: Time | None = None
    """lastActivatedAt: when it was last restored from the archive."""
    subject: str | None = None
    """Digest of the image that this one (a signature, an SBOM) refers to."""
    members: tuple[str, ...] = ()
    """Digests of the images that this one lists, if it is an index (a manifest list) and its manifest is known."""
    media_type: str = ""

    @property
    def storage_class(self) -> StorageClass:
        """The class whose rules select the image; one that is being restored will be in standard within minutes."""
        return StorageClass.ARCHIVE if self.status == "ARCHIVED" else StorageClass.STANDARD
