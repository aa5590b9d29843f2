"""What images have to do with each other: indexes keep their members, referrers follow their subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from ..model.lifecycle_rule import LifecycleRule, StorageClass, TagStatus
from .decision import Cause, Decision, Outcome
from .image import Image

_GOES: Final = {Outcome.EXPIRE: "expires", Outcome.ARCHIVE: "is archived"}
_WOULD: Final = {Outcome.EXPIRE: "expire", Outcome.ARCHIVE: "archive"}


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
        # Tuples unpack faster than their fields are asked for, and most listings have no relations at all.
        linked = [place for place, (*_, subject, members, _) in enumerate(images) if subject or members]
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

    def in_order(self) -> list[int]:
        """Members and referrers, each after the images that it depends on.

        Digests rule out circles; a listing that has one nevertheless is decided there as if it had no relations.
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
        return ordered


def related(
    relations: Relations, images: Sequence[Image], decisions: Sequence[Decision], rules: Mapping[int, LifecycleRule]
) -> list[Decision]:
    """``decisions``, which the rules (by priority) made, as relations change them."""
    settled = list(decisions)
    for place in relations.in_order():
        subject = relations.subjects.get(place)
        if subject is not None:
            settled[place] = _referrer(images[place], settled[place], images[subject], settled[subject], rules)
        indexes = [(images[index], settled[index]) for index in relations.indexes.get(place, ())]
        if indexes:
            settled[place] = _member(settled[place], indexes)
    return settled


def _referrer(
    image: Image, own: Decision, subject: Image, fate: Decision, rules: Mapping[int, LifecycleRule]
) -> Decision:
    """docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html: referrers go within 24 hours after."""
    if fate.goes:
        return _following(image, own, fate.outcome, f"Its subject {subject.digest} {_GOES[fate.outcome]}.", fate.latest)
    if fate.outcome is Outcome.UNDETERMINED:
        if own.outcome is Outcome.EXPIRE and not _doubted(own, rules):
            return own
        reason = f"It follows its subject {subject.digest}, which is undetermined."
        return Decision(Outcome.UNDETERMINED, Cause.UNDETERMINED_RELATIVE, None, reason, fate.due)
    if subject.storage_class is StorageClass.ARCHIVE and image.storage_class is StorageClass.STANDARD:
        return Decision(
            Outcome.ARCHIVE, Cause.SUBJECT, None, f"Its subject {subject.digest} is archived.", subject.archived_at
        )
    if own.goes and _doubted(own, rules):
        reason = (
            f"Rule {own.rule} would {_WOULD[own.outcome]} it, but its subject {subject.digest} is kept, and AWS does "
            "not say whether rules for untagged or any images select the referrers of an image that is kept."
        )
        return Decision(Outcome.UNDETERMINED, Cause.REFERRER, own.rule, reason, fate.latest)
    if own.outcome is Outcome.KEEP:
        return own._replace(due=min(filter(None, (own.due, fate.latest)), default=None))
    return own


def _following(image: Image, own: Decision, outcome: Outcome, reason: str, due: datetime | None) -> Decision:
    if outcome is Outcome.ARCHIVE and (own.outcome is Outcome.EXPIRE or image.storage_class is StorageClass.ARCHIVE):
        return own
    return Decision(outcome, Cause.SUBJECT, None, reason, due)


def _doubted(own: Decision, rules: Mapping[int, LifecycleRule]) -> bool:
    return own.rule is None or rules[own.rule].tag_status is not TagStatus.TAGGED


def _member(own: Decision, indexes: Sequence[tuple[Image, Decision]]) -> Decision:
    """An index that stays holds its members; one that goes frees them within 24 hours."""
    freed = _freed(own, [fate for _, fate in indexes])
    live = next((index.digest for index, fate in indexes if fate.outcome is Outcome.KEEP), None)
    if live:
        return Decision(Outcome.KEEP, Cause.LIVE_INDEX, None, f"A member of the index {live}, which is kept.", freed)
    doubted = next((index.digest for index, fate in indexes if fate.outcome is Outcome.UNDETERMINED), None)
    if doubted and own.outcome is not Outcome.KEEP:
        reason = f"A member of the index {doubted}, which is undetermined."
        return Decision(Outcome.UNDETERMINED, Cause.UNDETERMINED_RELATIVE, None, reason, freed)
    return own if own.outcome is Outcome.KEEP else own._replace(due=freed)


def _freed(own: Decision, fates: Sequence[Decision]) -> datetime | None:
    """When the member has met its own criteria, and every index that lists it is gone."""
    moments = [own.due, *(fate.latest for fate in fates)]
    known = [moment for moment in moments if moment]
    return max(known) if len(known) == len(moments) else None
