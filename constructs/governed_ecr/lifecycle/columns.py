"""The images of one repository by column, which is how a million of them are judged in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ..model.lifecycle_rule import CountType, StorageClass
from .image import Image
from .selection import tag_text


@dataclass(frozen=True, slots=True)
class Columns:
    """Every column has one entry for each image, in the order of the images."""

    texts: Sequence[str]
    """The tags, as ``selection`` searches them."""
    pushed: Sequence[datetime]
    pulled: Sequence[datetime | None]
    archived: Sequence[datetime | None]
    restored: dict[int, datetime]
    """When images came back from the archive, by their place: few or none."""
    youth: Sequence[datetime]
    """What counts order images by: the push, or the restore."""
    places: dict[StorageClass, Sequence[int]]
    """The places of each storage class, the youngest first.

    Of a tagged and an untagged image of one time the untagged one is the younger, as in the user guide's example of
    rules for all images (B); AWS says nothing of other images of one time.
    """

    @classmethod
    def of(cls, images: Sequence[Image], at: datetime) -> Self:
        if not images:
            return cls((), (), (), (), {}, (), {})
        pushed = [image.pushed_at for image in images]
        statuses = [image.status for image in images]
        texts = [tag_text(image.tags) for image in images]
        restored = {place: image.activated_at for place, image in enumerate(images) if image.activated_at}
        restored |= {place: at for place, status in enumerate(statuses) if status == "ACTIVATING"}
        youth = [restored.get(place, time) for place, time in enumerate(pushed)] if restored else pushed
        ordered = [place for place, text in enumerate(texts) if not text]
        ordered += [place for place, text in enumerate(texts) if text]
        ordered.sort(key=youth.__getitem__, reverse=True)
        places: dict[StorageClass, Sequence[int]] = {StorageClass.STANDARD: ordered}
        if "ARCHIVED" in statuses:
            places = {
                StorageClass.STANDARD: [place for place in ordered if statuses[place] != "ARCHIVED"],
                StorageClass.ARCHIVE: [place for place in ordered if statuses[place] == "ARCHIVED"],
            }
        return cls(
            texts,
            pushed,
            [image.pulled_at for image in images],
            [image.archived_at for image in images],
            restored,
            youth,
            places,
        )

    def rank(self, place: int) -> tuple[datetime, bool]:
        """How young the image is; of two, the greater is younger."""
        return self.youth[place], not self.texts[place]

    def since(self, count_type: CountType) -> Sequence[datetime | None]:
        """When the age begins that a rule of this type looks at; None where the listing does not say."""
        if count_type is CountType.SINCE_IMAGE_TRANSITIONED:
            return self.archived
        if count_type is CountType.SINCE_IMAGE_PUSHED:
            return self.pushed
        used = [pull or push for pull, push in zip(self.pulled, self.pushed, strict=True)]
        for place, time in self.restored.items():
            # A pull from before the restore no longer counts.
            used[place] = max(self.pulled[place] or time, time)
        return used
