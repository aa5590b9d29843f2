"""Secrets that ECR can read."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.upstream_secret import UPSTREAM_SECRET
from tests.rules.judge import OWN, TRUSTED, findings


def _messages(credential: Any, secret: dict[str, Any] | None = None, **facts: Any) -> list[str]:
    resources = {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"CredentialArn": credential}}}
    if secret is not None:
        resources["Secret"] = {"Type": "AWS::SecretsManager::Secret", "Properties": secret}
        resources["Key"] = {"Type": "AWS::KMS::Key", "Properties": {}}
    return [finding.found.message for finding in findings(resources, UPSTREAM_SECRET, **facts)]


def _arn(account: str = OWN, region: str = "us-east-1", name: str = "ecr-pullthroughcache/x-AbCdEf") -> str:
    return f"arn:aws:secretsmanager:{region}:{account}:secret:{name}"


@pytest.mark.parametrize(
    "credential",
    [
        None,
        _arn(),
        _arn(name="ecr-pullthroughcache/x"),
        {"Fn::Sub": f"arn:aws:secretsmanager:${{AWS::Region}}:{OWN}:secret:ecr-pullthroughcache/x"},
        {"Fn::Sub": "arn:aws:secretsmanager:us-east-1:${Account}:secret:${Name}"},
        {"Fn::Sub": "arn:aws:secretsmanager:us-east-1:${Account}:secret:ecr-${Name}"},
        {"Fn::ImportValue": "secret"},
    ],
)
def test_readable(credential: Any) -> None:
    assert _messages(credential) == []


@pytest.mark.parametrize(
    ("credential", "what"),
    [
        (_arn(region="eu-west-1"), "in eu-west-1"),
        (_arn(account=TRUSTED), f"of account {TRUSTED}"),
        (_arn(name="docker-hub-AbCdEf"), "does not begin with"),
        (_arn(name="team/ecr-pullthroughcache/x-AbCdEf"), "does not begin with"),
        ({"Fn::Sub": "arn:aws:secretsmanager:${AWS::Region}:${Account}:secret:docker-${Name}"}, "does not begin"),
        ("ecr-pullthroughcache/x", "is not the ARN of a secret"),
        (f"arn:aws:ssm:us-east-1:{OWN}:parameter/x", "is not the ARN of a secret"),
    ],
)
def test_not_readable(credential: Any, what: str) -> None:
    (message,) = _messages(credential)
    assert what in message


def test_every_reason_is_said() -> None:
    assert len(_messages(_arn(TRUSTED, "eu-west-1", "x-AbCdEf"))) == 3


def test_an_environment_that_is_not_known() -> None:
    assert _messages(_arn(TRUSTED, "eu-west-1"), account=None, region=None) == []


@pytest.mark.parametrize(
    "secret",
    [
        {"Name": "ecr-pullthroughcache/docker-hub"},
        {"Name": {"Fn::Sub": "ecr-pullthroughcache/${Name}"}},
        {"Name": {"Fn::ImportValue": "name"}},
        {"Name": "ecr-pullthroughcache/docker-hub", "KmsKeyId": "alias/aws/secretsmanager"},
        {"Name": "ecr-pullthroughcache/docker-hub", "KmsKeyId": {"Fn::ImportValue": "key"}},
    ],
)
def test_a_secret_of_the_template(secret: dict[str, Any]) -> None:
    assert _messages({"Ref": "Secret"}, secret) == []


@pytest.mark.parametrize(
    ("secret", "what"),
    [
        ({}, "has no Name"),
        ({"Name": "docker-hub"}, "'docker-hub', does not begin with"),
        ({"Name": {"Fn::Sub": "secrets/${Name}"}}, "does not begin with"),
        ({"Name": "ecr-pullthroughcache/x", "KmsKeyId": "alias/secrets"}, "aws/secretsmanager only"),
        ({"Name": "ecr-pullthroughcache/x", "KmsKeyId": {"Ref": "Key"}}, "aws/secretsmanager only"),
        ({"Name": "ecr-pullthroughcache/x", "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}, "aws/secretsmanager only"),
    ],
)
def test_a_secret_of_the_template_that_ecr_cannot_read(secret: dict[str, Any], what: str) -> None:
    (message,) = _messages({"Ref": "Secret"}, secret)
    assert what in message
