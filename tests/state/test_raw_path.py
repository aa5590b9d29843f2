"""Places in resolved resources lead to places in the template."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.state.raw_path import raw_path
from tests.state.resolving import states

RESOURCE = {
    "Type": "AWS::ECR::Repository",
    "DeletionPolicy": "Delete",
    "Properties": {
        "RepositoryPolicyText": {
            "Fn::If": ["Yes", {"Statement": [{"Ref": "AWS::NoValue"}, {"Fn::If": ["No", 1, {"Effect": "Allow"}]}]}, {}]
        },
        "LifecyclePolicy": {"LifecyclePolicyText": '{"rules": []}'},
        "Joined": {"Fn::Join": ["", ["a", "b"]]},
        "Removed": [{"Fn::If": ["Yes", {"Ref": "AWS::NoValue"}, "x"]}, "kept"],
    },
}
CONDITIONS = {"Yes": {"Fn::Equals": ["a", "a"]}, "No": {"Fn::Equals": ["a", "b"]}}
POLICY = ("Properties", "RepositoryPolicyText")
CHOSEN = (*POLICY, "Fn::If", 1)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), ()),
        (("DeletionPolicy",), ("DeletionPolicy",)),
        (POLICY, POLICY),
        ((*POLICY, "Statement"), (*CHOSEN, "Statement")),
        ((*POLICY, "Statement", 0), (*CHOSEN, "Statement", 1)),
        ((*POLICY, "Statement", 0, "Effect"), (*CHOSEN, "Statement", 1, "Fn::If", 2, "Effect")),
        ((*POLICY, "Statement", 0, "Missing"), (*CHOSEN, "Statement", 1, "Fn::If", 2)),
        ((*POLICY, "Statement", 5), (*CHOSEN, "Statement")),
        (
            ("Properties", "LifecyclePolicy", "LifecyclePolicyText", "rules", 0),
            ("Properties", "LifecyclePolicy", "LifecyclePolicyText"),
        ),
        (("Properties", "Joined", 0), ("Properties", "Joined")),
        (("Properties", "Removed", 0), ("Properties", "Removed", 1)),
        (("Properties", "EmptyOnDelete"), ("Properties",)),
    ],
)
def test_where_a_place_is_in_the_template(path: tuple[str | int, ...], expected: tuple[str | int, ...]) -> None:
    (state,) = states({"R": RESOURCE}, Conditions=CONDITIONS)
    (resource,) = state.resources
    assert raw_path(resource, path) == ("Resources", "R", *expected)


def test_other_worlds_have_other_places() -> None:
    value: dict[str, Any] = {"Fn::If": ["Prod", {"a": 1}, {"a": 2}]}
    resource = {"Type": "AWS::ECR::Repository", "Properties": {"P": value}}
    found = states(
        {"R": resource},
        Parameters={"Env": {"Type": "String", "Default": "prod"}},
        Conditions={"Prod": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}},
    )
    places = [raw_path(state.resources[0], ("Properties", "P", "a"))[4:] for state in found]
    assert places == [("Fn::If", 1, "a"), ("Fn::If", 2, "a")]
