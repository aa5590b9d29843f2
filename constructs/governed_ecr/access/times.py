"""When a request is made: from now on, and the same for all keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from .conditions import KeyValue, moment
from .points import between, date, is_textual, limits, number, written_out
from .truth import Fact
from .world import Choice, Vocabulary

EARLIEST: Final = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
"""No request of the past is an exposure. This is a date of ours and not the machine's clock, so that a proof is the
same wherever and whenever it is made; it moves on with releases."""

_NOW: Final = 1_800_000_000.0
_DATE, _SECONDS = "aws:currenttime", "aws:epochtime"


def times(vocabulary: Vocabulary) -> list[Choice]:
    """The cases of instants."""
    conditions = [*vocabulary.of_key(_DATE), *vocabulary.of_key(_SECONDS)]
    if not conditions:
        return [Choice()]
    points = between({_NOW, EARLIEST, *limits(conditions, moment)})
    if any(map(is_textual, conditions)):
        points += limits_of_texts(vocabulary)
    found = [_at(vocabulary, {_DATE: date(point), _SECONDS: number(point)}) for point in points if point >= EARLIEST]
    compared = [key for key in (_DATE, _SECONDS) if any(map(is_textual, vocabulary.of_key(key)))]
    return [*found, *(_at(vocabulary, dict.fromkeys((_DATE, _SECONDS), as_text(vocabulary, key))) for key in compared)]


def limits_of_texts(vocabulary: Vocabulary) -> list[float]:
    """Instants that match texts, as far as some are found."""
    found: list[float] = []
    for text in written_out(vocabulary.patterns(_DATE), [f"{year}-12-15T08:00:00Z" for year in (2027, 2036)]):
        try:
            if (point := moment(text)) >= EARLIEST and date(point) == text:
                found.append(point)
        except (ValueError, OverflowError):
            continue
    return list(dict.fromkeys(found))


def as_text(vocabulary: Vocabulary, key: str) -> Fact:
    """What stands for the values of a number, a date or an address that is compared as a text: they are too many to
    try, and nobody knows how AWS writes each."""
    return Fact(f"how AWS writes {vocabulary.keys[key]} where it is compared as a text", undocumented=True)


def _at(vocabulary: Vocabulary, values: dict[str, KeyValue]) -> Choice:
    return Choice(tuple((vocabulary.keys[key], value) for key, value in values.items() if key in vocabulary.keys))
