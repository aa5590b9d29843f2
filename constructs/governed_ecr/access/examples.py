"""Examples of all the ways in which one text can match several patterns at once.

A proof of "nobody" needs every case. The texts that match a set of patterns in the same way are one case, so that one
example of each is enough; ``examples`` finds them all by walking through the patterns side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from .automaton import Automaton, Word
from .glob import AnyOf, Part, Pattern

_WORTH_READING = 40
"""How many words at most are made plain."""


def read(parts: Sequence[Part], word: Word, reader: str) -> str:
    """What one reader sees of a word."""
    return "".join(text for part, text in zip(parts, word, strict=True) if reader in part.readers)


def examples(
    parts: Sequence[Part], patterns: Mapping[str, Iterable[Pattern | AnyOf]], limit: int = 600_000
) -> list[Word]:
    """One word for each way in which the readers' patterns can match at once, samples first.

    limit: how many steps to take at most; beyond it ``TooComplexError`` is raised.
    """
    automaton = Automaton(patterns)
    if not automaton.start:
        return [tuple((part.text if part.text is not None else part.samples[0]) for part in parts)]
    found: dict[frozenset[int], Word] = {}
    choices = [(part.text,) if part.text is not None else part.samples for part in parts]
    for word in product(*choices):
        found.setdefault(automaton.of_word(parts, word), word)
    walked: dict[frozenset[int], Word] = {}
    for accepted, word in automaton.walk(parts, limit):
        if accepted not in found:
            walked.setdefault(accepted, word)
    plain = len(walked) <= _WORTH_READING
    return [*found.values(), *(automaton.plainer(parts, word) if plain else word for word in walked.values())]
