"""Colour on a terminal."""

from __future__ import annotations


def painted(words: str, code: str, colour: bool) -> str:
    """``words`` in a colour or weight of ECMA-48 (``31``: red, ``1``: bold), if there is to be colour."""
    return f"\x1b[{code}m{words}\x1b[0m" if colour else words
