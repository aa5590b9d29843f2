"""Caches that no creation template covers."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.cache_without_template import CACHE_WITHOUT_TEMPLATE
from tests.rules.judge import places


def _cache_and_templates(prefix: Any, *templates: tuple[Any, list[Any]]) -> dict[str, Any]:
    return {
        "Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": prefix}},
        **{
            f"Template{index}": {
                "Type": "AWS::ECR::RepositoryCreationTemplate",
                "Properties": {"Prefix": covered, "AppliedFor": purposes},
            }
            for index, (covered, purposes) in enumerate(templates)
        },
    }


_FOR: list[Any] = ["PULL_THROUGH_CACHE"]
_PREFIX = {"Fn::ImportValue": "prefix"}


@pytest.mark.parametrize(
    ("cache", "template"),
    [
        ("docker-hub", "docker-hub"),
        ("docker-hub", "docker-hub/"),
        ("docker-hub", "ROOT"),
        ("team/quay", "team"),
        ("ROOT", "ROOT"),
        (_PREFIX, _PREFIX),
        (_PREFIX, "ROOT"),
        (_PREFIX, "docker-hub"),
        ("docker-hub", _PREFIX),
    ],
)
def test_covered_or_not_known(cache: Any, template: Any) -> None:
    assert places(_cache_and_templates(cache, (template, _FOR)), CACHE_WITHOUT_TEMPLATE) == []


@pytest.mark.parametrize(
    ("cache", "template"),
    [
        ("docker-hub", "dockerhub"),
        ("docker-hub", "docker"),
        ("docker-hub", "docker-hub/library"),
        ("ROOT", "docker-hub"),
    ],
)
def test_not_covered(cache: str, template: str) -> None:
    assert places(_cache_and_templates(cache, (template, _FOR)), CACHE_WITHOUT_TEMPLATE) == [
        "CacheWithoutTemplate Cache.EcrRepositoryPrefix"
    ]


def test_no_template_at_all() -> None:
    for prefix in ("quay", _PREFIX):
        assert len(places(_cache_and_templates(prefix), CACHE_WITHOUT_TEMPLATE)) == 1
