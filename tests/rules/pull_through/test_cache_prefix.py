"""Prefixes of caches."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.cache_prefix import CACHE_PREFIX
from tests.rules.judge import places


def _cache(**properties: Any) -> dict[str, Any]:
    return {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": properties}}


@pytest.mark.parametrize("prefix", ["quay", "a" * 30, "ROOT", "team/quay", "a-b_c.d", {"Fn::ImportValue": "p"}, None])
def test_allowed(prefix: Any) -> None:
    assert places(_cache(EcrRepositoryPrefix=prefix), CACHE_PREFIX) == []


@pytest.mark.parametrize("prefix", ["a" * 31, "q", "Quay", "quay/", "-quay", "quay*", ""])
def test_refused(prefix: str) -> None:
    assert places(_cache(EcrRepositoryPrefix=prefix), CACHE_PREFIX) == ["CachePrefix Cache.EcrRepositoryPrefix"]


@pytest.mark.parametrize(
    ("prefix", "upstream", "refused"),
    [
        ("ROOT", "team", True),
        ("ROOT", "ROOT", False),
        ("ROOT", {"Fn::ImportValue": "p"}, False),
        ("quay", "team", False),
    ],
)
def test_upstream_prefix(prefix: str, upstream: Any, refused: bool) -> None:
    found = places(_cache(EcrRepositoryPrefix=prefix, UpstreamRepositoryPrefix=upstream), CACHE_PREFIX)
    assert found == (["CachePrefix Cache.UpstreamRepositoryPrefix"] if refused else [])
