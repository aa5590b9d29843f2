"""``governed-ecr comment``: a review where the change is discussed, in one comment that is kept current."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any, Final

from ..forge.api import RefusalError
from ..forge.run import discussion
from ..forge.sticky import marker_of, post
from ..model.errors import GovernedEcrError, Problem
from . import exits
from .files import parse, read_text
from .options import named
from .output import write

FORBIDDEN: Final = 403
EPILOG: Final = """\
examples:
  governed-ecr comment review.md
  governed-ecr comment review.md --name production --event "$GITHUB_EVENT_PATH"

environment:
  GitHub Actions: GITHUB_TOKEN, with the permission `pull-requests: write`
  GitLab CI/CD: GITLAB_TOKEN, a project access token with the scope api

exit codes: 0 commented, or nowhere to; 2 unusable input, or no answer
"""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=named, metavar="FILE", help="the comment's Markdown; - for stdin")
    parser.add_argument("--name", default="review", help="tells several comments apart (default: review)")
    parser.add_argument(
        "--event", type=named, metavar="FILE", help="GitHub's event (default: what GITHUB_EVENT_PATH names)"
    )
    parser.add_argument(
        "--number", type=int, metavar="N", help="of the pull request or merge request (default: the run's)"
    )


def run(options: Namespace) -> int:
    text = read_text(options.file)
    marker_of(options.name)
    where = discussion(os.environ, _event(options.event), options.number)
    if isinstance(where, str):
        _instead(text, where)
        return exits.CLEAN
    try:
        posted = post(where, options.name, text)
    except GovernedEcrError as error:
        may_not = isinstance(error, RefusalError) and error.status == FORBIDDEN
        _instead(text, " ".join(str(problem) for problem in error.problems) if may_not else "")
        if not may_not:
            raise
        return exits.CLEAN
    write(f"{'Created' if posted.created else 'Updated'} the comment {posted.url}".rstrip() + ".\n")
    return exits.CLEAN


def _event(name: str | None) -> Any:
    name = name or os.environ.get("GITHUB_EVENT_PATH")
    if not name:
        return None
    event = parse(read_text(name), name)
    if not isinstance(event, Mapping):
        raise GovernedEcrError([Problem(name, "Not a mapping.", "Name the file of GITHUB_EVENT_PATH.")])
    return event


def _instead(text: str, why: str) -> None:
    """Put the text into the run's summary, where there is one, and say why it is no comment."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        try:
            with open(summary, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{text}\n")
        except OSError as error:
            mend = "Set GITHUB_STEP_SUMMARY to a file."
            raise GovernedEcrError([Problem(summary, f"{error.strerror}.", mend)]) from None
    if why:
        there = " It is in the run's summary." if summary else ""
        write(f"{'::notice title=governed-ecr::' if summary else ''}No comment. {_one_line(why)}{there}\n")


def _one_line(text: str) -> str:
    """As data of a workflow command: github.com/actions/toolkit escapes these."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
