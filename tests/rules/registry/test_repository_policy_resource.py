"""The resources that a repository policy names."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.registry.repository_policy_resource import REPOSITORY_POLICY_RESOURCE
from tests.rules.judge import OWN, findings, repository


def _messages(resource: Any, name: Any = "prod/app", **facts: Any) -> list[str]:
    statement = {"Sid": "Pull", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    if resource is not None:
        statement["Resource"] = resource
    policy = repository(RepositoryName=name, RepositoryPolicyText={"Statement": [statement]})
    return [finding.found.message for finding in findings(policy, REPOSITORY_POLICY_RESOURCE, **facts)]


@pytest.mark.parametrize(
    "resource",
    [
        None,
        "*",
        f"arn:aws:ecr:us-east-1:{OWN}:repository/prod/app",
        f"arn:aws:ecr:*:{OWN}:repository/prod/*",
        {"Fn::Sub": "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/prod/app"},
        {"Fn::Sub": "arn:aws:ecr:us-east-1:${AWS::AccountId}:repository/${Name}"},
        [f"arn:aws:ecr:us-east-1:{OWN}:repository/other", "*"],
    ],
)
def test_the_repository_itself(resource: Any) -> None:
    assert _messages(resource) == []


@pytest.mark.parametrize(
    "resource",
    [
        f"arn:aws:ecr:us-east-1:{OWN}:repository/prod/other",
        f"arn:aws:ecr:eu-west-1:{OWN}:repository/prod/app",
        f"arn:aws:ecr:us-east-1:{OWN}:repository/prod/app:*",
        [f"arn:aws:ecr:us-east-1:{OWN}:repository/a", f"arn:aws:ecr:us-east-1:{OWN}:repository/b"],
    ],
)
def test_another(resource: Any) -> None:
    (message,) = _messages(resource)
    assert 'Statement "Pull"' in message


def test_a_name_that_is_not_known() -> None:
    assert _messages(f"arn:aws:ecr:us-east-1:{OWN}:repository/prod/other", None) == []
