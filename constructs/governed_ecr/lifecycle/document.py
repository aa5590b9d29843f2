"""Simulations as JSON, which docs/schemas/lifecycle-1.json describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.json import Encoder

from .decision import Decision
from .forecast import days
from .image import Image
from .simulation import Simulation

VERSION: Final = 1
_ENCODER: Final = Encoder()


class _Fate(Struct, gc=False):
    """An image and what becomes of it."""

    digest: str
    tags: Sequence[str]
    bytes: int
    outcome: str
    rule: int | None
    reason: str
    cause: str
    due: datetime | None
    latest: datetime | None


def document(simulations: Iterable[Simulation]) -> Iterator[str]:
    """The document in pieces, one image on a line."""
    yield f'{{"version":{VERSION},"repositories":['
    for number, simulation in enumerate(simulations):
        yield ",\n" if number else "\n"
        yield from _repository(simulation)
    yield "\n]}\n"


def _repository(simulation: Simulation) -> Iterator[str]:
    listing = simulation.listing
    head: dict[str, Any] = {"repository": listing.repository, "at": simulation.at}
    if listing.registry is not None:
        head["registry"] = listing.registry
    tail: dict[str, Any] = {"totals": simulation.totals}
    if simulation.notes:
        tail["notes"] = simulation.notes
    if simulation.until:
        tail["forecast"] = {
            "until": simulation.until,
            "days": days(listing.images, simulation.events),
            "events": [_fate(event.image, event.decision._replace(due=event.due)) for event in simulation.events],
        }
    lines = _ENCODER.encode_lines(list(map(_fate, listing.images, simulation.decisions))).decode()
    yield f'{_encoded(head)[:-1]},"images":[\n'
    yield lines.rstrip().replace("\n", ",\n")  # Within a line, JSON has no line break.
    yield f"\n],{_encoded(tail)[1:]}"


def _encoded(value: object) -> str:
    return _ENCODER.encode(value).decode()


def _fate(image: Image, decision: Decision) -> _Fate:
    outcome, cause, rule, reason, due = decision
    return _Fate(image.digest, image.tags, image.size, outcome, rule, reason, cause, due, decision.latest)
