"""Repositories of Amazon ECR Public, and their policies."""

from __future__ import annotations

import pytest

from tests.rules.judge import findings
from tests.rules.sharing.policies import SHARING, allow, document, said_of


def test_each_is_a_finding() -> None:
    made = {"Pub": {"Type": "AWS::ECR::PublicRepository", "Properties": {"RepositoryName": "team/app"}}}
    (finding,) = findings(made, *SHARING)
    assert (finding.rule.id, finding.place) == ("PublicRepository", "Resources.Pub")
    assert "team/app" in finding.found.message


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("ecr-public:BatchCheckLayerAvailability", []),
        ("ecr-public:PutImage", ["OpenToEveryone"]),
        ("ecr-public:*", ["OpenToEveryone"]),
    ],
)
def test_its_policy_lets_push(action: str, more: list[str]) -> None:
    properties = {"RepositoryPolicyText": document(allow(action=action))}
    assert said_of({"Pub": {"Type": "AWS::ECR::PublicRepository", "Properties": properties}}) == [
        *more,
        "PublicRepository",
    ]
