"""Administration by principals of other accounts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, OWN, TRUSTED
from tests.rules.sharing.policies import LAMBDA, OURS, PULL, SERVICE_PULL, allow, deny, equals, root, said

CASES: dict[str, list[Any]] = {
    "ecr:Put* is more than that": [allow(action="ecr:Put*", condition=OURS)],
    "the organization has all of ECR": [allow(action="ecr:*", condition=OURS)],
    "the organization has all but": [
        {"Effect": "Allow", "Principal": "*", "NotAction": "ecr:DeleteRepository", "Condition": OURS}
    ],
    "a trusted account deletes": [allow(root(TRUSTED), [*PULL, "ecr:BatchDeleteImage"])],
    "a trusted account sets the policy": [allow(root(TRUSTED), "ecr:SetRepositoryPolicy")],
    "a trusted account expires images": [allow(root(TRUSTED), "ecr:PutLifecyclePolicy")],
    "a trusted account moves tags": [allow(root(TRUSTED), "ecr:PutImageTagMutability")],
    "a service for a trusted account": [
        allow(LAMBDA, [*SERVICE_PULL, "ecr:SetRepositoryPolicy"], equals("aws:SourceAccount", TRUSTED))
    ],
    "a service for a trusted account, all of ECR": [
        allow(LAMBDA, "ecr:*", {"ArnLike": {"aws:SourceArn": f"arn:aws:lambda:*:{TRUSTED}:function:*"}})
    ],
    "outsiders are denied, the rest may all": [
        allow(action="ecr:*"),
        deny(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringNotEquals")),
    ],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["ForeignAdministration"]


def test_a_service_may_administer_for_the_own_account() -> None:
    """Lambda's own statement: docs.aws.amazon.com/lambda/latest/dg/images-create.html"""
    actions = [*SERVICE_PULL, "ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy", "ecr:GetRepositoryPolicy"]
    arn = f"arn:aws:lambda:us-east-1:{OWN}:function:*"
    assert said(allow(LAMBDA, actions, {"StringLike": {"aws:SourceArn": arn}})) == []


def test_a_service_for_anyone_is_said_once() -> None:
    assert said(allow(LAMBDA, "ecr:*")) == ["ConfusedDeputy"]
