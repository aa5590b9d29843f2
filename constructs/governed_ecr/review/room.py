"""The room that a text of limited length has left, and what had none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Room:
    """left: characters that may still be written. cut: how much had no room, by what it is."""

    left: int
    cut: Counter[str] = field(default_factory=Counter)

    def fitting(self, items: Sequence[T], line: Callable[[T], str], noun: str, part: float = 1) -> list[str]:
        """The lines of the items up to the first for which ``part`` of the room is not enough; the rest is counted."""
        within = int(self.left * part)
        shown: list[str] = []
        for item in items:
            text = line(item)
            within -= len(text) + 1
            if within < 0:
                break
            self.left -= len(text) + 1
            shown.append(text)
        if len(shown) < len(items):
            self.cut[noun] += len(items) - len(shown)
        return shown
