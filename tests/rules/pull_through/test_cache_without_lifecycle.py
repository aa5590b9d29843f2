"""Creation templates for caches whose images never expire."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.cache_without_lifecycle import CACHE_WITHOUT_LIFECYCLE
from tests.rules.judge import creation_template, places


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"AppliedFor": ["PULL_THROUGH_CACHE"]}, True),
        ({"AppliedFor": ["REPLICATION", "PULL_THROUGH_CACHE"], "LifecyclePolicy": ""}, True),
        ({"AppliedFor": ["PULL_THROUGH_CACHE"], "LifecyclePolicy": '{"rules": []}'}, False),
        ({"AppliedFor": ["PULL_THROUGH_CACHE"], "LifecyclePolicy": {"Fn::ImportValue": "policy"}}, False),
        ({"AppliedFor": ["REPLICATION"]}, False),
        ({"AppliedFor": {"Fn::ImportValue": "purposes"}}, False),
    ],
)
def test_lifecycle(properties: dict[str, Any], found: bool) -> None:
    assert places(creation_template(**properties), CACHE_WITHOUT_LIFECYCLE) == (
        ["CacheWithoutLifecycle Template"] if found else []
    )
