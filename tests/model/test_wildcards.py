"""Wildcards, against an oracle that tries every text up to some length."""

from __future__ import annotations

import re
import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.wildcards import covers, is_any, matches, overlaps

PATTERNS = st.text("ab*", max_size=4)
TEXTS = ["".join(letters) for length in range(8) for letters in product("ab", repeat=length)]
"""Every text of two letters that is as long as two patterns together."""


def texts_of(pattern: str) -> set[str]:
    expression = re.compile("".join(".*" if part == "*" else part for part in pattern))
    return {text for text in TEXTS if expression.fullmatch(text)}


@given(PATTERNS, st.text("ab", max_size=7))
def test_matches_as_a_regular_expression_does(pattern: str, text: str) -> None:
    assert matches(pattern, text) == (text in texts_of(pattern))


@settings(deadline=None, max_examples=300)
@given(PATTERNS, PATTERNS)
def test_overlaps_if_some_text_is_matched_by_both(one: str, other: str) -> None:
    assert overlaps(one, other) == bool(texts_of(one) & texts_of(other))
    assert overlaps(one, other) == overlaps(other, one)


@settings(deadline=None, max_examples=300)
@given(PATTERNS, st.text("a*", max_size=3))
def test_covers_if_every_text_is_matched(wide: str, narrow: str) -> None:
    # The oracle knows two letters only, so one of them stays the letter that the wide pattern may not have.
    if "b" not in wide:
        assert covers(wide, narrow) == (texts_of(narrow) <= texts_of(wide))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text("a*", max_size=3), max_size=3), st.text("a*", max_size=3))
def test_patterns_cover_another_together_only_if_one_does_alone(wide: list[str], narrow: str) -> None:
    together = set().union(*map(texts_of, wide))
    assert (texts_of(narrow) <= together) == any(covers(pattern, narrow) for pattern in wide)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("v*", "v1.*", True),
        ("v1.*", "v*", False),
        ("*", "release-*", True),
        ("*-rc", "v*-rc", True),
        ("v*-rc", "*-rc", False),
        ("v1", "v1", True),
        ("*a*b*", "xa*yb", True),
        ("*a*b*", "*b*a*", False),
        ("", "", True),
        ("*", "", True),
    ],
)
def test_covers(wide: str, narrow: str, expected: bool) -> None:
    assert covers(wide, narrow) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("v*", "release-*", False),
        ("v*", "*-dev", True),
        ("dev-*", "v*", False),
        ("*", "v*", True),
        ("v1", "v*", True),
        ("va*b", "v*bb", True),
        ("ab", "a*b*c", False),
        ("", "*", True),
        ("", "a*", False),
    ],
)
def test_overlaps(one: str, other: str, expected: bool) -> None:
    assert overlaps(one, other) is expected


@pytest.mark.parametrize(("pattern", "expected"), [("*", True), ("***", True), ("", False), ("a*", False)])
def test_is_any(pattern: str, expected: bool) -> None:
    assert is_any(pattern) is expected


def test_a_hostile_pattern_takes_no_time() -> None:
    began = time.perf_counter()
    assert not matches("*a" * 5_000 + "*b*c", "a" * 20_000 + "c")
    assert time.perf_counter() - began < 1
