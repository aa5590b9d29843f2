"""Policies and proofs in short, for the tests of proofs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governed_ecr.access.prove import prove
from governed_ecr.access.question import PolicyKind, Proof, Question, Trust, Verdict, Who
from governed_ecr.state.policy import Policy
from governed_ecr.state.policy_document import read_policy
from tests.access.adversary import ORGANIZATION, OWN, TRUSTED

TRUST = Trust(OWN, ORGANIZATION, frozenset({OWN, TRUSTED}))
PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def allow(principal: Any = "*", condition: Mapping[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": PULL, **others}
    return {**statement, "Condition": condition} if condition else statement


def deny(condition: Mapping[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    return allow("*", condition, **{"Effect": "Deny", "Action": "*", **others})


def policy(*statements: Any) -> Policy:
    found = read_policy({"Version": "2012-10-17", "Statement": list(statements)}).policy
    assert found is not None
    return found


def proof(*statements: Any, who: Who = Who.OUTSIDER, question: Question = Question.PULL, trust: Trust = TRUST) -> Proof:
    return prove(policy(*statements), PolicyKind.REPOSITORY, question, who, trust)


def verdicts(*statements: Any, trust: Trust = TRUST) -> str:
    """Whom the statements let pull, by the first letters of their names; small letters where it is not proven."""
    letters = ""
    for who in Who:
        verdict = proof(*statements, who=who, trust=trust).verdict
        letter = {Who.STRANGER: "X"}.get(who, who.name[0])
        letters += {Verdict.OPEN: letter, Verdict.UNKNOWN: letter.lower(), Verdict.CLOSED: ""}[verdict]
    return letters
