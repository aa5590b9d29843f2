"""Services that act for anyone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import OWN, TRUSTED
from tests.rules.sharing.policies import (
    LAMBDA,
    PULL,
    SERVICE_PULL,
    allow,
    equals,
    root,
    said,
)

CASES: dict[str, list[Any]] = {
    "a service for anyone": [allow(LAMBDA, SERVICE_PULL)],
    "a service for any functions": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceArn", "arn:aws:lambda:*:*:function:*", operator="ArnLike"))
    ],
    "a service for any account": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", "*", operator="StringLike"))],
    "a service if the account exists": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN, operator="StringEqualsIfExists"))
    ],
    "a service with an account that is there": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", "false", operator="Null"))
    ],
    "a service, and only encrypted transport": [
        allow({"Service": "codebuild.amazonaws.com"}, PULL, equals("aws:SecureTransport", "true", operator="Bool"))
    ],
    "a service beside an account": [allow({**root(TRUSTED), **LAMBDA}, SERVICE_PULL)],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["ConfusedDeputy"]
