"""DeletedWithStack and DeletedOnReplacement: two attributes, neither of which stands for the other."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.deletion.deleted_on_replacement import DELETED_ON_REPLACEMENT
from governed_ecr.rules.deletion.deleted_with_stack import DELETED_WITH_STACK
from tests.rules.deletion.attributed import KEPT, with_attributes
from tests.rules.judge import findings, places, repository

BOTH = (DELETED_ON_REPLACEMENT, DELETED_WITH_STACK)
LATE = {"Parameters": {"Policy": {"Type": "String"}, "Safe": {"Type": "String", "Default": "Retain"}}}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (KEPT, []),
        ({}, ["DeletedOnReplacement Repo", "DeletedWithStack Repo"]),
        ({**KEPT, "DeletionPolicy": "RetainExceptOnCreate"}, []),
        ({**KEPT, "DeletionPolicy": "Delete"}, ["DeletedWithStack Repo.DeletionPolicy"]),
        ({**KEPT, "DeletionPolicy": "Snapshot"}, ["DeletedWithStack Repo.DeletionPolicy"]),
        ({**KEPT, "DeletionPolicy": "retain"}, ["DeletedWithStack Repo.DeletionPolicy"]),
        ({"DeletionPolicy": "Retain"}, ["DeletedOnReplacement Repo"]),
        ({**KEPT, "UpdateReplacePolicy": "Delete"}, ["DeletedOnReplacement Repo.UpdateReplacePolicy"]),
        ({**KEPT, "UpdateReplacePolicy": "RetainExceptOnCreate"}, ["DeletedOnReplacement Repo.UpdateReplacePolicy"]),
        ({**KEPT, "DeletionPolicy": {"Ref": "Policy"}}, []),
        ({**KEPT, "DeletionPolicy": {"Ref": "Safe"}}, []),
        ({**KEPT, "DeletionPolicy": ["Retain"]}, ["DeletedWithStack Repo.DeletionPolicy"]),
    ],
)
def test_what_is_kept(attributes: dict[str, Any], expected: list[str]) -> None:
    assert places(with_attributes(repository(), **attributes), *BOTH, of=LATE) == expected


def test_a_condition_may_take_the_policy_away() -> None:
    of = {**LATE, "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Policy"}, "prod"]}}}
    policy = {"Fn::If": ["IsProd", "Retain", "Delete"]}
    resources = with_attributes(repository(), **{**KEPT, "DeletionPolicy": policy})
    assert places(resources, *BOTH, of=of) == ["DeletedWithStack Repo.DeletionPolicy"]


def test_messages() -> None:
    found = findings(with_attributes(repository(), UpdateReplacePolicy="Delete"), *BOTH)
    assert [finding.found.message for finding in found] == [
        "UpdateReplacePolicy is Delete.",
        "DeletionPolicy is not set, so it is Delete.",
    ]
