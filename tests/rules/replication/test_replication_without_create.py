"""Registry policies whose copies find no repository."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_without_create import REPLICATION_WITHOUT_CREATE
from tests.rules.judge import OWN, TRUSTED, findings, repository


def _messages(principal: Any, *actions: Any, **others: Any) -> list[str]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": "*"}
    policy = {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": {"Statement": statement}}}
    found = findings({"Policy": policy, **others}, REPLICATION_WITHOUT_CREATE)
    return [finding.found.message for finding in found]


def test_only_half_of_the_grant() -> None:
    (message,) = _messages({"AWS": TRUSTED}, "ecr:ReplicateImage")
    assert message == f"'{TRUSTED}' is granted ecr:ReplicateImage, but not ecr:CreateRepository."


@pytest.mark.parametrize(
    "actions",
    [["ecr:ReplicateImage", "ecr:CreateRepository"], ["ecr:*"], ["ecr:BatchGetImage"], ["ecr:CreateRepository"]],
)
def test_the_whole_grant_or_none(actions: list[str]) -> None:
    assert _messages({"AWS": TRUSTED}, *actions) == []


def test_repositories_that_are_declared() -> None:
    assert _messages({"AWS": TRUSTED}, "ecr:ReplicateImage", **repository(RepositoryName="app")) == []


def test_the_own_account_and_what_is_not_known() -> None:
    assert _messages({"AWS": OWN}, "ecr:ReplicateImage") == []
    assert _messages({"AWS": TRUSTED}, "ecr:ReplicateImage", {"Fn::ImportValue": "action"}) == []
