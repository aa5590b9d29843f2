"""What one rule by itself says of the images that meet its tag requirements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..model import limits
from ..model.lifecycle_rule import ActionType, CountType, LifecycleRule
from . import words
from .columns import Columns
from .decision import Cause, Decision, Outcome, later

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
    rule: LifecycleRule, selected: Sequence[int], columns: Columns, uncounted: frozenset[int], at: datetime
) -> Verdicts:
    """The verdicts of ``rule`` on the images at the places ``selected``, the youngest first.

    uncounted: places of which AWS does not say whether the rule's count includes them.
    """
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return _by_count(rule, selected, columns, uncounted, taken(rule, at))
    return _by_age(rule, selected, columns, taken(rule, at), at)


def taken(rule: LifecycleRule, due: datetime) -> Decision:
    """The decision on an image that the rule takes."""
    reason = f"{words.name(rule).capitalize()}: {words.criterion(rule)}."
    return Decision(_OUTCOMES[rule.action], Cause.RULE, rule.priority, reason, due)


def _by_count(
    rule: LifecycleRule, selected: Sequence[int], columns: Columns, uncounted: frozenset[int], take: Decision
) -> Verdicts:
    """An image goes when ``count_number`` others are surely counted and surely younger, and stays when that many
    places are free for sure; between the two lie images of one and the same time, and those that relatives push down.
    """
    number = rule.count_number
    within = _kept(rule, Cause.WITHIN_COUNT)
    if len(selected) <= number:
        return Verdicts([False] * len(selected), take, lambda _: within)
    last, first_beyond = columns.rank(selected[number - 1]), columns.rank(selected[number])
    if not uncounted and last > first_beyond:
        return Verdicts([False] * number + [True] * (len(selected) - number), take, lambda _: within)
    counted = [place for place in selected if place not in uncounted]
    border = columns.rank(counted[number - 1]) if len(counted) >= number else None
    takes = [_beyond(columns.rank(place), border, first_beyond) for place in selected]

    def other(place: int) -> Decision:
        rank = columns.rank(place)
        if rank > first_beyond:
            return within
        if rank == last:
            why = "and AWS does not say which of several images of one time is the youngest"
            return _undetermined(rule, Cause.SAME_TIME, why)
        why = "and AWS does not say whether members of indexes, and referrers, count"
        return _undetermined(rule, Cause.COUNTED_RELATIVES, why)

    return Verdicts(takes, take, other)


def _beyond(
    rank: tuple[datetime, bool], border: tuple[datetime, bool] | None, first_beyond: tuple[datetime, bool]
) -> bool | None:
    if rank > first_beyond:
        return False
    return True if border and rank < border else None


def _by_age(rule: LifecycleRule, selected: Sequence[int], columns: Columns, take: Decision, at: datetime) -> Verdicts:
    """An image goes when it is **older** than the days: at exactly that age it stays."""
    left = _kept(rule, Cause.TOO_YOUNG)
    try:
        age = timedelta(days=rule.count_number)
        limit = at - age
    except OverflowError:
        return Verdicts([False] * len(selected), take, lambda _: left)
    since = columns.since(rule.count_type)
    takes = [None if (start := since[place]) is None else start < limit for place in selected]
    if rule.count_type is CountType.SINCE_IMAGE_PUSHED and columns.restored:
        takes = [
            None if older and place in columns.restored and columns.restored[place] >= limit else older
            for place, older in zip(selected, takes, strict=True)
        ]

    def other(place: int) -> Decision:
        start = since[place]
        if start is None:
            return _undetermined(rule, Cause.NO_ARCHIVE_TIME, "and the listing does not say when it was archived")
        if start < limit:
            why = "and AWS does not say whether a restored image's age counts from its push or from its restore"
            due = later(columns.restored[place], age)
            return _undetermined(rule, Cause.RESTORED_AGE, why)._replace(due=due)
        if rule.count_type is CountType.SINCE_IMAGE_TRANSITIONED and at - start < _ARCHIVE_MINIMUM:
            return _kept(rule, Cause.MINIMUM_ARCHIVE_TIME)._replace(due=later(start, age))
        return Decision(Outcome.KEEP, Cause.TOO_YOUNG, rule.priority, left.reason, later(start, age))

    return Verdicts(takes, take, other)


def _kept(rule: LifecycleRule, cause: Cause) -> Decision:
    reason = f"{words.name(rule).capitalize()} keeps it: {words.spared(rule)}."
    if cause is Cause.MINIMUM_ARCHIVE_TIME:
        minimum, waits = words.days(limits.ARCHIVE_MINIMUM_DAYS), words.days(rule.count_number)
        reason = f"In the archive for less than {minimum}, the minimum time; {words.name(rule)} waits for {waits}."
    return Decision(Outcome.KEEP, cause, rule.priority, reason)


def _undetermined(rule: LifecycleRule, cause: Cause, why: str) -> Decision:
    return Decision(Outcome.UNDETERMINED, cause, rule.priority, f"{words.name(rule).capitalize()} decides, {why}.")
