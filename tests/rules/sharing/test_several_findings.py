"""Policies that break several rules, and how few findings say so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import OWN, STRANGE
from tests.rules.sharing.policies import (
    LAMBDA,
    OURS,
    SERVICE_PULL,
    allow,
    deny,
    equals,
    root,
    said,
)

CASES: dict[str, tuple[list[Any], list[str]]] = {
    "everything, but for a denial": (
        [
            allow(action="ecr:*", condition=OURS),
            deny(
                action=[
                    "ecr:*Delete*",
                    "ecr:*Policy",
                    "ecr:Put*",
                    "ecr:*Tag*",
                    "ecr:Update*",
                    "ecr:Initiate*",
                    "ecr:UploadLayerPart",
                    "ecr:CompleteLayerUpload",
                    "ecr:CreateRepository",
                    "ecr:ReplicateImage",
                ],
                condition=equals("aws:PrincipalAccount", OWN, operator="StringNotEquals"),
            ),
        ],
        [],
    ),
    "an untrusted account deletes": ([allow(root(STRANGE), "ecr:*")], ["ForeignAdministration", "UntrustedGrantee"]),
    "two mistakes in two statements": (
        [allow(root(STRANGE)), allow(LAMBDA, SERVICE_PULL)],
        ["ConfusedDeputy", "UntrustedGrantee"],
    ),
}


@pytest.mark.parametrize(("statements", "rules"), CASES.values(), ids=CASES)
def test_each(statements: list[Any], rules: list[str]) -> None:
    assert said(*statements) == rules
