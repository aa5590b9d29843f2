"""Tags that can be moved to another image, and could not be before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..model import wildcards
from ..model.mutability import TagMutability
from ..rules.integrity.exclusions import FILTERS, excluded
from ..state.patterns import widest
from ..state.registry import Resource
from ..state.unknown import Unknown, Value
from .change import Change
from .weakened import may_be_weakened, weakened
from .words import several

_MODE: Final = "ImageTagMutability"
_EXCEPT: Final = (TagMutability.MUTABLE, TagMutability.MUTABLE_WITH_EXCLUSION)
_MOST_FILTERS: Final = 100
"""Many more than the five that ECR takes."""


@dataclass(frozen=True, slots=True)
class _Movable:
    """The tags that can be moved: those that a pattern matches or, with ``but``, all others."""

    but: bool
    patterns: tuple[str, ...] = ()

    def exceeds(self, other: _Movable) -> bool:
        """Whether some of these tags are none of the others."""
        if self.but and other.but:
            return not _all_covered(other.patterns, self.patterns)
        if self.but:
            return not any(map(wildcards.is_any, (*self.patterns, *other.patterns)))
        if other.but:
            return any(wildcards.overlaps(one, fixed) for one in self.patterns for fixed in other.patterns)
        return not _all_covered(self.patterns, other.patterns)


def mutability_changes(before: Resource, after: Resource, who: str) -> Iterator[Change]:
    """What tag mutability mode and exclusion filters let move. who: the resource after, as a sentence calls it."""
    old, new = before.get(_MODE) or TagMutability.MUTABLE, after.get(_MODE) or TagMutability.MUTABLE
    if old not in tuple(TagMutability) or not (isinstance(new, Unknown) or new in tuple(TagMutability)):
        return  # what it was only a deployment knows, or ECR refuses it
    kept = {str(pattern) for pattern in _filters(old, before)} & {str(pattern) for pattern in _filters(new, after)}
    words = f"from {_phrase(old, before)} to {_phrase(new, after)}"
    if _movable(new, after, kept, most=False).exceeds(_movable(old, before, kept, most=True)):
        yield weakened(after, f"{who} lets more tags be moved: {words}.", _MODE)
    elif _movable(new, after, kept, most=True).exceeds(_movable(old, before, kept, most=False)):
        yield may_be_weakened(after, f"{who} may let more tags be moved: {words}", _MODE)


def _movable(mode: Value, resource: Resource, kept: Iterable[str], *, most: bool) -> _Movable:
    """The most tags that may turn out to be movable, or the fewest. kept: patterns of both sides, known or not."""
    if isinstance(mode, Unknown):
        return _Movable(but=most)
    but = mode in _EXCEPT
    patterns = []
    for pattern in _filters(mode, resource):
        if isinstance(pattern, str) or str(pattern) in kept:
            patterns.append(str(pattern))
        elif most is not but:
            patterns.append(widest(pattern))
    return _Movable(but, tuple(patterns))


def _filters(mode: Value, resource: Resource) -> list[Value]:
    if not (isinstance(mode, str) and TagMutability(mode).takes_filters):
        return []
    found = excluded(resource)
    return [resource.get(FILTERS)] if found is None else found[:_MOST_FILTERS]


def _all_covered(patterns: Iterable[str], by: Iterable[str]) -> bool:
    wide = tuple(by)
    return all(any(wildcards.covers(one, pattern) for one in wide) for pattern in patterns)


def _phrase(mode: Value, resource: Resource) -> str:
    filters = [str(pattern) for pattern in _filters(mode, resource)]
    return f"{mode} ({several(filters)})" if filters else str(mode)
