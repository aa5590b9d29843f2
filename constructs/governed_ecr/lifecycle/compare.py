"""Whether a changed policy can take images that the old one leaves, without knowing any image.

Both policies are put to the images that stand for all (see ``witnesses``): for each, the rule that decides in base and
the one that decides in head. Where head's rule can act while base's would not, a sentence says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import Final

from ..model.lifecycle import LifecyclePolicy
from ..model.lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass
from . import words
from .explain import keeps_all
from .selection import meets
from .witnesses import Tags, deciding, in_order, named_together, typical

PUSHES_A_DAY: Final = 10
"""An image that a rule would expire by age is as good as gone; a count in that rule's place takes it no sooner, unless
more images than this are pushed a day."""


def may_expire_more(base: LifecyclePolicy | None, head: LifecyclePolicy | None) -> tuple[str, ...]:
    """One sentence for each kind of images that head can expire or archive, and base would leave; empty: none.

    None is no policy, which keeps everything. A rule that asks for more tags, keeps more images or waits longer takes
    less; so does a shield.
    """
    if head is None:
        return ()
    found: list[str] = []
    for storage_class in StorageClass:
        old = in_order(base.rules, storage_class) if base else []
        new = in_order(head.rules, storage_class)
        by_rules: dict[tuple[LifecycleRule | None, LifecycleRule | None], list[Tags]] = {}
        for tags in _kinds(old, new):
            by_rules.setdefault((deciding(old, tags), deciding(new, tags)), []).append(tags)
        for (before, after), kinds in by_rules.items():
            if after and _takes_more(before, after):
                apart = [tags for others in by_rules.values() if others is not kinds for tags in others]
                found.append(_sentence(named_together(kinds, apart), before, after))
    return tuple(found)


def _kinds(old: Sequence[LifecycleRule], new: Sequence[LifecycleRule]) -> Iterator[Tags]:
    """Images that stand for all: those of each rule, then those that a rule of each policy selects."""
    alone = chain.from_iterable(typical(rule) for rule in (*new, *old))
    both = chain.from_iterable(typical(one, other) for one, other in product(old, new))
    return iter(dict.fromkeys(chain(alone, both)))


def _takes_more(before: LifecycleRule | None, after: LifecycleRule) -> bool:
    """Whether ``after`` can act on an image on which ``before`` does not yet act."""
    if keeps_all(after):
        return False
    if before is None:
        return True
    if after.action is ActionType.EXPIRE and before.action is ActionType.TRANSITION:
        return True
    counts = CountType.IMAGE_COUNT_MORE_THAN
    if after.count_type is counts and before.count_type is counts:
        return after.count_number < before.count_number or not _within(after, before)
    if before.count_type is counts:
        return True
    if after.count_type is counts:
        return after.count_number < before.count_number * PUSHES_A_DAY
    sooner = after.count_number < before.count_number
    # Whatever was not pulled for so long was not pushed since either; the reverse is not so.
    return sooner or (before.count_type is CountType.SINCE_IMAGE_PULLED and after.count_type is not before.count_type)


def _within(inner: LifecycleRule, outer: LifecycleRule) -> bool:
    """Whether ``outer`` selects, and so counts, whatever ``inner`` does."""
    return all(meets(outer, tags) for tags in typical(inner))


def _sentence(images: str, before: LifecycleRule | None, after: LifecycleRule) -> str:
    who = images[0].upper() + images[1:]  # capitalize() would change the tags
    now = f"{words.name(after)} {words.VERBS[after.action]}s them when {words.criterion(after)}"
    if before is None:
        return f"{who} were kept; {now}."
    was = f"{words.name(before)} {words.VERBS[before.action]}d them when {words.criterion(before)}"
    return f"{who}: {was}; now {now}."
