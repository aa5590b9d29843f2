"""Options that several commands have."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # importing it imports every rule, which commands without rules need not wait for
    from ..rules.rule import Severity

FAIL_ON: Final = ("error", "warning", "note", "never")
"""The severities, worst first, and the word for none of them."""


def named(text: str) -> str:
    """The path of an argument or option. An empty one would mean the current folder, which nobody means."""
    if not text:
        raise ArgumentTypeError("an empty path")
    return text


def add_context(parser: ArgumentParser) -> None:
    """``--context``; its value is for ``facts.read_context``."""
    parser.add_argument("--context", type=named, metavar="FILE", help="facts about your organization, or registry.yaml")


def add_output(parser: ArgumentParser, formats: Sequence[str]) -> None:
    """``--format`` and ``--output``; the first format is the default."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"what to write (default: {formats[0]})")
    parser.add_argument("--output", type=_file, metavar="FILE", help="write there instead of to stdout")


def _file(text: str) -> Path:
    return Path(named(text))


def add_fail_on(parser: ArgumentParser) -> None:
    """``--fail-on``; its value is for ``fails``."""
    parser.add_argument(
        "--fail-on", choices=FAIL_ON, default=FAIL_ON[0], help="the least severity that exits with 1 (default: error)"
    )


def fails(severities: Iterable[Severity], fail_on: str) -> bool:
    """Whether any of the severities is at or above the least one that fails; ``never`` is below none."""
    failing = FAIL_ON[: FAIL_ON.index(fail_on) + 1] if fail_on != "never" else ()
    return any(severity.value in failing for severity in severities)
