"""Values in messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from governed_ecr.model.shown import MOST, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (1.5, "1.5"),
        (float("inf"), "Infinity"),
        ("it", "'it'"),
        ([], "[]"),
        (["é", None, True], '["é", null, true]'),
        ({"a": {"b": 1}}, '{"a": {"b": 1}}'),
        (Path("a"), "'a'"),
        ([Path("a")], '["a"]'),
        ({(1, 2): 3}, "{(1, 2): 3}"),
    ],
)
def test_in_the_words_of_json(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize("value", ["x" * 10_000, ["x"] * 10_000, 10**400, {"x" * 99: 1}])
def test_what_is_long_is_cut(value: Any) -> None:
    assert len(shown(value)) == MOST
    assert shown(value).endswith("...")
    assert len(shown(value, 10)) == 10


def test_a_number_too_long_for_text() -> None:
    assert shown(10**5000) == "a very long number"
