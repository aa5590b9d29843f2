"""One image of a repository, as far as lifecycle policies look at it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from ..model.lifecycle_rule import StorageClass

INDEX_TYPES: Final = frozenset(
    {"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"}
)
"""The media types of what lists other images."""


class Image(NamedTuple):
    """What DescribeImages says of an image. Times are aware, and fastest to compare when all are in UTC.

    A tuple rather than a dataclass, because a registry can have a million of them.

    docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html
    """

    digest: str
    pushed_at: datetime
    tags: tuple[str, ...] = ()
    """Empty: untagged."""
    size: int = 0
    """Bytes, compressed; layers that images share count for each of them."""
    pulled_at: datetime | None = None
    """lastRecordedPullTime; None: never pulled."""
    status: str = "ACTIVE"
    """ACTIVE, ARCHIVED or ACTIVATING (being restored)."""
    archived_at: datetime | None = None
    """lastArchivedAt, also of images that were restored since."""
    activated_at: datetime | None = None
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
