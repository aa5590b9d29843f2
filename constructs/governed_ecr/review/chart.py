"""The forecast of lifecycle policies as a chart: how many bytes stay, in standard storage and in the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from ..lifecycle.decision import Outcome
from ..lifecycle.forecast import Day, Event
from ..lifecycle.forecast import days as days_of
from ..lifecycle.image import Image
from ..lifecycle.simulation import Simulation
from ..lifecycle.totals import Total

WIDTH: Final = 1_000
HEIGHT: Final = 280
"""Of the drawing; the page stretches it to its own width."""
REPOSITORIES: Final = 10
"""Rows of the table of repositories."""
DAYS: Final = 30
"""Rows of the table of days."""

_STEPS: Final = 240
_TICKS: Final = 4
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of the images of a repository until the end, and when it begins."""

    repository: str
    images: Total
    expire: Total
    archive: Total
    undetermined: Total
    first: date


@dataclass(frozen=True, slots=True)
class Chart:
    """standard, archived, expired: areas on each other, as the ``d`` of an SVG path.

    ticks: bytes, the highest first; days: along the time. steps, rows: what tables show; more_steps, more_rows: what
    they leave out.
    """

    width: ClassVar = WIDTH
    height: ClassVar = HEIGHT
    begin: date
    end: date
    standard: str
    archived: str
    expired: str
    ticks: tuple[int, ...]
    days: tuple[date, ...]
    now: Total
    expire: Total
    archive: Total
    undetermined: Total
    largest: Day | None
    steps: tuple[Day, ...]
    more_steps: int
    rows: tuple[Row, ...]
    more_rows: int


def chart(simulations: Sequence[Simulation]) -> Chart | None:
    """The forecasts of all repositories together; None where there is none."""
    dated = [(one, one.until) for one in simulations if one.until is not None]
    if not dated:
        return None
    begin = min(one.at for one, _ in dated).date()
    end = max(max(until for _, until in dated).date(), begin + timedelta(days=1))
    images = [image for one, _ in dated for image in one.listing.images]
    events = [event for one, _ in dated for event in one.events]
    steps = days_of(images, events)
    rows = sorted(
        (row for one, _ in dated if (row := _row(one))),
        key=lambda row: (-row.expire.bytes, -row.archive.bytes, row.repository),
    )
    top = _ceiling(sum(image.size for image in images))
    by_size = sorted(steps, key=lambda step: -step.expire.bytes)
    return Chart(
        begin,
        end,
        *_areas(images, events, begin, end, top),
        tuple(top * at // _TICKS for at in range(_TICKS, -1, -1)),
        tuple(begin + (end - begin) * at / _TICKS for at in range(_TICKS + 1)),
        Total.of(images),
        _total(events, Outcome.EXPIRE),
        _total(events, Outcome.ARCHIVE),
        _total(events, Outcome.UNDETERMINED),
        by_size[0] if by_size and by_size[0].expire.images else None,
        steps[:DAYS],
        max(len(steps) - DAYS, 0),
        tuple(rows[:REPOSITORIES]),
        max(len(rows) - REPOSITORIES, 0),
    )


def _total(events: Iterable[Event], outcome: Outcome) -> Total:
    return Total.of(event.image for event in events if event.decision.outcome is outcome)


def _row(simulation: Simulation) -> Row | None:
    if not simulation.events:
        return None
    expire, archive, undetermined = (
        _total(simulation.events, outcome) for outcome in (Outcome.EXPIRE, Outcome.ARCHIVE, Outcome.UNDETERMINED)
    )
    first = min(event.due for event in simulation.events).date()
    images = Total.of(simulation.listing.images)
    return Row(simulation.listing.repository, images, expire, archive, undetermined, first)


def _areas(images: Sequence[Image], events: Iterable[Event], begin: date, end: date, top: int) -> tuple[str, str, str]:
    """What is in standard storage, on it what is in the archive, and on that what has expired.

    What becomes due on a day is drawn as gone after it: ECR takes up to 24 hours.
    """
    days = (end - begin).days
    archived = sum(image.size for image in images if image.status == "ARCHIVED")
    standard = sum(image.size for image in images) - archived
    whole = standard + archived
    changes: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for event in events:
        step = min(-(-((event.due.date() - begin).days + 1) * _STEPS // days), _STEPS)
        if event.decision.outcome is Outcome.ARCHIVE:
            changes[step][0] -= event.image.size
            changes[step][1] += event.image.size
        elif event.decision.outcome is Outcome.EXPIRE:
            changes[step][event.image.status == "ARCHIVED"] -= event.image.size
    below: list[_Point] = [(0, _y(standard, top))]
    above: list[_Point] = [(0, _y(whole, top))]
    for step, (in_standard, in_archive) in sorted(changes.items()):
        x = WIDTH * step / _STEPS
        below.append((x, below[-1][1]))
        above.append((x, above[-1][1]))
        standard, archived = standard + in_standard, archived + in_archive
        below.append((x, _y(standard, top)))
        above.append((x, _y(standard + archived, top)))
    below.append((WIDTH, below[-1][1]))
    above.append((WIDTH, above[-1][1]))
    floor = _closed([*below, (WIDTH, HEIGHT), (0, HEIGHT)])
    ceiling = _y(whole, top)
    return floor, _closed([*above, *reversed(below)]), _closed([(0, ceiling), (WIDTH, ceiling), *reversed(above)])


def _y(size: int, top: int) -> float:
    return HEIGHT - HEIGHT * size / top


def _closed(points: Iterable[_Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _ceiling(size: int) -> int:
    """The smallest round number that is no less: four ticks of 1, 2, 2.5 or 5 times a power of ten each."""
    unit = 1
    while True:
        for times in (4, 8, 10, 20):
            if times * unit >= size:
                return times * unit
        unit *= 10
