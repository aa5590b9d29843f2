"""One comment that is kept current, instead of another one for every push."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from ..model.errors import GovernedEcrError, Problem

_NAME: Final = re.compile(r"[A-Za-z0-9](-?[A-Za-z0-9._/])*", re.ASCII)
_LONGEST_NAME: Final = 100
_CUT: Final = "\n\n*The rest is left out: a comment takes no more.*\n"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a discussion. Ids grow with time."""

    id: int
    author: str
    body: str


class Discussion(Protocol):
    """The comments of one pull request or merge request. Each method may raise what ``Api`` raises."""

    @property
    def longest(self) -> int:
        """Characters that a comment may have."""

    def me(self) -> str:
        """Whose comments the token writes."""

    def comments(self) -> Iterable[Comment]: ...

    def create(self, body: str) -> str:
        """Returns the new comment's address."""

    def update(self, comment: Comment, body: str) -> str:
        """Returns the comment's address."""


@dataclass(frozen=True, slots=True)
class Posted:
    """created: whether the comment is a new one. url: where it is."""

    created: bool
    url: str


def post(discussion: Discussion, name: str, text: str) -> Posted:
    """Update the newest comment that was posted under ``name`` by the same author, or create one.

    A line that nobody sees makes the comment known. Raises GovernedEcrError for a name that cannot be in it.
    """
    marker = marker_of(name)
    body = shortened(f"{marker}\n{text}", discussion.longest)
    me = discussion.me()
    mine = (each for each in discussion.comments() if each.author == me and each.body.lstrip().startswith(marker))
    known = max(mine, key=lambda comment: comment.id, default=None)
    if known is None:
        return Posted(True, discussion.create(body))
    return Posted(False, discussion.update(known, body))


def marker_of(name: str) -> str:
    """The line that comments begin with; raises GovernedEcrError for a name that would end it early."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        allowed = f"Allowed: at most {_LONGEST_NAME} letters, digits, dots, underscores, slashes and single hyphens."
        raise GovernedEcrError([Problem("--name", f"{name!r}.", allowed)])
    return f"<!-- governed-ecr: {name} -->"


def shortened(body: str, longest: int) -> str:
    """``body``, cut after a line where it has more characters than a comment takes, and saying so."""
    if len(body) <= longest:
        return body
    kept = body[: longest - len(_CUT)]
    return kept[: kept.rfind("\n") if "\n" in kept else None] + _CUT
