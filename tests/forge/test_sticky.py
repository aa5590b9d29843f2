"""One comment, and whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governed_ecr.forge.sticky import Comment, marker_of, post, shortened
from governed_ecr.model.errors import GovernedEcrError

MARKER = "<!-- governed-ecr: review -->"


@dataclass
class Memory:
    """A discussion that is a list."""

    said: list[Comment] = field(default_factory=list)
    longest: int = 1_000

    def me(self) -> str:
        return "bot"

    def comments(self) -> Iterable[Comment]:
        return iter(self.said)

    def create(self, body: str) -> str:
        self.said.append(Comment(len(self.said) + 1, "bot", body))
        return f"#{len(self.said)}"

    def update(self, comment: Comment, body: str) -> str:
        self.said[self.said.index(comment)] = Comment(comment.id, comment.author, body)
        return f"#{comment.id}"


def test_the_first_is_created_and_the_next_updates_it() -> None:
    memory = Memory()

    first, second = post(memory, "review", "one"), post(memory, "review", "two")

    assert (first.created, first.url) == (True, "#1")
    assert (second.created, second.url) == (False, "#1")
    assert memory.said == [Comment(1, "bot", f"{MARKER}\ntwo")]


def test_names_tell_comments_apart() -> None:
    memory = Memory()
    for name in ("review", "review-2", "prod/eu"):
        assert post(memory, name, name).created
    post(memory, "review", "again")
    assert [comment.body.split("\n")[1] for comment in memory.said] == ["again", "review-2", "prod/eu"]


@pytest.mark.parametrize(
    "comment",
    [
        Comment(1, "mallory", f"{MARKER}\nfake"),
        Comment(1, "bot", f"> {MARKER}\nquoted"),
        Comment(1, "bot", "<!-- governed-ecr: review2 -->"),
        Comment(1, "bot", "no marker"),
    ],
)
def test_others_comments_stay_as_they_are(comment: Comment) -> None:
    memory = Memory([comment])

    assert post(memory, "review", "mine").created
    assert memory.said[0] == comment


def test_of_several_the_newest_is_kept_current() -> None:
    memory = Memory([Comment(number, "bot", f"{MARKER}\nold") for number in (4, 9, 6)])

    assert post(memory, "review", "new").url == "#9"
    assert [comment.body[-3:] for comment in memory.said] == ["old", "new", "old"]


@pytest.mark.parametrize("name", ["", "a b", "a--b", "-", "a-", "-->", "a\n", "é", "x" * 101, "a>"])
def test_a_name_cannot_end_the_marker(name: str) -> None:
    with pytest.raises(GovernedEcrError, match=r"--name: .* Allowed: at most 100 letters"):
        marker_of(name)


def test_whats_longer_than_a_comment_is_cut_after_a_line() -> None:
    memory = Memory(longest=200)

    post(memory, "review", "\n".join(f"line {number}" for number in range(100)))

    lines = memory.said[0].body.splitlines()
    assert len(memory.said[0].body) <= 200
    assert lines[-1] == "*The rest is left out: a comment takes no more.*"
    assert lines[0] == MARKER
    assert lines[1:-2] == [f"line {number}" for number in range(len(lines) - 3)]
    assert len(lines) > 10


@given(st.text(alphabet="ab\n", max_size=300), st.integers(60, 300))
def test_shortened(body: str, longest: int) -> None:
    short = shortened(body, longest)
    assert len(short) <= longest
    assert (short == body) == (len(body) <= longest)
