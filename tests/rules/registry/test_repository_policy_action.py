"""Actions that no repository policy can grant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.rules.registry.repository_policy_action import REPOSITORY_POLICY_ACTION
from tests.rules.judge import creation_template, findings, repository


def _messages(resources: dict[str, Any]) -> list[str]:
    return [finding.found.message for finding in findings(resources, REPOSITORY_POLICY_ACTION)]


def _policy(*actions: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Statement": [{"Sid": "Pull", "Effect": effect, "Principal": "*", "Action": list(actions)}]}


@pytest.mark.parametrize("action", ["ecr:GetAuthorizationToken", "ECR:getauthorizationtoken", "ecr:PutRegistryPolicy"])
def test_actions_on_the_registry(action: str) -> None:
    (message,) = _messages(repository(RepositoryPolicyText=_policy("ecr:BatchGetImage", action)))
    assert message.startswith('Statement "Pull" grants ecr:')


def test_in_a_creation_template() -> None:
    policy = json.dumps(_policy("ecr:GetAuthorizationToken"))
    assert len(_messages(creation_template(RepositoryPolicy=policy))) == 1


@pytest.mark.parametrize("action", ["ecr:BatchGetImage", "ecr:*", "ecr:Get*", {"Fn::ImportValue": "action"}])
def test_actions_on_a_repository(action: Any) -> None:
    assert _messages(repository(RepositoryPolicyText=_policy(action))) == []


def test_a_denial_does_no_harm() -> None:
    assert _messages(repository(RepositoryPolicyText=_policy("ecr:GetAuthorizationToken", effect="Deny"))) == []
