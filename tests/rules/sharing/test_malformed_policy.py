"""Policies that are none."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.sharing.malformed_policy import MALFORMED_POLICY
from tests.rules.judge import findings, places, repository
from tests.rules.sharing.policies import OURS, PULL, SHARING, allow, document


@pytest.mark.parametrize(
    "policy",
    [
        '{"Version": "2012-10-17", "Statement": [',
        "{'Version': '2012-10-17'}",
        "",
        "[]",
        {"Version": "2012-10-17"},
        document({"Principal": "*", "Action": PULL}),
        document({"Effect": "allow", "Principal": "*", "Action": PULL}),
        document("Allow"),
        document({**allow(condition=OURS), "Actions": PULL}),
        document({"Effect": "Allow", "Action": PULL, "Condition": OURS}),
        document({"Effect": "Deny", "Principal": "*"}),
        document(allow({"AWS": "arn:aws:iam::*:root"})),
        document(allow({"AWS": 12345678901})),
        document(allow({"AWS": "arn:aws:iam::22222222222:root"})),
        document(allow({"AWS": "lambda.amazonaws.com"})),
        document(allow({"AWS": ["222222222222", "arn:aws:iam::222222222222:role/ci-*"]})),
        document(allow({"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/*"}})),
        document({"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::222222222222:user/?"}, "Action": PULL}),
    ],
)
def test_what_aws_refuses(policy: Any) -> None:
    found = places(repository(RepositoryPolicyText=policy), MALFORMED_POLICY)
    assert found
    assert set(found) == {"MalformedPolicy Repo.RepositoryPolicyText"}


def test_the_message_says_where_and_what() -> None:
    made = repository(
        RepositoryPolicyText=document(allow(condition=OURS), {**allow(condition=OURS), "Effect": "Permit"})
    )
    (finding,) = findings(made, MALFORMED_POLICY)
    assert finding.found.message.startswith("Statement[1].Effect: 'Permit' is no effect.")


@pytest.mark.parametrize(
    "policy",
    [document(allow(condition=OURS)), {"Statement": allow(condition=OURS)}, {"Ref": "Late"}, None],
)
def test_a_policy_or_what_may_become_one(policy: Any) -> None:
    of = {"Parameters": {"Late": {"Type": "String"}}}
    assert places(repository(RepositoryPolicyText=policy), MALFORMED_POLICY, of=of) == []


def test_what_could_be_read_is_judged_all_the_same() -> None:
    made = repository(RepositoryPolicyText=document(allow(), {"Effect": "Permit", "Principal": "*", "Action": PULL}))
    assert {finding.rule.id for finding in findings(made, *SHARING)} == {"MalformedPolicy", "OpenToEveryone"}
