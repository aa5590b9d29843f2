"""Formulas in SMT-LIB, each on two rails: what can be taken for true of it, and what for false.

Where nothing is in doubt the second rail is the negation of the first. smt-lib.org/language.shtml
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Rails(NamedTuple):
    """A formula that may be in doubt."""

    holds: str
    fails: str

    def negated(self) -> Rails:
        return Rails(self.fails, self.holds)


def conjunction(formulas: Iterable[str]) -> str:
    return _joined("and", formulas, "true", "false")


def disjunction(formulas: Iterable[str]) -> str:
    return _joined("or", formulas, "false", "true")


def _joined(word: str, formulas: Iterable[str], neutral: str, decisive: str) -> str:
    parts = [formula for formula in dict.fromkeys(formulas) if formula != neutral]
    if decisive in parts:
        return decisive
    if len(parts) < 2:
        return parts[0] if parts else neutral
    return f"({word} {' '.join(parts)})"


def both(rails: Iterable[Rails]) -> Rails:
    """All of them."""
    parts = list(rails)
    return Rails(conjunction(rail.holds for rail in parts), disjunction(rail.fails for rail in parts))


def either(rails: Iterable[Rails]) -> Rails:
    """One of them."""
    parts = list(rails)
    return Rails(disjunction(rail.holds for rail in parts), conjunction(rail.fails for rail in parts))
