"""What a command writes: to stdout, or to a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..model.errors import GovernedEcrError, Problem
from .exits import forget


def write(text: str, to: Path | None = None) -> None:
    """Write ``text`` to a file, or to stdout. Raises GovernedEcrError where that cannot be.

    A reader of stdout who has seen enough (``| head``) is no error.
    """
    try:
        if to is not None:
            to.write_text(text, encoding="utf-8", errors="backslashreplace")
            return
        if sys.stdout is None:
            raise OSError(None, "It is closed")
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        forget(sys.stdout)
    except OSError as error:
        if to is None:
            forget(sys.stdout)
        place = "stdout" if to is None else str(to)
        raise GovernedEcrError([Problem(place, f"{error.strerror}.", "Nothing could be written to it.")]) from None


def colour(to: Path | None = None) -> bool:
    """Whether to write in colour: on a terminal, or as NO_COLOR and FORCE_COLOR say (no-color.org)."""
    if to is not None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
