"""Values that numbers, dates and addresses are tried with: one for each case that conditions can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise

from ..state.policy import Condition
from ..state.unknown import Unknown
from .conditions import TEXTUAL, positive
from .glob import Pattern, Wild


def between(limits: Iterable[float]) -> list[float]:
    """The limits, a value between any two of them, one below and one above."""
    ordered = sorted(set(limits))
    middles = [(low + high) / 2 for low, high in pairwise(ordered)]
    return [point for point in (*ordered, *middles, ordered[0] - 1, ordered[-1] + 1) if point >= 0]


def limits(conditions: Iterable[Condition], parse: Callable[[str], float]) -> Iterator[float]:
    """What a key is compared with, as far as it can be read."""
    for condition in conditions:
        for value in condition.values:
            try:
                if not isinstance(value, Unknown):
                    yield parse(value)
            except (ValueError, OverflowError):
                continue


def is_ordered(condition: Condition) -> bool:
    """Whether it compares numbers or dates."""
    return condition.operator.startswith(("Numeric", "Date"))


def is_textual(condition: Condition) -> bool:
    return positive(condition.operator)[0] in TEXTUAL


def date(point: float) -> str:
    """A number of seconds since 1970 as AWS writes a date."""
    if point >= 250_000_000_000:
        return number(point)
    written = datetime.fromtimestamp(point, UTC).isoformat(
        timespec="seconds" if point == int(point) else "milliseconds"
    )
    return written.replace("+00:00", "Z")


def number(point: float) -> str:
    return str(int(point)) if point == int(point) else repr(point)


def written_out(patterns: Iterable[Pattern], like: Iterable[str]) -> Iterator[str]:
    """Texts that match a pattern each, with the ends of ``like`` for its wildcards: dates out of ``2027-0*``."""
    ends = [text[at:] for text in like for at in range(len(text) + 1)]
    for pattern in dict.fromkeys(patterns):
        for end in ends if any(isinstance(token, Wild) for token in pattern.tokens) else [""]:
            yield "".join(
                token if isinstance(token, str) else end if token in (Wild.RUN, Wild.RUN_IN_PART) else end[:1]
                for token in pattern.tokens
            )
