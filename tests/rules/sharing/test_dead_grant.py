"""Grants that nobody can use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, TRUSTED
from tests.rules.sharing.policies import LAMBDA, OURS, PULL, SERVICE_PULL, UNIT, allow, equals, root, said

CASES: dict[str, list[Any]] = {
    "a star that is taken literally": [allow(condition=equals("aws:PrincipalOrgID", "o-*"))],
    "a pattern of paths that is taken literally": [
        allow(condition=equals("aws:PrincipalOrgPaths", UNIT, operator="ForAnyValue:StringEquals"))
    ],
    "several values without a set operator": [
        allow(condition=equals("aws:PrincipalOrgPaths", UNIT, operator="StringLike"))
    ],
    "a key that nobody sends": [allow(condition=equals("aws:PrincipalOrganizationID", ORGANIZATION))],
    "a key of services for principals": [allow(condition=equals("aws:SourceOrgID", ORGANIZATION))],
    "a key of services for an account": [allow(root(TRUSTED), PULL, equals("aws:SourceAccount", TRUSTED))],
    "a key of principals for a service": [allow(LAMBDA, SERVICE_PULL, OURS)],
    "two organizations at once": [
        allow(
            condition={
                "StringEquals": {"aws:PrincipalOrgID": ORGANIZATION},
                "StringLike": {"aws:PrincipalOrgID": "o-zzzzz*"},
            }
        )
    ],
    "a key that is spelled wrong": [allow(condition=equals("aws:PrincipalAccountId", TRUSTED))],
    "an account that is none": [allow(condition=equals("aws:PrincipalAccount", "12345"))],
    "an ARN where an account belongs": [
        allow(condition=equals("aws:PrincipalAccount", f"arn:aws:iam::{TRUSTED}:root"))
    ],
    "an ARN with a wildcard as text": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceArn", f"arn:aws:lambda:us-east-1:{TRUSTED}:function:*"))
    ],
    "roles with a wildcard as text": [allow(condition=equals("aws:PrincipalArn", f"arn:aws:iam::{TRUSTED}:role/*"))],
    "capitals in an organization's id": [allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION.upper()))],
    "a boolean that is none": [allow(condition={**OURS, "Bool": {"aws:SecureTransport": "yes"}})],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["DeadGrant"]
