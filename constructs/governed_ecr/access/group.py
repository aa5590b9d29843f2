"""Facts of a request that are chosen together: a request is exactly one case of every group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ..model import actions
from .truth import Truth
from .world import Choice

OF_REGISTRY: Final = frozenset({*actions.READ_REGISTRY, *actions.ADMINISTER_REGISTRY})
"""Actions on the registry's own settings: their resource is ``*``."""


class Group:
    """Cases, and a table of what is true of them. Cases that nothing tells apart are one, the first."""

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        self.name = name
        self.choices = list(choices)
        self.rows: list[list[Truth]] = [[] for _ in choices]

    def column(self, about: Callable[[Choice], Truth]) -> Column:
        """Adds something that is true of some cases, and says where."""
        for row, choice in zip(self.rows, self.choices, strict=True):
            row.append(about(choice))
        return Column(self, len(self.rows[0]) - 1)

    def settle(self) -> None:
        """No more columns: joins the cases that are alike."""
        kept: dict[object, int] = {}
        for index, (choice, row) in enumerate(zip(self.choices, self.rows, strict=True)):
            kept.setdefault((choice.kinds, choice.action in OF_REGISTRY, choice.resource == "*", *row), index)
        self.choices = [self.choices[index] for index in kept.values()]
        self.rows = [self.rows[index] for index in kept.values()]

    @property
    def cases(self) -> list[str]:
        """The symbols that say which case is taken."""
        return [f"{self.name}-{index}" for index in range(len(self.choices))]

    @property
    def keys(self) -> set[str]:
        return {key.lower() for choice in self.choices for key, _ in choice.keys}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Something that is true of some of a group's cases."""

    group: Group
    at: int

    def truths(self) -> list[Truth]:
        return [row[self.at] for row in self.group.rows]
