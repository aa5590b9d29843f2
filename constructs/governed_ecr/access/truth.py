"""Truth that may be in doubt: True, False, or a Doubt that says what would settle it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is not known.

    named: the policy names somebody by it, so that it cannot be a stranger.
    undocumented: it is about what AWS does, so that no deployment settles it.
    unlikely: nothing says that AWS does it; a grant that needs it is as good as dead.
    """

    what: str
    named: bool = False
    undocumented: bool = False
    unlikely: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """True for some values of the facts, false for others."""

    facts: frozenset[Fact]

    @classmethod
    def about(cls, what: str, *, undocumented: bool = False) -> Doubt:
        return cls(frozenset({Fact(what, undocumented=undocumented)}))

    @property
    def named(self) -> bool:
        """Whether it is all about names that the policy gives."""
        return all(fact.named for fact in self.facts)


Truth = bool | Doubt


def negation(truth: Truth) -> Truth:
    return truth if isinstance(truth, Doubt) else not truth


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether one of them holds."""
    facts: set[Fact] = set()
    for truth in truths:
        if truth is True:
            return True
        if isinstance(truth, Doubt):
            facts |= truth.facts
    return Doubt(frozenset(facts)) if facts else False


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all of them hold."""
    return negation(any_of(negation(truth) for truth in truths))
