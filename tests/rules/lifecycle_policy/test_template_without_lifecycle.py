"""TemplateWithoutLifecycle."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.lifecycle_policy.template_without_lifecycle import TEMPLATE_WITHOUT_LIFECYCLE
from tests.rules.judge import creation_template, places

LATE = {"Parameters": {"P": {"Type": "String"}}}
FOUND = ["TemplateWithoutLifecycle Template"]


@pytest.mark.parametrize(
    ("applied_for", "expected"),
    [
        (["CREATE_ON_PUSH"], FOUND),
        (["CREATE_ON_PUSH", "REPLICATION"], FOUND),
        (["PULL_THROUGH_CACHE", "REPLICATION"], []),  # CacheWithoutLifecycle says it
        ([{"Ref": "P"}], []),
    ],
)
def test_a_template_needs_a_policy(applied_for: list[Any], expected: list[str]) -> None:
    assert places(creation_template(AppliedFor=applied_for), TEMPLATE_WITHOUT_LIFECYCLE, of=LATE) == expected


@pytest.mark.parametrize("policy", ['{"rules": []}', {"Ref": "P"}])
def test_with_one_it_is_silent(policy: Any) -> None:
    template = creation_template(AppliedFor=["CREATE_ON_PUSH"], LifecyclePolicy=policy)
    assert places(template, TEMPLATE_WITHOUT_LIFECYCLE, of=LATE) == []
