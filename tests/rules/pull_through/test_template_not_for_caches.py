"""Creation templates that are not for caches."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.template_not_for_caches import TEMPLATE_NOT_FOR_CACHES
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
_NOT: list[Any] = ["REPLICATION", "CREATE_ON_PUSH"]


@pytest.mark.parametrize(
    ("templates", "found"),
    [
        ([], False),
        ([("quay", _FOR)], False),
        ([("quay", _NOT)], True),
        ([("quay", [])], True),
        ([("ROOT", _NOT)], True),
        ([("quay", _NOT), ("ROOT", _NOT)], True),
        ([("quay", _NOT), ("ROOT", _FOR)], False),
        ([("quay", [{"Fn::ImportValue": "purpose"}])], False),
        ([("quay", _NOT), ({"Fn::ImportValue": "prefix"}, _FOR)], False),
        ([("docker-hub", _NOT)], False),
    ],
)
def test_templates(templates: list[tuple[Any, list[Any]]], found: bool) -> None:
    expected = ["TemplateNotForCaches Cache.EcrRepositoryPrefix"] if found else []
    assert places(_cache_and_templates("quay", *templates), TEMPLATE_NOT_FOR_CACHES) == expected
