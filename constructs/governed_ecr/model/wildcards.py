"""Patterns of tags and names with one wildcard, ``*`` for any characters or none.

So ECR reads the patterns of lifecycle rules and of exclusion filters. Every function takes time linear in its inputs.
"""

from __future__ import annotations

from typing import Final

ANY: Final = "*"

_NEW: Final = "\0"
"""A character that no tag, name or pattern has."""


def matches(pattern: str, text: str) -> bool:
    """Whether ``text``, the whole of it, is one of the texts that ``pattern`` stands for."""
    first, *rest = pattern.split(ANY)
    if not rest:
        return pattern == text
    *middle, last = rest
    at, end = len(first), len(text) - len(last)
    if end < at or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def covers(wide: str, narrow: str) -> bool:
    """Whether ``wide`` matches everything that ``narrow`` matches.

    A character that ``wide`` does not have can only stand where one of its wildcards is, and there may anything stand.
    Patterns that cover another only together do not exist for the same reason: one of them does it alone.
    """
    return matches(wide, narrow.replace(ANY, _NEW))


def overlaps(one: str, other: str) -> bool:
    """Whether some text is matched by both.

    Where both have wildcards only their ends can be at odds: what is between them fits in one after the other.
    """
    if ANY not in one:
        return matches(other, one)
    if ANY not in other:
        return matches(one, other)
    heads = (one.partition(ANY)[0], other.partition(ANY)[0])
    tails = (one.rpartition(ANY)[2], other.rpartition(ANY)[2])
    (short_head, head), (short_tail, tail) = sorted(heads, key=len), sorted(tails, key=len)
    return head.startswith(short_head) and tail.endswith(short_tail)


def is_any(pattern: str) -> bool:
    """Whether the pattern matches every text."""
    return bool(pattern) and not pattern.strip(ANY)
