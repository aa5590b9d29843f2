"""The images that there are, by repository: what makes a change's cost a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ..lifecycle.image import Image
from ..lifecycle.inventory import Listing
from ..state.registry import Resource
from .change import ImagesAtStake


@dataclass(frozen=True, slots=True)
class Inventory:
    """The images of repositories by name, as they were listed, and the time for which changes are judged."""

    repositories: Mapping[str, tuple[Image, ...]]
    at: datetime

    @classmethod
    def listed(cls, listings: Iterable[Listing], at: datetime) -> Self:
        """Of listings. Those of several registries under one name are taken together."""
        repositories: dict[str, tuple[Image, ...]] = {}
        for listing in listings:
            repositories[listing.repository] = (*repositories.get(listing.repository, ()), *listing.images)
        return cls(repositories, at)

    @classmethod
    def none(cls, at: datetime) -> Self:
        """Nothing is known of any repository's images."""
        return cls({}, at)

    def images(self, resource: Resource) -> tuple[Image, ...] | None:
        """The images of a repository; None where they are not known."""
        name = resource.get("RepositoryName")
        return self.repositories.get(name) if isinstance(name, str) else None

    def of(self, resource: Resource) -> ImagesAtStake | None:
        """All images of a repository; None where they are not known."""
        images = self.images(resource)
        return None if images is None else at_stake(images)


def at_stake(images: Iterable[Image]) -> ImagesAtStake:
    """Images, counted."""
    listed = list(images)
    tags = sorted(tag for image in listed for tag in image.tags)
    return ImagesAtStake(len(listed), sum(image.size for image in listed), tuple(tags))
