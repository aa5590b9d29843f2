"""Who may now do what, as a sentence says it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.review.comparing import ORGANIZATION, OWN, STRANGE, TRUSTED, compare
from tests.review.pieces import (
    IN_UNIT,
    LAMBDA,
    ORG,
    OU,
    PUSH,
    Resources,
    allow,
    created,
    deny,
    document,
    registry_policy,
    replicate,
    root,
    shared,
)

APP = "repository team/app"


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (allow(root(TRUSTED)), f"Account {TRUSTED} may now pull from {APP}: "),
        (allow(root(TRUSTED), PUSH), f"Account {TRUSTED} may now pull from and push to {APP}: "),
        (allow(root(TRUSTED), "ecr:*"), f"Account {TRUSTED} may now pull from, push to and administer {APP}: "),
        (allow(root(STRANGE)), f"Account {STRANGE}, which is not trusted, may now pull from {APP}: "),
        (allow(root(TRUSTED), "ecr:DescribeImages"), f"Account {TRUSTED} may now read about {APP}: "),
        (
            allow({"AWS": f"arn:aws:iam::{TRUSTED}:role/ci"}),
            f"The principal arn:aws:iam::{TRUSTED}:role/ci may now pull from {APP}: ",
        ),
        (ORG, f"Any account of the organization {ORGANIZATION} may now pull from {APP}: "),
        (
            allow(condition=IN_UNIT),
            f"Any account of the organizational unit ou-ab12-11111111 may now pull from {APP}: ",
        ),
        (
            allow(condition={"StringEquals": {"aws:PrincipalOrgID": "o-zzzzzzzzzz"}}),
            f"Any account of another organization o-zzzzzzzzzz may now pull from {APP}: ",
        ),
        (
            allow(condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}}),
            f"Any account of any organization may now pull from {APP}: ",
        ),
        (allow(), f"Anyone, even without AWS credentials, may now pull from {APP}: "),
        (allow(), f"Anyone with an account of AWS may now pull from {APP}: "),
        (
            allow({"Service": "lambda.amazonaws.com"}),
            f"The AWS service lambda.amazonaws.com, on behalf of resources of anyone, may now pull from {APP}: ",
        ),
        (
            {**LAMBDA, "Condition": {"StringEquals": {"aws:SourceAccount": STRANGE}}},
            f"The AWS service lambda.amazonaws.com, on behalf of account {STRANGE}, may now pull from {APP}: ",
        ),
    ],
)
def test_of_a_repository(head: Any, sentence: str) -> None:
    changes = [change for change in compare(shared(), shared(head)).changes if change.kind == "access-widened"]
    assert any(change.message.startswith(sentence) for change in changes), [change.message for change in changes]
    assert all(change.witness and str(change.witness) in change.message for change in changes)


@pytest.mark.parametrize(
    ("base", "head", "sentence"),
    [
        (
            registry_policy(),
            registry_policy(replicate(TRUSTED)),
            f"{TRUSTED} may now replicate images into this registry",
        ),
        (
            {"T": created(Prefix="team")},
            {"T": created(Prefix="team", RepositoryPolicy=document(ORG))},
            f"{ORGANIZATION} may now pull from repositories that creation template team makes",
        ),
        (shared(ORG), shared(OU), "may no longer pull from repository team/app, except as a part of the organization"),
        (shared(allow(root(TRUSTED))), shared(), f"Account {TRUSTED} may no longer pull from {APP}; until now, arn:"),
        (
            shared(ORG, deny("ecr:DeleteRepository", Sid="Keep")),
            shared(ORG),
            f'R{APP[1:]} loses its Deny "Keep": no other refuses now that arn:aws:iam::{STRANGE}:role/stranger may '
            "call ecr:DeleteRepository",
        ),
        (
            shared(ORG, deny("ecr:DeleteRepository", {"ArnNotLike": {"aws:PrincipalArn": "*"}})),
            shared(ORG),
            "loses its Deny number 1: ",
        ),
    ],
)
def test_of_others(base: Resources, head: Resources, sentence: str) -> None:
    messages = [change.message for change in compare(base, head).changes]
    assert any(sentence in message for message in messages), messages


def test_the_own_account_is_nobody_new() -> None:
    assert compare(shared(ORG), shared(ORG, allow(root(OWN), "ecr:*"), LAMBDA)).items == []


def test_the_place_is_the_statement_that_lets_in() -> None:
    (change,) = compare(shared(ORG), shared(ORG, allow(root(TRUSTED)))).changes
    assert change.place == "Resources.Repo.Properties.RepositoryPolicyText.Statement[1]"
