"""Key policies that let anyone in."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.encryption.key_open_to_everyone import KEY_OPEN_TO_EVERYONE
from tests.rules.judge import OWN, STRANGE, findings, key, places
from tests.rules.sharing.policies import OURS, allow, document, root

VIA = {"StringEquals": {"kms:ViaService": "ecr.us-east-1.amazonaws.com"}}
CALLER = {"StringEquals": {"kms:CallerAccount": OWN}}
USE = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"]


def policy(*statements: Any) -> dict[str, Any]:
    return key(KeyPolicy=document(*key()["Key"]["Properties"]["KeyPolicy"]["Statement"], *statements))


@pytest.mark.parametrize(
    "statement",
    [
        allow(action=["kms:Decrypt", "kms:CreateGrant"], Resource="*"),
        allow({"AWS": "*"}, "kms:*", Resource="*"),
        allow(action=USE, condition=VIA, Resource="*"),
        allow(action=USE, condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, Resource="*"),
        allow(action=USE, condition={"StringNotEquals": {"kms:CallerAccount": STRANGE}}, Resource="*"),
        allow(action="kms:PutKeyPolicy", condition={"StringLike": {"kms:CallerAccount": "*"}}, Resource="*"),
    ],
)
def test_open(statement: dict) -> None:
    assert places(policy(statement), KEY_OPEN_TO_EVERYONE) == ["KeyOpenToEveryone Key.KeyPolicy.Statement[1]"]


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [allow(action=USE, condition=CALLER, Resource="*")],
        [
            allow(
                action=USE, condition={"StringEquals": {**CALLER["StringEquals"], **VIA["StringEquals"]}}, Resource="*"
            )
        ],
        [allow(action=USE, condition=OURS, Resource="*")],
        [allow(root(STRANGE), USE, Resource="*")],
        [allow({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}, "kms:*", Resource="*")],
        [allow({"Service": "ecr.amazonaws.com"}, USE, Resource="*")],
    ],
)
def test_bounded(statements: list[dict]) -> None:
    for facts in ({}, {"account": None, "region": None}):
        assert places(policy(*statements), KEY_OPEN_TO_EVERYONE, **facts) == []


def test_the_message_says_what_for() -> None:
    (finding,) = findings(policy(allow(action="kms:Decrypt", Resource="*")), KEY_OPEN_TO_EVERYONE)
    assert finding.found.message == "Statement 1 lets anyone decrypt with the key."
    assert finding.found.witness is not None


def test_a_late_bound_policy_is_not_known_to_be_open() -> None:
    late = {"Parameters": {"Late": {"Type": "String"}}}
    assert places(key(KeyPolicy={"Ref": "Late"}), KEY_OPEN_TO_EVERYONE, of=late) == []
    statement = allow({"AWS": {"Ref": "Late"}}, USE, Resource="*")
    assert places(policy(statement), KEY_OPEN_TO_EVERYONE, of=late) == []
