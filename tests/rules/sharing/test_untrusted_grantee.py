"""Accounts and organizations that are not on the list."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, OWN, STRANGE, TRUSTED
from tests.rules.sharing.policies import LAMBDA, OTHER_ORGANIZATION, PUSH, SERVICE_PULL, allow, equals, root, said

UNTRUSTED: dict[str, list[Any]] = {
    "an account": [allow(root(STRANGE))],
    "an account's id": [allow({"AWS": STRANGE})],
    "among others": [allow({"AWS": [TRUSTED, STRANGE, OWN]})],
    "a role": [allow({"AWS": f"arn:aws:iam::{STRANGE}:role/puller"})],
    "an account by a condition": [allow(condition=equals("aws:PrincipalAccount", TRUSTED, STRANGE))],
    "roles by a condition": [
        allow(condition=equals("aws:PrincipalArn", f"arn:aws:iam::{STRANGE}:role/*", operator="ArnLike"))
    ],
    "another organization": [allow(condition=equals("aws:PrincipalOrgID", OTHER_ORGANIZATION))],
    "a second organization": [allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, OTHER_ORGANIZATION))],
    "units of another organization": [
        allow(
            condition=equals(
                "aws:PrincipalOrgPaths", f"{OTHER_ORGANIZATION}/r-ab12/*", operator="ForAnyValue:StringLike"
            )
        )
    ],
    "a service for an account": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", STRANGE))],
    "a service for one of two": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN, STRANGE))],
    "a service for functions": [
        allow(
            LAMBDA, SERVICE_PULL, equals("aws:SourceArn", f"arn:aws:lambda:*:{STRANGE}:function:*", operator="ArnLike")
        )
    ],
    "a service for another organization": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceOrgID", OTHER_ORGANIZATION))],
    "push": [allow(root(STRANGE), PUSH)],
    "a session": [allow({"AWS": f"arn:aws:sts::{STRANGE}:assumed-role/puller/session"})],
}


@pytest.mark.parametrize("statements", UNTRUSTED.values(), ids=UNTRUSTED)
def test_untrusted(statements: list[Any]) -> None:
    assert said(*statements) == ["UntrustedGrantee"]
