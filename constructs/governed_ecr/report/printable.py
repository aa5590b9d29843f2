"""Text of others that people will see: nothing in it may move a cursor, ring a bell or turn the reading direction."""

from __future__ import annotations

from typing import Final

MOST: Final = 1_000
"""Characters of one text that are shown."""


def printable(text: str, most: int = MOST) -> str:
    """``text`` on one line, cut to ``most`` characters; what has no glyph of its own is written as an escape.

    Control characters, line breaks, marks of direction, zero-width characters and lone surrogates are such. Output for
    programs is not for this: JSON escapes by itself.
    """
    if len(text) > most:
        text = f"{text[: most - 3]}..."
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)
