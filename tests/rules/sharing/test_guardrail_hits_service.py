"""Denials that hit services which the policy lets in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, OWN, TRUSTED
from tests.rules.sharing.policies import LAMBDA, OURS, PULL, SERVICE_PULL, allow, deny, equals, root, said

CASES: dict[str, list[Any]] = {
    "a guardrail that no service passes": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringNotEquals")),
    ],
    "a guardrail by account": [
        allow(condition=OURS),
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", TRUSTED)),
        deny(action=PULL, condition=equals("aws:PrincipalAccount", OWN, TRUSTED, operator="StringNotEquals")),
    ],
    "a guardrail if the key exists": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringNotEqualsIfExists")),
    ],
    "a guardrail for those of no organization": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(condition=equals("aws:PrincipalOrgID", "true", operator="Null")),
    ],
    "a guardrail that names who may": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        {"Effect": "Deny", "NotPrincipal": root(OWN), "Action": "ecr:*"},
    ],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["GuardrailHitsService"]
