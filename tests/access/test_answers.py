"""All questions about one policy, and what it is attached to."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.answers import answers, kind_of
from governed_ecr.access.question import PolicyKind, Question, Verdict, Who
from tests.access.policies import TRUST, allow, policy


def test_the_questions_in_their_order() -> None:
    found = answers(policy(allow()), PolicyKind.REPOSITORY, TRUST)
    assert [(answer.question, answer.who) for answer in found] == [
        (question, who) for question in Question for who in (Who.OUTSIDER, Who.ANONYMOUS, Who.SERVICE)
    ]
    assert [answer.proof.verdict for answer in found] == [Verdict.OPEN] * 3 + [Verdict.CLOSED] * 6


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        (PolicyKind.REPOSITORY, allow()),
        (PolicyKind.REPOSITORY, allow(Resource="*")),
        (PolicyKind.REGISTRY, allow(Resource="arn:aws:ecr:us-east-1:111111111111:repository/*")),
        (PolicyKind.REGISTRY, allow(Action="ecr:ReplicateImage", Resource="*")),
        (PolicyKind.REGISTRY, allow(Action="ecr:PutRegistry*", Resource="*")),
        (PolicyKind.REGISTRY, allow(Action="ecr:*PullThroughCacheRule*", Resource="*")),
        (PolicyKind.REPOSITORY, allow(Action="ecr:*", Resource="*")),
        (PolicyKind.KEY, allow(Action="kms:*", Resource="*")),
        (PolicyKind.PUBLIC_REPOSITORY, allow(Action=["ecr-public:PutImage"])),
    ],
)
def test_kinds(kind: PolicyKind, statement: dict[str, Any]) -> None:
    assert kind_of(policy(statement)) is kind
