"""What is done for repositories whose names are like a pattern, and what others leave of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..model import wildcards
from ..state.unknown import Value
from .words import several

_SCANNED: Final = ("", "on push", "continuously")


@dataclass(frozen=True, slots=True)
class Cover:
    """What is done for the repositories whose names are like a pattern: how often they are scanned, or who signs.

    known: whether all of it is; else it is the most that it may turn out to be.
    """

    pattern: str
    often: int = 0
    profile: str = ""
    known: bool = True

    def is_in(self, others: Iterable[Cover]) -> bool:
        """Whether one of the others does as much for all of these repositories."""
        return any(wildcards.covers(other.pattern, self.pattern) for other in others if self._is_met_by(other))

    def left_by(self, others: Iterable[Cover]) -> list[str]:
        """The patterns of the others that do as much for some of these repositories."""
        found = [
            one.pattern for one in others if self._is_met_by(one) and wildcards.overlaps(one.pattern, self.pattern)
        ]
        return [one for one in found if not any(wide != one and wildcards.covers(wide, one) for wide in found)]

    def lost(self, name: Value, others: Iterable[Cover]) -> bool:
        """Whether this is for a repository of that name, and none of the others is."""
        if not isinstance(name, str) or not wildcards.matches(self.pattern, name):
            return False
        return not any(wildcards.matches(other.pattern, name) for other in others if self._is_met_by(other))

    def instead(self, others: Iterable[Cover]) -> list[str]:
        """What is done for some of these repositories in the place of this."""
        less = [one for one in others if not self._is_met_by(one) and wildcards.overlaps(one.pattern, self.pattern)]
        return list(dict.fromkeys(f"with {one.profile}" if one.profile else _SCANNED[one.often] for one in less))

    def _is_met_by(self, other: Cover) -> bool:
        return other.often >= self.often and (other.profile == self.profile or not other.known)


def told(kind: Cover, patterns: Sequence[str], left: Sequence[str], instead: Sequence[str]) -> str:
    """What is lost for repositories like ``patterns``. left: the patterns of those that keep it."""
    if left:
        others = "all" if _is_all(patterns) else f"those named like {several(patterns)}"
        return f"only {subject(kind, left)} are {done(kind)} now, no longer {others}"
    return f"{subject(kind, patterns)} are no longer {done(kind)}{', but ' if instead else ''}{several(instead)}"


def subject(kind: Cover, patterns: Sequence[str]) -> str:
    """What is scanned or signed, of repositories like ``patterns``."""
    repositories = "repositories" if _is_all(patterns) else f"repositories named like {several(patterns)}"
    return f"images of {repositories}" if kind.profile else repositories


def done(kind: Cover) -> str:
    """What is done for it."""
    return f"signed with {kind.profile}" if kind.profile else f"scanned {_SCANNED[kind.often]}"


def _is_all(patterns: Sequence[str]) -> bool:
    return any(map(wildcards.is_any, patterns))
