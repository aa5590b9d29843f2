"""What images have to do with each other: indexes list members, referrers have subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from ..model.lifecycle_rule import StorageClass, TagStatus
from .image import Image


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations within one repository, by the images' positions.

    An image that the listing lacks has none; an archived index no longer holds its members.
    """

    indexes: dict[int, list[int]]
    """Of each member, the indexes in the standard class that list it."""
    subjects: dict[int, int]
    """Of each referrer, its subject."""

    @classmethod
    def of(cls, images: Sequence[Image]) -> Self:
        linked = [place for place, image in enumerate(images) if image.subject or image.members]
        if not linked:
            return cls({}, {})
        places = {image.digest: place for place, image in enumerate(images)}
        indexes: dict[int, list[int]] = defaultdict(list)
        subjects: dict[int, int] = {}
        for place in linked:
            image = images[place]
            if image.storage_class is StorageClass.STANDARD:
                for digest in dict.fromkeys(image.members):
                    if digest in places:
                        indexes[places[digest]].append(place)
            if image.subject in places:
                subjects[place] = places[image.subject]
        return cls(dict(indexes), subjects)

    @property
    def exist(self) -> bool:
        return bool(self.indexes or self.subjects)

    def uncounted(self, status: TagStatus) -> frozenset[int]:
        """The images of which AWS does not say whether a rule with this tagStatus counts them."""
        if status is TagStatus.TAGGED:
            return frozenset(self.indexes)
        return frozenset(self.indexes) | frozenset(self.subjects)

    def in_order(self) -> tuple[list[int], list[int]]:
        """Members and referrers, each after the images that it depends on; and those that depend on each other.

        An index that refers to one of its own members makes such a circle.
        """
        waiting: dict[int, int] = defaultdict(int)
        dependents: dict[int, list[int]] = defaultdict(list)
        for member, indexes in self.indexes.items():
            waiting[member] += len(indexes)
            for index in indexes:
                dependents[index].append(member)
        for referrer, subject in self.subjects.items():
            waiting[referrer] += 1
            dependents[subject].append(referrer)
        ready = [place for place in dependents if place not in waiting]
        ordered = []
        while ready:
            for place in dependents.get(ready.pop(), ()):
                waiting[place] -= 1
                if not waiting[place]:
                    ready.append(place)
                    ordered.append(place)
        return ordered, [place for place, depends in waiting.items() if depends]
