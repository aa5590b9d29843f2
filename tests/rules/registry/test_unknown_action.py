"""Actions that ECR does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.rules.registry.unknown_action import UNKNOWN_ACTION
from tests.rules.judge import creation_template, findings, places, repository


def _policy(*actions: Any, effect: str = "Allow", element: str = "Action") -> dict[str, Any]:
    return {"Statement": [{"Sid": "Pull", "Effect": effect, "Principal": "*", element: list(actions)}]}


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("ecr:BatchGetImages", "which ECR does not have. Did you mean ecr:BatchGetImage?"),
        ("ECR:getDownloadUrlForLayers", "which ECR does not have. Did you mean ecr:GetDownloadUrlForLayer?"),
        ("BatchGetImage", "which is no action of ECR."),
        ("s3:GetObject", "which is no action of ECR."),
        ("ecr-public:*", "which is no action of ECR."),
    ],
)
def test_no_action_of_ecr(action: str, said: str) -> None:
    (finding,) = findings(repository(RepositoryPolicyText=_policy("ecr:BatchGetImage", action)), UNKNOWN_ACTION)
    assert finding.found.message == f'Statement "Pull" names {action}, {said}'


def test_in_every_policy_and_element() -> None:
    wrong = _policy("ecr:ReplicateImages", effect="Deny", element="NotAction")
    registry = {"Registry": {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": wrong}}}
    assert places(registry, UNKNOWN_ACTION) == ["UnknownAction Registry.PolicyText.Statement[0]"]
    assert places(creation_template(RepositoryPolicy=json.dumps(wrong)), UNKNOWN_ACTION)


@pytest.mark.parametrize(
    "action",
    [
        "*",
        "ecr:*",
        "ECR:batchgetimage",
        "ecr:Get*",
        "ecr:?utImage",
        "ecr:GetAuthorizationToken",
        "ecr:ListImageReferrers",
        {"Ref": "P"},
    ],
)
def test_actions_of_ecr(action: Any) -> None:
    of = {"Parameters": {"P": {"Type": "String"}}}
    assert places(repository(RepositoryPolicyText=_policy(action)), UNKNOWN_ACTION, of=of) == []
