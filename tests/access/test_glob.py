"""Patterns match as AWS says, and examples cover every way in which several can match."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.access.examples import examples, read
from governed_ecr.access.glob import AnyOf, Part, Pattern, TooComplexError
from governed_ecr.access.text import ARN, EXACT, LIKE, NOCASE, How, Own, comparand

OWN = Own("111111111111", "us-east-1")
READER = frozenset({"r"})


def pattern(text: str, how: How = LIKE) -> Pattern:
    return comparand(text, how, OWN).pattern


@pytest.mark.parametrize(
    ("how", "given_pattern", "text", "expected"),
    [
        (EXACT, "a*", "a*", True),
        (EXACT, "a*", "ab", False),
        (NOCASE, "Ab", "aB", True),
        (LIKE, "a*b?", "axxbc", True),
        (LIKE, "a*b", "ab\n", False),
        (LIKE, "*a*a*", "xaa", True),
        (LIKE, "*ab", "aab", True),
        (LIKE, "*ab*ab", "ab", False),
        (LIKE, "${*}${?}", "*?", True),
        (LIKE, "${*}", "x", False),
        (ARN, "arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a:b", True),
        (ARN, "arn:aws:*:role/x:y:z", "arn:aws:iam::1:role/x:y:z", False),
        (ARN, "arn:a*s:i?m::*1:role/x", "arn:aws:iam::21:role/x", True),
        (ARN, "arn:*x:iam::1:r", "arn:axx:iam::1:r", True),
    ],
)
def test_matching(how: How, given_pattern: str, text: str, expected: bool) -> None:
    assert pattern(given_pattern, how).matches(text) is expected


def simple(glob: str, text: str) -> bool:
    """Matching as one would write it down, and slow."""
    if not glob:
        return not text
    if glob[0] == "*":
        return any(simple(glob[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and glob[0] in ("?", text[0]) and simple(glob[1:], text[1:])


GLOBS = st.text("ab*?", max_size=6)


@given(GLOBS, st.text("abc", max_size=7))
@settings(deadline=None, max_examples=300)
def test_matching_agrees_with_its_definition(glob: str, text: str) -> None:
    assert pattern(glob).matches(text) is simple(glob, text)


@given(st.lists(GLOBS, max_size=4))
@settings(deadline=None, max_examples=150)
def test_examples_cover_all_ways_of_matching(globs: list[str]) -> None:
    patterns = [pattern(glob) for glob in globs]
    parts = [Part(READER, alphabet="abc", low=0, samples=("c",))]

    def way(text: str) -> tuple[bool, ...]:
        return tuple(each.matches(text) for each in patterns)

    covered = {way(read(parts, word, "r")) for word in examples(parts, {"r": patterns})}
    texts = ("".join(letters) for size in range(6) for letters in product("abc", repeat=size))
    assert covered >= {way(text) for text in texts}


def test_readers_see_their_parts_of_one_word() -> None:
    parts = [
        Part(frozenset({"arn"}), text="arn:"),
        Part(frozenset({"arn", "account"}), alphabet="12", low=2, high=2, samples=("11",)),
        Part(frozenset({"arn"}), alphabet="xy", samples=("x",)),
    ]
    patterns = {"arn": [pattern("arn:2*y")], "account": [pattern("?2")]}
    words = examples(parts, patterns)
    seen = {(read(parts, word, "arn"), read(parts, word, "account")) for word in words}
    assert seen == {("arn:11x", "11"), ("arn:12x", "12"), ("arn:21y", "21"), ("arn:22y", "22")}


def test_time_is_bounded() -> None:
    started = time.process_time()
    assert not pattern("*a" * 500 + "b").matches("a" * 5000)
    many = [pattern(f"*{a}*{b}*{c}*") for a, b, c in product("abcd", repeat=3)]
    with pytest.raises(TooComplexError):
        examples([Part(READER, alphabet="abcd", samples=("a",))], {"r": many})
    assert time.process_time() - started < 8


@given(st.lists(st.lists(GLOBS, min_size=1, max_size=4), max_size=3))
@settings(deadline=None, max_examples=150)
def test_of_several_patterns_it_counts_whether_one_matches(groups: list[list[str]]) -> None:
    patterns = [AnyOf(tuple(map(pattern, globs))) for globs in groups]
    parts = [Part(READER, alphabet="abc", low=0, samples=("c",))]

    def way(text: str) -> tuple[bool, ...]:
        return tuple(any(each.matches(text) for each in several.patterns) for several in patterns)

    covered = {way(read(parts, word, "r")) for word in examples(parts, {"r": patterns})}
    assert covered == {way("".join(text)) for size in range(6) for text in product("abc", repeat=size)} | covered


def test_many_patterns_of_which_one_must_match_are_few_cases() -> None:
    several = AnyOf(tuple(pattern(f"*/ou-{i}/*") for i in range(10, 60)))
    parts = [Part(READER, alphabet="abcou-/0123456789", low=0, samples=("c",))]
    assert len(examples(parts, {"r": [several]})) == 2
