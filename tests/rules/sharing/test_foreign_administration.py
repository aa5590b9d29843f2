"""Administration by principals of other accounts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import TRUSTED
from tests.rules.sharing.policies import (
    OURS,
    PULL,
    allow,
    root,
    said,
)

CASES: dict[str, list[Any]] = {
    "ecr:Put* is more than that": [allow(action="ecr:Put*", condition=OURS)],
    "the organization has all of ECR": [allow(action="ecr:*", condition=OURS)],
    "the organization has all but": [
        {"Effect": "Allow", "Principal": "*", "NotAction": "ecr:DeleteRepository", "Condition": OURS}
    ],
    "a trusted account deletes": [allow(root(TRUSTED), [*PULL, "ecr:BatchDeleteImage"])],
    "a trusted account sets the policy": [allow(root(TRUSTED), "ecr:SetRepositoryPolicy")],
    "a trusted account expires images": [allow(root(TRUSTED), "ecr:PutLifecyclePolicy")],
    "a trusted account moves tags": [allow(root(TRUSTED), "ecr:PutImageTagMutability")],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["ForeignAdministration"]
