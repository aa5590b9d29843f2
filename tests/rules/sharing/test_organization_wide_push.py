"""Push by the organization as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.sharing.policies import (
    OURS,
    PUSH,
    allow,
    said,
)

CASES: dict[str, list[Any]] = {
    "any account of the organization pushes": [allow(action=PUSH, condition=OURS)],
    "PutImage is enough": [allow(action="ecr:PutImage", condition=OURS)],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["OrganizationWidePush"]
