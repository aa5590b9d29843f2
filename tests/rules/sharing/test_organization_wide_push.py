"""Push by the organization as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION
from tests.rules.sharing.policies import OURS, PUSH, allow, equals, said

CASES: dict[str, list[Any]] = {
    "any account of the organization pushes": [allow(action=PUSH, condition=OURS)],
    "PutImage is enough": [allow(action="ecr:PutImage", condition=OURS)],
    "any account below the organization": [
        allow(
            action=PUSH,
            condition=equals("aws:PrincipalOrgPaths", f"{ORGANIZATION}/*", operator="ForAnyValue:StringLike"),
        )
    ],
    "roles of one name in every account": [
        allow(action=PUSH, condition={**OURS, "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci-*"}})
    ],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["OrganizationWidePush"]
