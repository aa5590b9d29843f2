"""Simulations as text: the images that go, oldest first, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from .decision import Decision, Outcome
from .forecast import Day, days
from .image import Image
from .simulation import Simulation
from .totals import Total

ROWS: Final = 20
"""So many images of a repository are shown; the rest is counted."""
REPOSITORIES: Final = 50
"""So many repositories are shown; the rest is in the sums. JSON has everything."""
_ORDER: Final = (Outcome.EXPIRE, Outcome.ARCHIVE, Outcome.UNDETERMINED, Outcome.KEEP)
_NAMES: Final = 30
_NOTHING: Final = Total()


def table(simulations: Iterable[Simulation]) -> Iterator[str]:
    """The lines of the text. What the images are called is theirs: it may need escaping for a terminal."""
    sums = dict.fromkeys(Outcome, _NOTHING)
    repositories = 0
    for simulation in simulations:
        repositories += 1
        sums = {outcome: sums[outcome] + simulation.totals[outcome] for outcome in Outcome}
        if repositories <= REPOSITORIES:
            yield from _repository(simulation)
            yield ""
    if repositories > REPOSITORIES:
        yield f"... and {repositories - REPOSITORIES:,} more repositories (--format json has them all)"
        yield ""
    if repositories != 1:
        yield f"{repositories:,} repositories: {_sums(sums)}"


def size(number: int) -> str:
    """Bytes for people: "1.2 GB", in powers of 1,000."""
    value, units = float(number), ["PB", "TB", "GB", "MB", "kB"]
    if number < 1000:
        return f"{number} B"
    while value >= 999.95 and units:
        value, unit = value / 1000, units.pop()
    return f"{value:,.1f} {unit}"


def _repository(simulation: Simulation) -> Iterator[str]:
    yield f"{simulation.listing.repository or '(a repository without a name)'}: {_sums(simulation.totals)}"
    judged = zip(simulation.listing.images, simulation.decisions, strict=True)
    going = [(image, decision) for image, decision in judged if decision.outcome is not Outcome.KEEP]
    going.sort(key=lambda pair: (_ORDER.index(pair[1].outcome), pair[0].pushed_at, pair[0].digest))
    yield from _rows(going)
    kept = Counter(decision.reason for decision in simulation.decisions if decision.outcome is Outcome.KEEP)
    for reason, count in kept.most_common(ROWS):
        yield f"  {Outcome.KEEP.value:<12}  {count:>6,} {'image ' if count == 1 else 'images'}  {reason}"
    if len(kept) > ROWS:
        yield f"  ... and {len(kept) - ROWS:,} more reasons to keep images"
    yield from (f"  note: {note}" for note in simulation.notes)
    if simulation.until:
        yield from _forecast(days(simulation.listing.images, simulation.events), _end(simulation.until))


def _rows(going: Sequence[tuple[Image, Decision]]) -> Iterator[str]:
    for image, decision in going[:ROWS]:
        name = _name(image)
        pushed = f"{image.pushed_at:%Y-%m-%d}"
        yield f"  {decision.outcome.value:<12}  {name:<{_NAMES}}  {pushed}  {size(image.size):>9}  {decision.reason}"
    if len(going) > ROWS:
        yield f"  ... and {len(going) - ROWS:,} more"


def _name(image: Image) -> str:
    """The tags, or the beginning of the digest."""
    name = ", ".join(image.tags) or image.digest[:19]
    return name if len(name) <= _NAMES else f"{name[: _NAMES - 3]}..."


def _end(until: datetime) -> str:
    """A midnight is the end of the day before it."""
    if until.time() == time():
        return f"the end of {(until - timedelta(days=1)).date()}"
    return until.isoformat()


def _forecast(forecast: Sequence[Day], until: str) -> Iterator[str]:
    yield f"  until {until}, if nothing is pushed, pulled, tagged or restored:"
    if not forecast:
        yield "    nothing becomes due"
        return
    yield f"    {'day':<10}  {'expire':>18}  {'archive':>18}  {'undetermined':>18}  {'left':>18}"
    for day in forecast:
        cells = (day.expire, day.archive, day.undetermined, day.left)
        yield f"    {day.day.isoformat():<10}" + "".join(f"  {_cell(total):>18}" for total in cells)


def _cell(total: Total) -> str:
    return f"{total.images:,} ({size(total.bytes)})" if total.images else "-"


def _sums(sums: Mapping[Outcome, Total]) -> str:
    return (
        ", ".join(f"{outcome.value} {_cell(sums[outcome])}" for outcome in _ORDER if sums[outcome].images)
        or "no images"
    )
