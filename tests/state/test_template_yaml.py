"""YAML templates say what their JSON twins say."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.state.template_text import read_data
from governed_ecr.state.template_yaml import plain, read_yaml

TEMPLATE = """
# a comment
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Not: !Not [!Condition IsProd]
Resources:
  Repo:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: !Sub
        - "${Team}/app"
        - Team: !Select [0, !Split ["/", !Ref Env]]
      KmsKey: !GetAtt Key.Arn
      Other: !GetAtt [Key, Arn]
      Text: !If
        - IsProd
        - Version: "2012-10-17"
        - !Ref AWS::NoValue
      Joined: !Join
        - ":"
        - - 011111111111
          - 111111111111
      Long: !Sub >-
        a
        b
      Full:
        Fn::ImportValue: !Sub "${Env}-key"
"""


def test_short_intrinsics() -> None:
    assert read_data(TEMPLATE) == {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Conditions": {
            "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
            "Not": {"Fn::Not": [{"Condition": "IsProd"}]},
        },
        "Resources": {
            "Repo": {
                "Type": "AWS::ECR::Repository",
                "Properties": {
                    "RepositoryName": {
                        "Fn::Sub": ["${Team}/app", {"Team": {"Fn::Select": [0, {"Fn::Split": ["/", {"Ref": "Env"}]}]}}]
                    },
                    "KmsKey": {"Fn::GetAtt": "Key.Arn"},
                    "Other": {"Fn::GetAtt": ["Key", "Arn"]},
                    "Text": {"Fn::If": ["IsProd", {"Version": "2012-10-17"}, {"Ref": "AWS::NoValue"}]},
                    "Joined": {"Fn::Join": [":", ["011111111111", 111111111111]]},
                    "Long": {"Fn::Sub": "a b"},
                    "Full": {"Fn::ImportValue": {"Fn::Sub": "${Env}-key"}},
                },
            }
        },
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("yes", True),
        ("OFF", False),
        ("null", None),
        ("~", None),
        ("12", 12),
        ("-3", -3),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("012345678901", "012345678901"),
        ("011111111111", "011111111111"),
        ("2012-10-17", "2012-10-17"),
        ("2012-10-17T00:00:00Z", "2012-10-17T00:00:00Z"),
        ("12:30:45", "12:30:45"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("1.2.3", "1.2.3"),
        ("team/app", "team/app"),
        ("9" * 40, "9" * 40),
    ],
)
def test_scalars_without_quotes(text: str, value: Any) -> None:
    found = plain(text)
    assert found == value
    assert type(found) is type(value)


def test_quotes_make_text() -> None:
    assert read_yaml("{a: '1', b: \"true\", c: !!str 5, d: !!int '5'}") == {"a": "1", "b": "true", "c": "5", "d": 5}


def test_aliases_and_merges() -> None:
    text = "a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {<<: [*a, {z: 4}]}"
    found = read_yaml(text)
    assert found["b"] is found["a"]
    assert found["c"] == {"x": 1, "y": 3}
    assert found["d"] == {"x": 1, "y": 2, "z": 4}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "line 2"),
        ("a: 1\n b: 2", "line 2"),
        ("a: 1\na: 2", "a second time in line 2"),
        ("a: 1\n---\nb: 2", "second YAML document"),
        ("a: &a [*a]", "stands for nothing"),
        ("a: *b", "undefined alias|stands for nothing"),
        ("? [x]\n: 1", "key that is not text"),
        ("a: !!python/object:os.system x", "The tag"),
        ("a: !<tag:x> 1", "The tag"),
        ("<<: 1", "merge"),
        ("a: \x01", "character"),
    ],
)
def test_what_is_no_template_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_yaml(text)


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(ValueError, match="aliases expanded"):
        read_yaml("\n".join(lines))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(RecursionError):
        read_yaml("[" * 50_000)
    nested = "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200))])
    with pytest.raises(RecursionError):
        read_data(nested)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcXYZ:/-", min_size=1), inner, max_size=3),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text("abcXYZ", min_size=1), _VALUES, max_size=4))
def test_what_is_written_as_yaml_is_read_back(data: dict[str, Any]) -> None:
    assert read_yaml(yaml.safe_dump(data)) == data


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{},!&*'\"|>#? \n\t<%@0.~") | st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        read_yaml(text, {})
