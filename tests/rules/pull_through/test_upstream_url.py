"""Registries that ECR can cache."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.upstream_url import UPSTREAM_URL
from tests.rules.judge import findings, places


def _cache(**properties: Any) -> dict[str, Any]:
    return {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": properties}}


@pytest.mark.parametrize(
    "properties",
    [
        {"UpstreamRegistry": "docker-hub", "UpstreamRegistryUrl": "registry-1.docker.io"},
        {"UpstreamRegistryUrl": "registry-1.docker.io"},
        {"UpstreamRegistryUrl": "team1.azurecr.io"},
        {"UpstreamRegistryUrl": "222222222222.dkr.ecr.eu-west-1.amazonaws.com"},
        {"UpstreamRegistry": "ecr", "UpstreamRegistryUrl": "222222222222.dkr.ecr.eu-west-1.amazonaws.com"},
        {"UpstreamRegistryUrl": {"Fn::Sub": "${Account}.dkr.ecr.${AWS::Region}.amazonaws.com"}},
        {"UpstreamRegistry": {"Fn::ImportValue": "upstream"}, "UpstreamRegistryUrl": "quay.io"},
        {"UpstreamRegistryUrl": {"Fn::ImportValue": "url"}},
    ],
)
def test_known(properties: dict[str, Any]) -> None:
    assert places(_cache(**properties), UPSTREAM_URL) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"UpstreamRegistry": "docker-hub", "UpstreamRegistryUrl": "https://registry-1.docker.io"},
        {"UpstreamRegistryUrl": "https://quay.io"},
        {"UpstreamRegistryUrl": {"Fn::Sub": "https://${Account}.dkr.ecr.eu-west-1.amazonaws.com"}},
        {"UpstreamRegistryUrl": "quay.io/team"},
        {"UpstreamRegistryUrl": "docker.io"},
        {"UpstreamRegistryUrl": "registry.example.com"},
        {"UpstreamRegistry": "quay", "UpstreamRegistryUrl": "ghcr.io"},
        {"UpstreamRegistry": "azure-container-registry", "UpstreamRegistryUrl": "quay.io"},
    ],
)
def test_not_known(properties: dict[str, Any]) -> None:
    assert places(_cache(**properties), UPSTREAM_URL) == ["UpstreamUrl Cache.UpstreamRegistryUrl"]


def test_a_registry_of_another_kind() -> None:
    other = _cache(UpstreamRegistry="dockerhub", UpstreamRegistryUrl="registry-1.docker.io")
    assert places(other, UPSTREAM_URL) == ["UpstreamUrl Cache.UpstreamRegistry"]


@pytest.mark.parametrize(
    ("properties", "allowed"),
    [
        ({"UpstreamRegistry": "docker-hub"}, "registry-1.docker.io."),
        ({"UpstreamRegistry": "ecr"}, "cgr.dev, "),
        ({}, "cgr.dev, "),
    ],
)
def test_no_url(properties: dict[str, Any], allowed: str) -> None:
    (finding,) = findings(_cache(**properties), UPSTREAM_URL)
    assert finding.place == "Resources.Cache.Properties"
    assert finding.found.message.startswith(f"No UpstreamRegistryUrl. Allowed: {allowed}")
