"""Registry policies that let others create repositories."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_grant import REPLICATION_GRANT
from tests.rules.judge import OWN, TRUSTED, findings


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    policy = {"PolicyText": {"Version": "2012-10-17", "Statement": list(statements)}}
    return {"Policy": {"Type": "AWS::ECR::RegistryPolicy", "Properties": policy}}


def _allow(principal: Any, *actions: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": "*"}


def _messages(*statements: dict[str, Any], **others: Any) -> list[str]:
    return [finding.found.message for finding in findings({**_policy(*statements), **others}, REPLICATION_GRANT)]


_ROOT = {"AWS": f"arn:aws:iam::{TRUSTED}:root"}


@pytest.mark.parametrize("principal", [_ROOT, {"AWS": TRUSTED}, {"AWS": [OWN, TRUSTED]}])
def test_only_half_of_the_grant(principal: Any) -> None:
    (message,) = _messages(_allow(principal, "ecr:CreateRepository"))
    assert TRUSTED in message


@pytest.mark.parametrize(
    "actions",
    [
        ["ecr:CreateRepository", "ecr:ReplicateImage"],
        ["ecr:CreateRepository", "ecr:BatchImportUpstreamImage"],
        ["ecr:createrepository", "ecr:replicate*"],
        ["ecr:*"],
        ["ecr:ReplicateImage"],
    ],
)
def test_the_whole_grant(actions: list[str]) -> None:
    assert _messages(_allow(_ROOT, *actions)) == []


def test_the_halves_in_two_statements() -> None:
    create, replicate = _allow(_ROOT, "ecr:CreateRepository"), _allow(_ROOT, "ecr:ReplicateImage")
    assert _messages(create, replicate) == []
    assert _messages(create, {**replicate, "Principal": "*"}) == []
    assert len(_messages(create, {**replicate, "Principal": {"AWS": "333333333333"}})) == 1
    assert len(_messages(create, {**replicate, "Effect": "Deny"})) == 1


def test_the_own_account_and_a_denial_need_nothing() -> None:
    assert _messages(_allow({"AWS": OWN}, "ecr:CreateRepository")) == []
    assert _messages({**_allow(_ROOT, "ecr:CreateRepository"), "Effect": "Deny"}) == []


def test_repositories_may_be_made_by_a_cache_or_a_push_instead() -> None:
    cache = {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": "quay"}}
    assert _messages(_allow(_ROOT, "ecr:CreateRepository"), Cache=cache) == []


def test_what_is_not_known() -> None:
    assert _messages(_allow(_ROOT, "ecr:CreateRepository"), {"Fn::If": ["Nope", {}, {}]}) == []
    create = _allow(_ROOT, "ecr:CreateRepository")
    assert _messages({**create, "Action": ["ecr:CreateRepository", {"Fn::ImportValue": "action"}]}) == []
