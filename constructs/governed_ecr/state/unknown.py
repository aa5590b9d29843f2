"""What only a deployment knows. It stays explicit: nothing that reads a template ever guesses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Reference:
    """An intrinsic that could not be resolved.

    expression: as Fn::Sub writes it, without ``${}``: ``AWS::AccountId``, ``Key.Arn``, ``Import:Hub-KeyArn``.
    template, logical_id, attribute: the resource that it reads, where that is one (``attribute`` empty for a Ref).
    """

    expression: str
    template: str = ""
    logical_id: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value of which at least one part is not known; the known parts of a text are kept."""

    parts: tuple[str | Reference, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else f"${{{part.expression}}}" for part in self.parts)

    @property
    def reference(self) -> Reference | None:
        """The reference that is the whole value, if one is."""
        (first, *rest) = self.parts
        return first if isinstance(first, Reference) and not rest else None

    def may_be(self, text: str) -> bool:
        """Whether some values of the unknown parts would make it this text."""
        expression = "".join(re.escape(part) if isinstance(part, str) else ".*" for part in self.parts)
        return re.fullmatch(expression, text, re.DOTALL) is not None


Value: TypeAlias = Any
"""What JSON holds (None, bool, int, float, str, list, dict), or an Unknown in the place of any of it."""

NO_VALUE: Final = object()
"""What Ref AWS::NoValue gives: it takes away the property or the entry that it stands for."""
