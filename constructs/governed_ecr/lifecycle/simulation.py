"""A policy on all repositories of a listing, and what a reader should know about the listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model.lifecycle import LifecyclePolicy
from .decision import Decision, Outcome
from .evaluation import evaluate
from .forecast import Event, forecast
from .image import INDEX_TYPES, Image
from .inventory import Listing
from .totals import Total, totals


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the policy does to one repository; ``decisions[i]`` is about ``listing.images[i]``."""

    listing: Listing
    at: datetime
    decisions: Sequence[Decision]
    totals: Mapping[Outcome, Total]
    notes: Sequence[str]
    """What the listing leaves open."""
    until: datetime | None = None
    events: Sequence[Event] = ()
    """The forecast until then, if one was asked for."""


def simulate(
    policy: LifecyclePolicy, listings: Iterable[Listing], at: datetime, until: datetime | None = None
) -> Iterator[Simulation]:
    """The repositories one by one, so that not all results need exist at once."""
    for listing in listings:
        decisions = evaluate(policy, listing.images, at)
        events = forecast(policy, listing.images, at, until) if until else ()
        sums = totals(listing.images, decisions)
        yield Simulation(listing, at, decisions, sums, tuple(_notes(listing.images, decisions, at)), until, events)


def _notes(images: Sequence[Image], decisions: Sequence[Decision], at: datetime) -> Iterator[str]:
    blind = len([image for image in images if image.media_type in INDEX_TYPES and not image.members])
    if blind and any(decision.goes for decision in decisions):
        yield (
            f"{_count(blind, 'index', 'indexes')} without imageManifest: their members are not known, and are kept as "
            "long as they live, whatever is said here."
        )
    future = len([image for image in images if image.pushed_at > at])
    if future:
        yield f"{_count(future, 'image', 'images')} pushed after the time of the simulation."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
