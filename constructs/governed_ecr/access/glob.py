"""Patterns of policies, and the parts of the texts that they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache


class Wild(Enum):
    """What a pattern has besides characters. The last two do not cross a colon: each part of an ARN is its own."""

    ONE = "?"
    RUN = "*"
    ONE_IN_PART = "? within a part"
    RUN_IN_PART = "* within a part"


Token = str | Wild
RUNS = (Wild.RUN, Wild.RUN_IN_PART)
_EXPRESSIONS = {Wild.ONE: ".", Wild.RUN: ".*?", Wild.ONE_IN_PART: "[^:]", Wild.RUN_IN_PART: "[^:]*?"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Characters and wildcards that must cover a whole text."""

    tokens: tuple[Token, ...]
    ignore_case: bool = False

    def matches(self, text: str) -> bool:
        return _compiled(self).fullmatch(text) is not None


@lru_cache(maxsize=20_000)
def _compiled(pattern: Pattern) -> re.Pattern[str]:
    """An expression that never goes back behind a run but the last: what follows a run is best found at once, as that
    leaves most for the rest. So the time is linear in the text, whatever the pattern."""
    chunks: list[list[Token]] = [[]]
    for token in pattern.tokens:
        if token in RUNS:
            chunks.append([token])
        else:
            chunks[-1].append(token)
    first, *middle = [
        "".join(_EXPRESSIONS[t] if isinstance(t, Wild) else re.escape(t) for t in chunk) for chunk in chunks
    ]
    last = middle.pop() if middle else ""
    expression = first + "".join(f"(?>{chunk})" for chunk in middle) + last.replace("*?", "*", 1)
    return re.compile(expression, re.DOTALL | (re.IGNORECASE if pattern.ignore_case else 0))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Patterns of which only counts whether one of them matches, as it does with the values of a condition."""

    patterns: tuple[Pattern, ...]


class TooComplexError(Exception):
    """There are too many cases to look at each."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a word: a fixed text, or ``low`` to ``high`` characters of an alphabet (no limit for None).

    readers: the names of those who see this part; what they see of a word, put together, is what they match.
    samples: texts that make good examples, best first.
    """

    readers: frozenset[str]
    text: str | None = None
    alphabet: str = ""
    low: int = 1
    high: int | None = None
    samples: tuple[str, ...] = ()
