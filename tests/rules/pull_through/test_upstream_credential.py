"""Credentials that upstreams ask for."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.upstream_credential import UPSTREAM_CREDENTIAL
from tests.rules.judge import OWN, TRUSTED, places


def _cache(**properties: Any) -> dict[str, Any]:
    return {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": properties}}


_SECRET = f"arn:aws:secretsmanager:us-east-1:{OWN}:secret:ecr-pullthroughcache/x-AbCdEf"


@pytest.mark.parametrize(
    "properties",
    [
        {"UpstreamRegistry": "docker-hub"},
        {"UpstreamRegistryUrl": "registry-1.docker.io"},
        {"UpstreamRegistry": "github-container-registry", "UpstreamRegistryUrl": "ghcr.io"},
        {"UpstreamRegistryUrl": "registry.gitlab.com"},
        {"UpstreamRegistryUrl": "images.azurecr.io"},
        {"UpstreamRegistry": "azure-container-registry", "UpstreamRegistryUrl": {"Fn::ImportValue": "url"}},
        {"UpstreamRegistryUrl": "cgr.dev"},
        {"UpstreamRegistry": "ecr", "UpstreamRegistryUrl": f"{TRUSTED}.dkr.ecr.eu-west-1.amazonaws.com"},
    ],
)
def test_missing(properties: dict[str, Any]) -> None:
    assert places(_cache(**properties), UPSTREAM_CREDENTIAL) == ["UpstreamCredential Cache"]


@pytest.mark.parametrize(
    "properties",
    [
        {"UpstreamRegistry": "docker-hub", "CredentialArn": _SECRET},
        {"UpstreamRegistry": "docker-hub", "CredentialArn": {"Ref": "Secret"}},
        {"UpstreamRegistry": "quay", "UpstreamRegistryUrl": "quay.io"},
        {"UpstreamRegistryUrl": "public.ecr.aws"},
        {"UpstreamRegistryUrl": "registry.k8s.io"},
        {"UpstreamRegistryUrl": {"Fn::ImportValue": "url"}},
        {"UpstreamRegistryUrl": f"{OWN}.dkr.ecr.eu-west-1.amazonaws.com"},
        {"UpstreamRegistryUrl": {"Fn::Sub": "${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com"}},
        {
            "UpstreamRegistry": "ecr",
            "UpstreamRegistryUrl": f"{TRUSTED}.dkr.ecr.eu-west-1.amazonaws.com",
            "CustomRoleArn": f"arn:aws:iam::{OWN}:role/upstream",
        },
    ],
)
def test_there_or_not_needed(properties: dict[str, Any]) -> None:
    assert places(_cache(**properties), UPSTREAM_CREDENTIAL) == []


def test_an_account_that_is_not_known() -> None:
    other = _cache(UpstreamRegistryUrl=f"{TRUSTED}.dkr.ecr.eu-west-1.amazonaws.com")
    assert places(other, UPSTREAM_CREDENTIAL, account=None) == []
