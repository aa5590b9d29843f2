"""EmptiedOnDelete."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.deletion.emptied_on_delete import EMPTIED_ON_DELETE
from tests.rules.judge import places, repository


@pytest.mark.parametrize("value", [False, "false", {"Ref": "Empty"}])
def test_good_and_late(value: Any) -> None:
    of = {"Parameters": {"Empty": {"Type": "String"}}}
    assert places(repository(EmptyOnDelete=value), EMPTIED_ON_DELETE, of=of) == []
    assert places(repository(), EMPTIED_ON_DELETE) == []


@pytest.mark.parametrize("value", [True, "true", {"Ref": "Empty"}])
def test_bad(value: Any) -> None:
    of = {"Parameters": {"Empty": {"Type": "String", "Default": "true"}}}
    assert places(repository(EmptyOnDelete=value), EMPTIED_ON_DELETE, of=of) == ["EmptiedOnDelete Repo.EmptyOnDelete"]


@pytest.mark.parametrize(
    ("value", "expected"), [("true", ["EmptiedOnDelete Repo.Tags[1]"]), ("false", []), ({"Ref": "AWS::StackName"}, [])]
)
def test_what_the_cdk_had_before(value: Any, expected: list[str]) -> None:
    tags = [{"Key": "team", "Value": "true"}, {"Key": "aws-cdk:auto-delete-images", "Value": value}]
    assert places(repository(Tags=tags), EMPTIED_ON_DELETE) == expected
