"""What a policy will do to a repository until a date, if nothing is pushed, pulled, tagged or restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from ..model.lifecycle import LifecyclePolicy
from .decision import Decision, Outcome
from .evaluation import evaluate
from .image import Image
from .relations import Relations
from .totals import Total
from .verdicts import taken

_MOMENT: Final = timedelta(microseconds=1)
"""Ages are strict: a rule acts after its date, not at it."""


class Event(NamedTuple):
    """Something that happens to an image, or (UNDETERMINED) may happen to it from then on."""

    due: datetime
    image: Image
    decision: Decision


def forecast(policy: LifecyclePolicy, images: Sequence[Image], at: datetime, until: datetime) -> tuple[Event, ...]:
    """What becomes due from ``at`` and before ``until``, by time; what ECR does, it does within 24 hours of it.

    An image that is archived may have a second event, its expiry. Time grows with the number of images, and in a
    repository whose images have relations or were restored with that times the number of dates.
    """
    relations = Relations.of(images)
    alone = not relations.exist and not any(image.activated_at or image.status == "ACTIVATING" for image in images)
    events = _at_once(policy, images, at, until) if alone else _step_by_step(policy, images, at, until)
    return tuple(sorted(events, key=lambda event: (event.due, event.image.digest, event.decision.outcome)))


def _at_once(policy: LifecyclePolicy, images: Sequence[Image], at: datetime, until: datetime) -> list[Event]:
    """One evaluation knows it all: counts only lose images, so they act now or never, and ages have their dates."""
    rules = {rule.priority: rule for rule in policy.rules}
    events = []
    for image, decision in zip(images, evaluate(policy, images, at), strict=True):
        if decision.outcome is not Outcome.KEEP:
            events.append(Event(at, image, decision))
        elif decision.due is not None and decision.due < until:
            events.append(Event(decision.due, image, taken(rules[decision.rule], decision.due)))
    events = [event for event in events if event.due < until]
    archived = [_archived(event) for event in events if event.decision.outcome is Outcome.ARCHIVE]
    return events + (_at_once(policy, archived, at, until) if archived else [])


def _step_by_step(policy: LifecyclePolicy, images: Sequence[Image], at: datetime, until: datetime) -> list[Event]:
    """Evaluate, act, and evaluate again at the next date at which a decision can change."""
    events = []
    doubted: set[str] = set()
    now = at
    due: datetime | None = at
    while due is not None and due < until:
        decisions = evaluate(policy, images, now)
        left: list[Image] = []
        dates = []
        for image, decision in zip(images, decisions, strict=True):
            if decision.goes:
                event = Event(max(due, (decision.due or now) - (now - due)), image, decision)
                events.append(event)
                if decision.outcome is Outcome.ARCHIVE:
                    left.append(_archived(event))
                continue
            left.append(image)
            if decision.outcome is Outcome.UNDETERMINED and image.digest not in doubted:
                doubted.add(image.digest)
                events.append(Event(due, image, decision))
            if decision.due is not None and decision.due >= now:
                dates.append(decision.due)
        images = left
        if any(decision.goes for decision in decisions):
            continue  # at the same time once more: the archive has new images, and members have lost their indexes
        due = min(dates, default=None)
        now = due + _MOMENT if due else now
    return [event for event in events if event.due < until]


def _archived(event: Event) -> Image:
    return replace(event.image, status="ARCHIVED", archived_at=event.due)


@dataclass(frozen=True, slots=True)
class Day:
    """What becomes due on one day (UTC), and what is left after it."""

    day: date
    expire: Total
    archive: Total
    undetermined: Total
    left: Total
    """All that is not expired, in either storage class."""


def days(images: Sequence[Image], events: Sequence[Event]) -> tuple[Day, ...]:
    """The events by day."""
    found = []
    left = Total.of(images)
    by_day: dict[date, list[Event]] = {}
    for event in events:
        by_day.setdefault(event.due.date(), []).append(event)
    for day, of_day in sorted(by_day.items()):
        sums = {
            outcome: Total.of(event.image for event in of_day if event.decision.outcome is outcome)
            for outcome in Outcome
        }
        left -= sums[Outcome.EXPIRE]
        found.append(Day(day, sums[Outcome.EXPIRE], sums[Outcome.ARCHIVE], sums[Outcome.UNDETERMINED], left))
    return tuple(found)
