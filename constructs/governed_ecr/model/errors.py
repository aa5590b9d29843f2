"""The one error tree, and the problems that an error carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    place: where, as the reader would write it (``repositories[3].name``); empty when the whole input is meant.
    what: what is wrong, with the value that was found.
    mend: what is allowed instead, or how to get there.
    """

    place: str
    what: str
    mend: str

    def under(self, parent: str) -> Problem:
        """The same problem, seen from one level further out."""
        if not self.place:
            return replace(self, place=parent)
        joint = "" if self.place.startswith("[") or not parent else "."
        return replace(self, place=f"{parent}{joint}{self.place}")

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what} {self.mend}"


class GovernedEcrError(Exception):
    """An input that cannot become a registry. ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse(problems: Iterable[Problem], *, of: str = "") -> None:
    """Raise ``GovernedEcrError`` with all problems, placed under ``of``, if there are any."""
    found = [problem.under(of) for problem in problems]
    if found:
        raise GovernedEcrError(found)
