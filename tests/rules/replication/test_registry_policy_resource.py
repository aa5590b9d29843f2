"""The resources that a registry policy names."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.registry_policy_resource import REGISTRY_POLICY_RESOURCE
from tests.rules.judge import OWN, TRUSTED, findings


def _policy(*statements: dict[str, Any]) -> dict[str, Any]:
    policy = {"PolicyText": {"Version": "2012-10-17", "Statement": list(statements)}}
    return {"Policy": {"Type": "AWS::ECR::RegistryPolicy", "Properties": policy}}


def _found(*resources: Any, **facts: Any) -> list[str]:
    statement = {"Effect": "Allow", "Principal": {"AWS": TRUSTED}, "Action": "ecr:ReplicateImage"}
    found = findings(_policy({**statement, "Resource": [*resources]}), REGISTRY_POLICY_RESOURCE, **facts)
    return [finding.found.message.rsplit("Statement 0 ", 1)[1] for finding in found]


@pytest.mark.parametrize(
    "resource",
    [
        f"arn:aws:ecr:us-east-1:{OWN}:repository/*",
        f"arn:aws:ecr:us-east-1:{OWN}:repository/prod/app",
        f"arn:aws:ecr:*:{OWN}:*",
        "*",
        "arn:aws:ecr:*:*:repository/*",
        {"Fn::Sub": "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/*"},
        {"Fn::Sub": "arn:aws:ecr:us-east-1:${Hub}:repository/*"},
        {"Fn::ImportValue": "arn"},
    ],
)
def test_resources_of_the_registry(resource: Any) -> None:
    assert _found(resource) == []


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (f"arn:aws:ecr:us-east-1:{TRUSTED}:repository/*", f"is of account {TRUSTED}, and the policy of {OWN}."),
        (f"arn:aws:ecr:eu-west-1:{OWN}:repository/*", "is in eu-west-1, and the policy in us-east-1."),
        ({"Fn::Sub": f"arn:aws:ecr:eu-*:{OWN}:repository/${{Name}}"}, "is in eu-*, and the policy in us-east-1."),
        (f"arn:aws-cn:ecr:us-east-1:{OWN}:repository/*", "is not of ECR in aws."),
        (f"arn:aws:s3:us-east-1:{OWN}:repository/*", "is not of ECR in aws."),
        (f"arn:aws:ecr:us-east-1:{OWN}:prod/*", "names no repository (repository/NAME)."),
        ("prod/app", "is no ARN."),
    ],
)
def test_resources_of_others(resource: Any, why: str) -> None:
    assert _found(resource) == [why]


def test_one_that_can_match_is_enough() -> None:
    assert _found(f"arn:aws:ecr:eu-west-1:{OWN}:repository/*", f"arn:aws:ecr:us-east-1:{OWN}:repository/*") == []


def test_an_environment_that_is_not_known() -> None:
    assert _found(f"arn:aws:ecr:eu-west-1:{TRUSTED}:repository/*", account=None, region=None) == []
