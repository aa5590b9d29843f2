"""Whether any image at all falls to a rule: exact answers from a few images that stand for all.

An image that meets several tag lists and as little else as possible has, for each of their entries, one tag in which a
character that no pattern has takes the place of every wildcard. Such a tag matches another entry if and only if that
entry matches everything that the first one matches. So a rule of a higher priority selects such an image if and only if
it selects all images of its kind, and none falls to the rule below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.lifecycle_rule import LifecycleRule, StorageClass, TagStatus
from .selection import entries, meets

_NEW = "\0"
Tags = tuple[str, ...]


def typical(*rules: LifecycleRule) -> Iterator[Tags]:
    """The tags of the images that stand for all that every one of ``rules`` selects; none if there are none."""
    statuses = {rule.tag_status for rule in rules}
    tags = tuple(_NEW.join(entry) for rule in rules for entry in entries(rule))
    if TagStatus.TAGGED not in statuses:
        yield ()
    if TagStatus.UNTAGGED not in statuses:
        yield tuple(dict.fromkeys(tags)) or (_NEW,)


def overlap(one: LifecycleRule, other: LifecycleRule) -> bool:
    """Whether both rules can select one image."""
    return next(typical(one, other), None) is not None


def named(tags: Tags) -> str:
    """Such an image for people: "images tagged 'prod*'"."""
    if not tags:
        return "untagged images"
    if tags == (_NEW,):
        return "other tagged images"
    return "images tagged " + " and ".join(f"'{tag.replace(_NEW, '*')}'" for tag in tags)


def named_together(kinds: Sequence[Tags], others: Sequence[Tags]) -> str:
    """Kinds of images that the same rule decides on, as opposed to the others that there are."""
    tagged = next(filter(None, kinds), ())
    if not tagged:
        return named(())
    if () not in kinds:
        return named(tagged) if any(others) or tagged != (_NEW,) else "tagged images"
    return f"{named(tagged)} and untagged ones" if any(others) else "all images"


def in_order(rules: Iterable[LifecycleRule], storage_class: StorageClass) -> list[LifecycleRule]:
    """The rules of a storage class, the first to decide first."""
    return sorted((r for r in rules if r.selected_class is storage_class), key=lambda rule: rule.priority or 0)


def deciding(rules: Sequence[LifecycleRule], tags: Tags) -> LifecycleRule | None:
    """The first of ``rules`` that selects an image with these tags."""
    return next((rule for rule in rules if meets(rule, tags)), None)
