"""Texts of which only a part is known, as patterns."""

from __future__ import annotations

from ..model.wildcards import ANY
from .unknown import Unknown, Value


def widest(value: Value) -> str:
    """The pattern of every text that a value may become: any where it is no text, or not there."""
    if isinstance(value, Unknown):
        return "".join(part if isinstance(part, str) else ANY for part in value.parts)
    return value if isinstance(value, str) else ANY
