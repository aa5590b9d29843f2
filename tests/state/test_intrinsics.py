"""Intrinsic functions are resolved as far as what they read is known."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from governed_ecr.state.registry import Environment
from governed_ecr.state.unknown import Reference, Unknown
from tests.state.resolving import resolved, states

PARAMETERS = {
    "Env": {"Type": "String", "Default": "prod"},
    "Open": {"Type": "String"},
    "Names": {"Type": "CommaDelimitedList", "Default": "a, b,c"},
    "Days": {"Type": "Number", "Default": "14"},
    "Ids": {"Type": "List<Number>", "Default": "1,2"},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/org/id"},
}
OPEN = Unknown((Reference("Open"),))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ({"Ref": "Env"}, "prod"),
        ({"Ref": "Open"}, OPEN),
        ({"Ref": "Names"}, ["a", "b", "c"]),
        ({"Ref": "Days"}, 14),
        ({"Ref": "Ids"}, ["1", "2"]),
        ({"Ref": "Stored"}, Unknown((Reference("Stored"),))),
        ({"Ref": "Nobody"}, Unknown((Reference("Nobody"),))),
        ({"Ref": "AWS::AccountId"}, "111111111111"),
        ({"Ref": "AWS::Partition"}, "aws"),
        ({"Ref": "AWS::URLSuffix"}, "amazonaws.com"),
        ({"Ref": "AWS::StackId"}, Unknown((Reference("AWS::StackId"),))),
        ({"Fn::Sub": "team/${Env}/${!Literal}"}, "team/prod/${Literal}"),
        ({"Fn::Sub": ["${A}-${Env}", {"A": {"Ref": "Days"}}]}, "14-prod"),
        ({"Fn::Sub": "${Open}/x"}, Unknown((Reference("Open"), "/x"))),
        ({"Fn::Sub": "no variables"}, "no variables"),
        ({"Fn::Join": ["/", ["a", {"Ref": "Env"}, 3, True]]}, "a/prod/3/true"),
        ({"Fn::Join": ["/", ["a", {"Ref": "AWS::NoValue"}, "b"]]}, "a/b"),
        ({"Fn::Join": ["-", {"Ref": "Names"}]}, "a-b-c"),
        ({"Fn::Join": [":", ["a", {"Ref": "Open"}]]}, Unknown(("a:", Reference("Open")))),
        ({"Fn::Select": [1, {"Ref": "Names"}]}, "b"),
        ({"Fn::Select": ["2", ["x", "y", {"Ref": "Env"}]]}, "prod"),
        ({"Fn::Select": [1, {"Fn::Split": ["/", "a/b/c"]}]}, "b"),
        ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
        ({"Fn::Select": [0, {"Fn::Split": ["/", {"Fn::Sub": "team/${Open}/x"}]}]}, "team"),
        ({"Fn::Base64": {"Ref": "Env"}}, base64.b64encode(b"prod").decode()),
        ({"Fn::Length": {"Ref": "Names"}}, 3),
        ({"Fn::FindInMap": ["M", {"Ref": "Env"}, "Id"]}, "o-1"),
        ({"Fn::FindInMap": ["M", "nowhere", "Id", {"DefaultValue": "o-2"}]}, "o-2"),
        ({"Fn::FindInMap": ["M", "nowhere", "Id"]}, Unknown((Reference("Fn::FindInMap M"),))),
        ({"Fn::GetAZs": ""}, Unknown((Reference("Fn::GetAZs"),))),
        ({"Fn::Transform": {"Name": "X"}}, Unknown((Reference("Fn::Transform"),))),
        ("{{resolve:ssm:/org/id}}", Unknown((Reference("resolve:ssm:/org/id"),))),
        ({"Fn::Sub": "a-{{resolve:ssm:/${Env}}}"}, Unknown(("a-", Reference("resolve:ssm:/prod")))),
        ([1, {"Ref": "AWS::NoValue"}, {"Ref": "Env"}], [1, "prod"]),
        ({"a": {"Ref": "AWS::NoValue"}, "b": {"Ref": "Env"}}, {"b": "prod"}),
        ({"Ref": "Env", "Other": 1}, {"Ref": "Env", "Other": 1}),
        ({"Fn::ImportValue": {"Fn::Sub": "${Env}-key"}}, Unknown((Reference("Import:prod-key"),))),
    ],
)
def test_what_a_value_becomes(value: Any, expected: Any) -> None:
    assert resolved(value, Parameters=PARAMETERS, Mappings={"M": {"prod": {"Id": "o-1"}}}) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": ["Env"]},
        {"Fn::Sub": []},
        {"Fn::Sub": {"a": 1}},
        {"Fn::Join": "x"},
        {"Fn::Join": ["", "x"]},
        {"Fn::Select": ["x", []]},
        {"Fn::Select": [7, ["a"]]},
        {"Fn::Split": ["", "a"]},
        {"Fn::Split": [",", ["a"]]},
        {"Fn::If": ["NoSuchCondition", "a", "b"]},
        {"Fn::If": "x"},
        {"Fn::GetAtt": 3},
        {"Fn::FindInMap": ["M", {"Ref": "Open"}, "Id"]},
        {"Fn::GetStackOutput": "x"},
    ],
)
def test_what_is_malformed_or_not_known_is_unknown(value: Any) -> None:
    assert isinstance(resolved(value, Parameters=PARAMETERS, Mappings={"M": {}}), Unknown)


def test_a_json_string_keeps_its_unknown_parts() -> None:
    value = {"Fn::ToJsonString": {"a": {"Ref": "Env"}, "b": [{"Fn::Sub": "x${Open}"}, 1]}}
    found = resolved(value, Parameters=PARAMETERS)
    assert str(found) == '{"a":"prod","b":["x${Open}",1]}'
    assert resolved({"Fn::ToJsonString": {"a": 1}}) == '{"a":1}'


def test_the_account_and_region_may_be_unknown() -> None:
    repository = {"R": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "team/app"}}}
    found = resolved({"Fn::GetAtt": "R.Arn"}, Environment(None, "eu-west-1"), Resources=repository)
    assert found == Unknown(("arn:aws:ecr:eu-west-1:", Reference("AWS::AccountId"), ":repository/team/app"))


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_partitions_follow_from_the_region(region: str, partition: str, suffix: str) -> None:
    there = Environment("111111111111", region)
    assert resolved({"Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix}"}, there) == f"{partition} {suffix}"


RESOURCES = {
    "Repo": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Fn::Sub": "${Env}/app"}}},
    "Unnamed": {"Type": "AWS::ECR::Repository"},
    "Key": {"Type": "AWS::KMS::Key"},
    "Role": {"Type": "AWS::IAM::Role"},
    "Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "ci", "Path": "/team/"}},
    "Secret": {"Type": "AWS::SecretsManager::Secret"},
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Repo"}, "prod/app"),
        ({"Fn::GetAtt": ["Repo", "Arn"]}, "arn:aws:ecr:us-east-1:111111111111:repository/prod/app"),
        ({"Fn::Sub": "${Repo.RepositoryUri}:v1"}, "111111111111.dkr.ecr.us-east-1.amazonaws.com/prod/app:v1"),
        ({"Ref": "Unnamed"}, Unknown((Reference("Unnamed", "t.json", "Unnamed"),))),
        ({"Fn::GetAtt": "Named.Arn"}, "arn:aws:iam::111111111111:role/team/ci"),
        (
            {"Fn::GetAtt": "Role.Arn"},
            Unknown(("arn:aws:iam::111111111111:role/", Reference("Role", "t.json", "Role"))),
        ),
        (
            {"Fn::GetAtt": ["Key", "Arn"]},
            Unknown(("arn:aws:kms:us-east-1:111111111111:key/", Reference("Key", "t.json", "Key"))),
        ),
        ({"Ref": "Secret"}, Unknown((Reference("Secret", "t.json", "Secret"),))),
        ({"Fn::GetAtt": "Role.RoleId"}, Unknown((Reference("Role.RoleId", "t.json", "Role", "RoleId"),))),
        ({"Fn::GetAtt": "Nobody.Arn"}, Unknown((Reference("Nobody.Arn"),))),
        ({"Fn::Select": [4, {"Fn::Split": [":", {"Fn::GetAtt": "Key.Arn"}]}]}, "111111111111"),
    ],
)
def test_references_to_resources(value: Any, expected: Any) -> None:
    assert resolved(value, Parameters=PARAMETERS, Resources=RESOURCES) == expected


def test_a_reference_leads_to_its_resource() -> None:
    using = {
        "Type": "AWS::ECR::Repository",
        "Properties": {"Key": {"Fn::GetAtt": "Key.Arn"}, "Secret": {"Ref": "Secret"}},
    }
    (state,) = states({**RESOURCES, "Using": using})
    (found,) = (resource for resource in state.resources if resource.logical_id == "Using")
    for name in ("Key", "Secret"):
        resource = state.referred(found.get(name))
        assert resource is not None
        assert resource.logical_id == name


def test_circles_end() -> None:
    one = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Fn::Sub": "a${Two}"}}}
    two = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Fn::Sub": "b${One}"}}}
    found = resolved({"Ref": "One"}, Resources={"One": one, "Two": two})
    assert isinstance(found, Unknown)
    circle = {"M": {"a": {"b": {"Fn::FindInMap": ["M", "a", "b"]}}}}
    assert isinstance(resolved({"Fn::FindInMap": ["M", "a", "b"]}, Mappings=circle), Unknown)


def test_true_and_false_may_be_text() -> None:
    properties = {"EmptyOnDelete": "false", "ImageScanningConfiguration": {"ScanOnPush": "True"}}
    (state,) = states({"R": {"Type": "AWS::ECR::Repository", "Properties": properties}})
    (repository,) = state.resources
    assert repository.properties == {"EmptyOnDelete": False, "ImageScanningConfiguration": {"ScanOnPush": True}}


def test_json_is_kept_as_it_is_where_nothing_is_to_be_resolved() -> None:
    properties = json.loads('{"a": {"b": [1, {"c": null}]}, "d": 1.5}')
    (state,) = states({"R": {"Type": "AWS::ECR::Repository", "Properties": properties}})
    assert state.resources[0].properties is properties
