"""What one rule by itself says of the images that meet its tag requirements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from ..model import limits
from ..model.lifecycle_rule import ActionType, CountType, LifecycleRule
from . import words
from .decision import Cause, Decision, Outcome, later
from .image import Image

_OUTCOMES: Final = {ActionType.EXPIRE: Outcome.EXPIRE, ActionType.TRANSITION: Outcome.ARCHIVE}
_ARCHIVE_MINIMUM: Final = timedelta(days=limits.ARCHIVE_MINIMUM_DAYS)


class Verdicts(NamedTuple):
    """A rule's verdicts on the images that it selects.

    takes: for each of them whether its count or age is met; None where AWS does not say.
    taken: the decision on those that are taken.
    others: makes the decision on another one, by its place.
    """

    takes: Sequence[bool | None]
    taken: Decision
    others: Callable[[int], Decision]


def verdicts(
    rule: LifecycleRule, selected: Sequence[int], images: Sequence[Image], uncounted: frozenset[int], at: datetime
) -> Verdicts:
    """The verdicts of ``rule`` on the images at the places ``selected``, which are in the order of ``youngest_first``.

    uncounted: places of which AWS does not say whether the rule's count includes them.
    """
    reason = f"{words.name(rule).capitalize()}: {words.criterion(rule)}."
    taken = Decision(_OUTCOMES[rule.action], Cause.RULE, rule.priority, reason, at)
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return _by_count(rule, selected, images, uncounted, taken, at)
    return _by_age(rule, selected, images, taken, at)


def youngest_first(images: Sequence[Image], places: Iterable[int], at: datetime) -> list[int]:
    """``places`` in the order in which counts keep images: by push, or by restore of what was in the archive.

    Of a tagged and an untagged image of one time the untagged one is the younger, as in the user guide's example of
    rules for all images (B); AWS says nothing of other images of one time.
    """
    youth = [image.restored_at(at) or image.pushed_at for image in images]
    ordered = sorted(places, key=lambda place: bool(images[place].tags))
    ordered.sort(key=youth.__getitem__, reverse=True)
    return ordered


def _youth(image: Image, at: datetime) -> tuple[datetime, bool]:
    return image.restored_at(at) or image.pushed_at, not image.tags


def _by_count(
    rule: LifecycleRule,
    selected: Sequence[int],
    images: Sequence[Image],
    uncounted: frozenset[int],
    taken: Decision,
    at: datetime,
) -> Verdicts:
    """An image goes when ``count_number`` others are surely counted and surely younger, and stays when that many
    places are free for sure; between the two lie images of one and the same time, and those that relatives push down.
    """
    number = rule.count_number
    within = _kept(rule, Cause.WITHIN_COUNT)
    if len(selected) <= number:
        return Verdicts([False] * len(selected), taken, lambda _: within)
    last, first_beyond = _youth(images[selected[number - 1]], at), _youth(images[selected[number]], at)
    if not uncounted and last > first_beyond:
        return Verdicts([False] * number + [True] * (len(selected) - number), taken, lambda _: within)
    counted = [place for place in selected if place not in uncounted]
    border = _youth(images[counted[number - 1]], at) if len(counted) >= number else None
    takes = [_beyond(_youth(images[place], at), border, first_beyond) for place in selected]

    def other(place: int) -> Decision:
        youth = _youth(images[place], at)
        if youth > first_beyond:
            return within
        if youth == last:
            why = "and AWS does not say which of several images of one time is the youngest"
            return _undetermined(rule, Cause.SAME_TIME, why)
        why = "and AWS does not say whether members of indexes, and referrers, count"
        return _undetermined(rule, Cause.COUNTED_RELATIVES, why)

    return Verdicts(takes, taken, other)


def _beyond(
    youth: tuple[datetime, bool], border: tuple[datetime, bool] | None, first_beyond: tuple[datetime, bool]
) -> bool | None:
    if youth > first_beyond:
        return False
    return True if border and youth < border else None


def _by_age(
    rule: LifecycleRule, selected: Sequence[int], images: Sequence[Image], taken: Decision, at: datetime
) -> Verdicts:
    """An image goes when it is **older** than the days: at exactly that age it stays."""
    left = _kept(rule, Cause.TOO_YOUNG)
    try:
        age = timedelta(days=rule.count_number)
        limit = at - age
    except OverflowError:
        return Verdicts([False] * len(selected), taken, lambda _: left)
    since = _SINCE[rule.count_type]
    takes = [_older(since(images[place]), limit) for place in selected]
    if rule.count_type is CountType.SINCE_IMAGE_PUSHED:
        for index, place in enumerate(selected):
            restored = images[place].restored_at(at)
            if restored and takes[index] and restored >= limit:
                takes[index] = None

    def other(place: int) -> Decision:
        image = images[place]
        start = since(image)
        if start is None:
            return _undetermined(rule, Cause.NO_ARCHIVE_TIME, "and the listing does not say when it was archived")
        if start < limit:
            why = "and AWS does not say whether a restored image's age counts from its push or from its restore"
            return _undetermined(rule, Cause.RESTORED_AGE, why)._replace(due=later(image.restored_at(at), age))
        cause = Cause.TOO_YOUNG
        if rule.count_type is CountType.SINCE_IMAGE_TRANSITIONED and at - start < _ARCHIVE_MINIMUM:
            return _kept(rule, Cause.MINIMUM_ARCHIVE_TIME)._replace(due=later(start, age))
        return Decision(Outcome.KEEP, cause, rule.priority, left.reason, later(start, age))

    return Verdicts(takes, taken, other)


def _older(start: datetime | None, limit: datetime) -> bool | None:
    return None if start is None else start < limit


def _last_use(image: Image) -> datetime:
    """The pull, else the restore, else the push; a pull from before the restore no longer counts."""
    moments = (image.pulled_at, image.activated_at)
    return max(filter(None, moments), default=image.pushed_at)


def _kept(rule: LifecycleRule, cause: Cause) -> Decision:
    reason = f"{words.name(rule).capitalize()} keeps it: {words.spared(rule)}."
    if cause is Cause.MINIMUM_ARCHIVE_TIME:
        minimum, waits = words.days(limits.ARCHIVE_MINIMUM_DAYS), words.days(rule.count_number)
        reason = f"In the archive for less than {minimum}, the minimum time; {words.name(rule)} waits for {waits}."
    return Decision(Outcome.KEEP, cause, rule.priority, reason)


def _undetermined(rule: LifecycleRule, cause: Cause, why: str) -> Decision:
    return Decision(Outcome.UNDETERMINED, cause, rule.priority, f"{words.name(rule).capitalize()} decides, {why}.")


_SINCE: Final[Mapping[CountType, Callable[[Image], datetime | None]]] = {
    CountType.SINCE_IMAGE_PUSHED: attrgetter("pushed_at"),
    CountType.SINCE_IMAGE_PULLED: _last_use,
    CountType.SINCE_IMAGE_TRANSITIONED: attrgetter("archived_at"),
}
