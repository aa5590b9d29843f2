"""Lines of places in JSON and YAML texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.state.locate import line_of, lines_of

JSON = """{
 "Resources": {
  "R": {
   "Type": "AWS::ECR::Repository",
   "Text": "a } \\" ] {",
   "List": [
    1,
    {"a": [], "b": {}},
    {
     "deep": true
    }
   ],
   "Last": null
  }
 }
}
"""
YAML = """# comment
Resources:
  R:
    Type: AWS::ECR::Repository
    List:
      - 1
      - a: x
        b: !If
          - IsProd
          - deep: 1
          - !Ref AWS::NoValue
    Last: !Sub ${x}
"""


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (JSON, ("Resources",), 2),
        (JSON, ("Resources", "R"), 3),
        (JSON, ("Resources", "R", "Type"), 4),
        (JSON, ("Resources", "R", "List", 0), 7),
        (JSON, ("Resources", "R", "List", 1, "b"), 8),
        (JSON, ("Resources", "R", "List", 2, "deep"), 10),
        (JSON, ("Resources", "R", "Last"), 13),
        (JSON, ("Resources", "R", "Missing"), 3),
        (JSON, ("Resources", "R", "List", 9, "x"), 6),
        ("\ufeff" + JSON, ("Resources", "R", "Type"), 4),
        (JSON, ("Nothing",), None),
        (YAML, ("Resources", "R", "Type"), 4),
        (YAML, ("Resources", "R", "List", 0), 6),
        (YAML, ("Resources", "R", "List", 1, "a"), 7),
        (YAML, ("Resources", "R", "List", 1, "b", "Fn::If", 1, "deep"), 10),
        (YAML, ("Resources", "R", "List", 1, "b", "Fn::If", 2, "Ref"), 11),
        (YAML, ("Resources", "R", "Last", "Fn::Sub"), 12),
        (YAML, ("Resources", "R", "Missing", 3), 3),
        ("", ("Resources",), None),
        ("{", ("Resources",), None),
        ("{]", ("Resources",), None),
        ('{"Resources": {"R": "', ("Resources", "R"), None),
        ("[" * 10_000, ("Resources",), None),
    ],
)
def test_the_line_of_a_place(text: str, path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(text, path) == line


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\{', min_size=1), inner, max_size=3),
    max_leaves=15,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, child in pairs for place in [((*path, step), child), *places(child, (*path, step))]]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), _VALUES, min_size=1, max_size=4))
def test_json_and_yaml_agree_on_indented_json(data: dict[str, Any]) -> None:
    text = json.dumps(data, indent=1)
    wanted = [path for path, _ in places(data)]
    lines = text.split("\n")
    for path, line in lines_of(text, wanted).items():
        assert line is not None
        if isinstance(path[-1], str):
            assert lines[line - 1].lstrip().startswith(json.dumps(path[-1]))
    block = yaml.safe_dump(data)
    assert None not in lines_of(block, wanted).values()


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from('{}[]",:\\ab1 \n'), max_size=40), st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3)
)
def test_any_text_has_a_line_or_none(text: str, path: list[str | int]) -> None:
    found = line_of(text, path)
    assert found is None or 1 <= found <= text.count("\n") + 1
