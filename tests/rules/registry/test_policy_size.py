"""Policies that are too long."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.rules.registry.policy_size import POLICY_SIZE
from tests.rules.judge import places

_MEMBERS = {
    "RegistryPolicy": "PolicyText",
    "Repository": "RepositoryPolicyText",
    "RepositoryCreationTemplate": "RepositoryPolicy",
}


def _policy(accounts: int) -> dict[str, Any]:
    return {"Statement": [{"Principal": {"AWS": [f"{number:012d}" for number in range(accounts)]}}]}


def _with(kind: str, policy: Any) -> dict[str, Any]:
    return {"It": {"Type": f"AWS::ECR::{kind}", "Properties": {_MEMBERS[kind]: policy}}}


@pytest.mark.parametrize("kind", _MEMBERS)
def test_as_an_object_and_as_text(kind: str) -> None:
    for policy in (_policy(700), json.dumps(_policy(700))):
        assert places(_with(kind, policy), POLICY_SIZE) == [f"PolicySize It.{_MEMBERS[kind]}"]
    shorter: list[Any] = [_policy(500), json.dumps(_policy(500)), None]
    for policy in shorter:
        assert places(_with(kind, policy), POLICY_SIZE) == []


def test_the_limit_itself() -> None:
    assert places(_with("Repository", "x" * 10_240), POLICY_SIZE) == []
    assert len(places(_with("Repository", "x" * 10_241), POLICY_SIZE)) == 1


def test_what_is_not_known_counts_nothing() -> None:
    unknown = {"Fn::ImportValue": "x" * 100}
    assert places(_with("Repository", {"Statement": [{"Principal": {"AWS": [unknown] * 200}}]}), POLICY_SIZE) == []
    long = {"Fn::Join": ["", ["x" * 10_241, unknown]]}
    assert len(places(_with("Repository", long), POLICY_SIZE)) == 1
