"""Simulations as JSON, which docs/schemas/lifecycle-1.json describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from json.encoder import encode_basestring_ascii as _text
from typing import Any, Final

from .decision import Decision
from .forecast import Event, days
from .image import Image
from .simulation import Simulation

VERSION: Final = 1


def document(simulations: Iterable[Simulation]) -> Iterator[str]:
    """The document in pieces, one image on a line."""
    yield f'{{"version": {VERSION}, "repositories": ['
    for number, simulation in enumerate(simulations):
        yield ",\n" if number else "\n"
        yield from _repository(simulation)
    yield "\n]}\n"


def _repository(simulation: Simulation) -> Iterator[str]:
    listing = simulation.listing
    head: dict[str, Any] = {"repository": listing.repository}
    if listing.registry is not None:
        head["registry"] = listing.registry
    head["at"] = simulation.at.isoformat()
    yield f'{json.dumps(head)[:-1]}, "images": ['
    yield ",".join(_images(listing.images, simulation.decisions))
    sums = {outcome.value: total.to_dict() for outcome, total in simulation.totals.items()}
    tail: dict[str, Any] = {"totals": sums}
    if simulation.notes:
        tail["notes"] = list(simulation.notes)
    if simulation.until:
        tail["forecast"] = _forecast(simulation, simulation.until)
    yield f"\n], {json.dumps(tail)[1:]}"


def _images(images: Sequence[Image], decisions: Sequence[Decision]) -> Iterator[str]:
    """Written by hand, because one million objects take json.dumps longer than everything else together."""
    ends: dict[int, str] = {}
    reasons: dict[str, str] = {}
    for image, decision in zip(images, decisions, strict=True):
        end = ends.get(id(decision))
        if end is None:
            end = ends[id(decision)] = _decision(decision, reasons)
        tags = ", ".join(map(_text, image.tags))
        yield f'\n{{"digest": {_text(image.digest)}, "tags": [{tags}], "bytes": {image.size}, {end}}}'


def _decision(decision: Decision, reasons: dict[str, str]) -> str:
    """The members that a decision makes; sentences are shared, so each is encoded once."""
    outcome, cause, rule, reason, due = decision
    said = reasons.get(reason) or reasons.setdefault(reason, _text(reason))
    return (
        f'"outcome": "{outcome}", "rule": {"null" if rule is None else rule}, "reason": {said}, "cause": "{cause}", '
        f'"due": {_moment(due)}, "latest": {_moment(decision.latest)}'
    )


def _moment(moment: datetime | None) -> str:
    return "null" if moment is None else f'"{moment.isoformat()}"'


def _forecast(simulation: Simulation, until: datetime) -> dict[str, Any]:
    return {
        "until": until.isoformat(),
        "days": [
            {
                "day": day.day.isoformat(),
                "expire": day.expire.to_dict(),
                "archive": day.archive.to_dict(),
                "undetermined": day.undetermined.to_dict(),
                "left": day.left.to_dict(),
            }
            for day in days(simulation.listing.images, simulation.events)
        ],
        "events": [_event(event) for event in simulation.events],
    }


def _event(event: Event) -> dict[str, Any]:
    image, decision = event.image, event.decision._replace(due=event.due)
    written: dict[str, Any] = json.loads("".join(_images([image], [decision])))
    return written
