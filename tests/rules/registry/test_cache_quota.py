"""The quota of caches."""

from __future__ import annotations

import pytest

from governed_ecr.rules.registry.cache_quota import CACHE_QUOTA
from tests.rules.judge import places


@pytest.mark.parametrize(("caches", "found"), [(50, []), (52, ["CacheQuota Cache50"])])
def test_quota(caches: int, found: list[str]) -> None:
    resources = {
        f"Cache{number:02d}": {
            "Type": "AWS::ECR::PullThroughCacheRule",
            "Properties": {"EcrRepositoryPrefix": f"quay{number}"},
        }
        for number in range(caches)
    }
    assert places(resources, CACHE_QUOTA) == found
