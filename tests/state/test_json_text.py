"""JSON texts, known and unknown in part."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.state.json_text import read_json
from governed_ecr.state.unknown import Reference, Unknown

ONE, TWO = Reference("One"), Reference("Two")


def test_holes_within_strings_and_in_the_place_of_values() -> None:
    reading = read_json(Unknown(('{"a": "x', ONE, 'y", "b": ', TWO, ', "c": [', ONE, ', 1], "d": "\\"', TWO, '"}')))
    assert reading.problem is None
    assert reading.value == {
        "a": Unknown(("x", ONE, "y")),
        "b": Unknown((TWO,)),
        "c": [Unknown((ONE,)), 1],
        "d": Unknown(('"', TWO)),
    }


def test_a_wholly_unknown_text_is_no_problem() -> None:
    assert read_json(Unknown((ONE,))).value == Unknown((ONE,))
    assert read_json(Unknown((ONE,))).problem is None


def test_an_object_instead_of_text_is_told() -> None:
    assert read_json({"rules": []}).is_object
    assert not read_json('{"rules": []}').is_object


def test_duplicate_keys_are_told() -> None:
    assert read_json('{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}').duplicates == ("c", "a")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6"),
        ("", "line 1, column 1"),
        ("NaN", "NaN"),
        ("1" * 5000, "digits"),
        ("[" * 200 + "]" * 200, "Nested"),
        ("[" * 200_000, "Nested"),
        (7, "7 is no text"),
        (None, "null is no text"),
        (Unknown(('{"a": ', ONE)), "line 1"),
    ],
)
def test_what_is_no_json_is_told(value: Any, said: str) -> None:
    reading = read_json(value)
    assert reading.value is None
    assert said in (reading.problem or "")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(_VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert read_json(json.dumps(value)).value == value


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from('{}[]",:\\ab1 \ue000\ue001'), max_size=8) | st.just(ONE), max_size=6))
def test_any_text_is_read_or_told(parts: list[str | Reference]) -> None:
    value = Unknown(tuple(parts)) if any(isinstance(part, Reference) for part in parts) else "".join(map(str, parts))
    reading = read_json(value)
    assert reading.problem or reading.value is not None or value in ("null",)
