"""Texts become templates, or one clear problem."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.template_text import DEPTH, is_deep, read_template


def refused(text: str) -> str:
    with pytest.raises(GovernedEcrError) as error:
        read_template(text, "t.json")
    assert all(problem.place.startswith("t.json") for problem in error.value.problems)
    return str(error.value)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "not an object"),
        ("3", "not an object"),
        ("just text", "not an object"),
        ("{}", "no Resources"),
        ('{"Resources": []}', "no Resources"),
        ('{"Resources": {"R": 1}}', "Resources.R: No resource"),
        ('{"Resources": {"R": {}}}', "Resources.R: The resource has no Type"),
        ('{"Resources": {"R": {"Type": "X", "Properties": []}}}', "Properties are no object"),
        ('{"Resources": {"R": {"Type": "X" "Properties": {}}}}', "line 1, column 34"),
        ('{"Resources": {"R": {"Type": "X"},\n "R": {"Type": "X"}}}', "The key 'R' a second time in line 2"),
        ('{"a" : {"b":\t"\\":", "b" : 1}}', "The key 'b' a second time in line 1"),
        ('{"a\\\\": 1, "a\\\\": 2}', "a second time"),
        ('{"a": ' + "9" * 5000 + "}", "A number of too many digits"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "9" * 5000 + "}", "digits"),
        ('{"a": "\\ud800"}', "surrogate"),
        ("{" * 50 + '"a"', "line 1"),
        ("[" * 100_000, f"more than {DEPTH}"),
        ('{"a":' * 100_000, f"more than {DEPTH}"),
        (json.dumps({"Resources": {}, "a": nested(DEPTH)}), f"more than {DEPTH}"),
        ("a: " * 1000, "line 1"),
    ],
)
def test_what_is_no_template_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def test_all_problems_are_told_at_once() -> None:
    assert refused('{"Resources": {"A": 1, "B": {}}}').count("Resources.") == 2


def test_what_json_forbids_yaml_may_allow() -> None:
    assert read_template('{"Resources": {}, # a comment\n}', "t") == {"Resources": {}}


def test_depth() -> None:
    assert not is_deep(nested(DEPTH - 1))
    assert is_deep(nested(DEPTH + 1))
