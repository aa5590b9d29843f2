"""IAM policies that administer repositories and cannot read their tags."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.sharing.repository_tags_unreadable import REPOSITORY_TAGS_UNREADABLE
from tests.rules.judge import findings, places

MANAGE = ["ecr:CreateRepository", "ecr:DeleteRepository", "ecr:DescribeRepositories", "ecr:SetRepositoryPolicy"]
LATE = {"Parameters": {"Late": {"Type": "String"}}}


def document(action: Any, **others: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*", **others}]}


def policy(*documents: Any, type: str = "AWS::IAM::Policy", **properties: Any) -> dict[str, Any]:
    if type in ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"):
        inline = [{"PolicyName": str(index), "PolicyDocument": one} for index, one in enumerate(documents)]
        return {"P": {"Type": type, "Properties": {"Policies": inline, **properties}}}
    return {"P": {"Type": type, "Properties": {"PolicyDocument": documents[0], **properties}}}


@pytest.mark.parametrize(
    "kind",
    [
        "AWS::IAM::Policy",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::RolePolicy",
        "AWS::IAM::Role",
        "AWS::IAM::User",
        "AWS::IAM::Group",
    ],
)
def test_every_place_of_iam_policies(kind: str) -> None:
    assert places(policy(document(MANAGE), type=kind), REPOSITORY_TAGS_UNREADABLE) == ["RepositoryTagsUnreadable P"]
    assert places(policy(document([*MANAGE, "ecr:ListTagsForResource"]), type=kind), REPOSITORY_TAGS_UNREADABLE) == []


@pytest.mark.parametrize(
    "actions",
    [
        ["ecr:Create*", "ecr:Delete*", "ecr:Describe*", "ecr:Get*", "ecr:Put*"],
        ["ECR:createrepository", "ecr:describerepositories", "ecr:GetRepositoryPolicy"],
        ["ecr:CreateRepository", "ecr:DescribeRepositories", "ecr:PutLifecyclePolicy", "ecr:GetLifecyclePolicy"],
        [*MANAGE, "ecr:ListImages"],
    ],
)
def test_administration_without_reading_tags(actions: list[str]) -> None:
    assert places(policy(document(actions)), REPOSITORY_TAGS_UNREADABLE) == ["RepositoryTagsUnreadable P"]


@pytest.mark.parametrize(
    "actions",
    [
        "*",
        "ecr:*",
        [*MANAGE, "ecr:List*"],
        [*MANAGE, "ecr:*Tag*"],
        [*MANAGE, "ECR:LISTTAGSFORRESOURCE"],
        ["ecr:CreateRepository", "ecr:DescribeRepositories", "ecr:PutImage"],
        ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
        ["ecr:DeleteRepository", "ecr:DescribeRepositories"],
        ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"],
        [*MANAGE, {"Ref": "Late"}],
        {"Ref": "Late"},
    ],
)
def test_tags_are_readable_or_nothing_is_administered(actions: Any) -> None:
    assert places(policy(document(actions)), REPOSITORY_TAGS_UNREADABLE, of=LATE) == []


def test_all_but_some_actions_is_enough() -> None:
    everything = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    both = {"Version": "2012-10-17", "Statement": [*document(MANAGE)["Statement"], everything]}
    assert places(policy(both), REPOSITORY_TAGS_UNREADABLE) == []


def test_policies_of_a_role_are_read_together() -> None:
    split = policy(document(MANAGE), document("ecr:List*"), type="AWS::IAM::Role")
    assert places(split, REPOSITORY_TAGS_UNREADABLE) == []
    managed = policy(
        document(MANAGE),
        type="AWS::IAM::Role",
        ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"],
    )
    assert places(managed, REPOSITORY_TAGS_UNREADABLE) == []


def test_denials_allow_nothing() -> None:
    assert places(policy(document(MANAGE, Effect="Deny")), REPOSITORY_TAGS_UNREADABLE) == []


@pytest.mark.parametrize("properties", [{}, {"PolicyDocument": {"Ref": "Late"}}, {"PolicyDocument": "no JSON"}])
def test_what_cannot_be_read_is_not_judged(properties: dict) -> None:
    made = {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}, "R": {"Type": "AWS::IAM::Role"}}
    assert findings(made, REPOSITORY_TAGS_UNREADABLE, of=LATE) == []
