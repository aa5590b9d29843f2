"""NoLifecyclePolicy."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.lifecycle_policy.no_lifecycle_policy import NO_LIFECYCLE_POLICY
from tests.rules.judge import creation_template, places, repository

LATE = {"Parameters": {"P": {"Type": "String"}}, "Conditions": {"Late": {"Fn::Equals": [{"Ref": "P"}, "x"]}}}
POLICY = {"LifecyclePolicyText": "{}"}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (POLICY, []),
        ({"LifecyclePolicyText": {"Ref": "P"}}, []),
        ({"Ref": "P"}, []),
        ("{}", []),  # LifecyclePolicyText speaks of it
        ({}, ["NoLifecyclePolicy Repo.LifecyclePolicy"]),
        ({"RegistryId": "111111111111"}, ["NoLifecyclePolicy Repo.LifecyclePolicy"]),
        ({"Ref": "AWS::NoValue"}, ["NoLifecyclePolicy Repo"]),
        ({"Fn::If": ["Late", POLICY, {"Ref": "AWS::NoValue"}]}, ["NoLifecyclePolicy Repo"]),
    ],
)
def test_a_repository_needs_a_policy(policy: Any, expected: list[str]) -> None:
    assert places(repository(LifecyclePolicy=policy), NO_LIFECYCLE_POLICY, of=LATE) == expected


def test_none_at_all() -> None:
    assert places(repository(), NO_LIFECYCLE_POLICY) == ["NoLifecyclePolicy Repo"]
    assert places(creation_template(), NO_LIFECYCLE_POLICY) == [], "for caches, CacheWithoutLifecycle says it"
