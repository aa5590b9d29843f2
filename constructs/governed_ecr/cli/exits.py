"""How a command ends: its exit codes, and what it says on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Final, TextIO

from ..model.errors import Problem
from ..report.printable import printable

CLEAN: Final = 0
FOUND: Final = 1
"""There is something to mend."""
UNUSABLE: Final = 2
"""The input, an option or the output: nothing was judged, or nobody could read it."""
FAULT: Final = 70
"""Of this program, not of its input (EX_SOFTWARE)."""
INTERRUPTED: Final = 130

_PROBLEMS: Final = 100


def complain(problems: Iterable[Problem]) -> None:
    """One line for each problem; of very many, the first ones."""
    lines = [f"governed-ecr: {printable(str(problem))}" for problem in problems]
    if len(lines) > _PROBLEMS + 1:  # to count a single one takes a line as well
        lines[_PROBLEMS:] = [f"governed-ecr: and {len(lines) - _PROBLEMS:,} more problems."]
    if sys.stderr is not None:
        try:
            print("\n".join(lines), file=sys.stderr, flush=True)
        except OSError:  # nobody is there to be told
            forget(sys.stderr)


def forget(stream: TextIO | None) -> None:
    """Python flushes what it could not write once more when it ends, and would complain again."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
