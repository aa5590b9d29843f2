"""Lambda functions that run cached images."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.lambda_on_cache import LAMBDA_ON_CACHE
from tests.rules.judge import OWN, places


def _template(image: Any, prefix: Any = "quay", **repositories: str) -> dict[str, Any]:
    return {
        "Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": prefix}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ImageUri": image}}},
        **{
            logical_id: {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": name}}
            for logical_id, name in repositories.items()
        },
    }


_HERE = f"{OWN}.dkr.ecr.us-east-1.amazonaws.com"


@pytest.mark.parametrize(
    "image",
    [
        f"{_HERE}/quay/team/app:v1",
        f"{_HERE}/quay/app@sha256:{'a' * 64}",
        f"{_HERE}/quay/app",
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/quay/app:v1"},
        {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/quay/app:${Tag}"},
    ],
)
def test_a_cached_image(image: Any) -> None:
    assert places(_template(image), LAMBDA_ON_CACHE) == ["LambdaOnCache Function.Code.ImageUri"]


@pytest.mark.parametrize(
    "image",
    [
        f"{_HERE}/quayside/app:v1",
        f"{_HERE}/team/app:v1",
        "222222222222.dkr.ecr.us-east-1.amazonaws.com/quay/app:v1",
        f"{OWN}.dkr.ecr.eu-west-1.amazonaws.com/quay/app:v1",
        {"Fn::ImportValue": "image"},
        None,
    ],
)
def test_other_images(image: Any) -> None:
    assert places(_template(image), LAMBDA_ON_CACHE) == []


def test_prefixes_that_do_not_tell() -> None:
    for prefix in ("ROOT", {"Fn::ImportValue": "prefix"}):
        assert places(_template(f"{_HERE}/quay/app:v1", prefix), LAMBDA_ON_CACHE) == []


def test_a_repository_of_its_own() -> None:
    assert places(_template(f"{_HERE}/quay/app:v1", Repo="quay/app"), LAMBDA_ON_CACHE) == []
