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
    UNIT,
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


TEAM = allow(root(TRUSTED))
ROLE = f"arn:aws:iam::{TRUSTED}:role/deployer"
UNITS = [UNIT, UNIT.replace("11111111", "22222222")]
FOREIGN = allow(condition={"StringEquals": {"aws:PrincipalOrgID": "o-zzzzzzzzzz"}})
GUARDRAIL = deny(
    condition={
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
)


def for_source(**condition: Any) -> dict[str, Any]:
    return {**LAMBDA, "Condition": {operator: dict([pair]) for operator, pair in condition.items()}}


def function(name: str, account: str = TRUSTED) -> tuple[str, str]:
    return "aws:SourceArn", f"arn:aws:lambda:us-east-1:{account}:function:{name}"


OF_TEAM = ("aws:SourceAccount", TRUSTED)
OF_ORGANIZATION = ("aws:SourceOrgID", ORGANIZATION)


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (allow(), ORG, "note Anyone with an account of AWS may no longer pull"),
        (allow(), TEAM, "note Anyone with an account of AWS may no longer pull"),
        (
            allow(condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION}}),
            ORG,
            "note Anyone with an account of AWS may no longer pull",
        ),
        (
            allow({"Service": "lambda.amazonaws.com"}),
            LAMBDA,
            "note The AWS service lambda.amazonaws.com, on behalf of resources of anyone, may no longer pull",
        ),
        ([allow(), TEAM], allow(root("333333333333")), f"warning Account {TRUSTED} may no longer pull"),
        (TEAM, [TEAM, GUARDRAIL], f"note Account {TRUSTED} (if aws:PrincipalIsAWSService fits) may no longer pull"),
        (TEAM, allow({"AWS": ROLE}), f"warning Account {TRUSTED} may no longer pull from {APP}, except {ROLE};"),
        (TEAM, ORG, f"note Account {TRUSTED} may no longer pull from {APP}, except as a part of the organization"),
        (
            allow(root(STRANGE)),
            ORG,
            f"warning Account {STRANGE}, which is not trusted, may no longer pull from {APP}; ",
        ),
        ([ORG, TEAM], ORG, f"warning Account {TRUSTED} may no longer pull from {APP}; until now"),
        (
            allow(condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": UNITS}}),
            OU,
            f"warning Any account of the organizational unit ou-ab12-22222222 may no longer pull from {APP}; until",
        ),
        (ORG, OU, f"note Any account of the organization {ORGANIZATION} may no longer pull from {APP}, except as a"),
        (ORG, FOREIGN, f"warning Any account of the organization {ORGANIZATION} may no longer pull from {APP}; until"),
        (ORG, [TEAM], f"warning Any account of the organization {ORGANIZATION} may no longer pull from {APP}; until"),
        (
            ORG,
            allow(condition={**IN_UNIT, "StringEquals": {"aws:SourceVpce": "vpce-1234"}}),
            f"warning Any account of the organization {ORGANIZATION} may no longer pull",
        ),
        (
            for_source(StringEquals=OF_TEAM),
            for_source(StringEquals=OF_TEAM, ArnLike=function("*")),
            f"note The AWS service lambda.amazonaws.com, on behalf of account {TRUSTED}, may no longer pull from {APP},"
            f" except for arn:aws:lambda:us-east-1:{TRUSTED}:function:*;",
        ),
        (
            for_source(StringEquals=OF_TEAM),
            for_source(StringEquals=OF_TEAM, ArnLike=function("one")),
            f"warning The AWS service lambda.amazonaws.com, on behalf of account {TRUSTED}, may no longer pull",
        ),
        (
            for_source(ArnLike=function("*")),
            for_source(ArnLike=function("one")),
            "warning The AWS service lambda.amazonaws.com, on behalf of arn:aws:lambda:",
        ),
        (
            for_source(StringEquals=("aws:SourceAccount", OWN)),
            for_source(StringEquals=OF_ORGANIZATION),
            f"note The AWS service lambda.amazonaws.com, on behalf of account {OWN}, may no longer pull",
        ),
    ],
)
def test_what_is_taken_away(base: Any, head: Any, expected: str) -> None:
    one, other = (statements if isinstance(statements, list) else [statements] for statements in (base, head))
    changes = [change for change in compare(shared(*one), shared(*other)).changes if change.kind == "access-narrowed"]
    told = [f"{change.severity} {change.message}" for change in changes]
    assert any(each.startswith(expected) for each in told), told
    assert len([each for each in told if each.startswith("note")]) <= 1


@pytest.mark.parametrize(
    ("head", "whom"),
    [
        (for_source(StringEquals=OF_TEAM), f"account {TRUSTED}"),
        (for_source(StringEquals=OF_ORGANIZATION), f"organization {ORGANIZATION}"),
        (for_source(ArnLike=function("*")), f"arn:aws:lambda:us-east-1:{TRUSTED}:function:stranger"),
    ],
)
def test_a_service_for_others_who_are_trusted_is_somebody_new(head: Any, whom: str) -> None:
    (change,) = compare(shared(ORG), shared(ORG, head)).changes
    assert change.severity == "error"
    assert change.message.startswith(f"The AWS service lambda.amazonaws.com, on behalf of {whom}, may now pull")


NAMED = deny("ecr:Delete*", Sid="Keep")
BY_OTHERS = {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/x"}}


@pytest.mark.parametrize(
    ("base", "head", "sentence"),
    [
        (NAMED, deny("ecr:DeleteRepository", Sid="Keep"), f'Deny "Keep" of {APP} no longer covers all that it did: no'),
        (NAMED, deny("ecr:Delete*", BY_OTHERS, Sid="Keep"), f'Deny "Keep" of {APP} no longer covers all that it did: '),
        (deny("ecr:*"), deny("ecr:*", BY_OTHERS), f"Deny number 1 of {APP} no longer covers all that it did: "),
        (deny("ecr:*"), deny("ecr:Delete*"), f"Deny number 1 of {APP} no longer covers all that it did: "),
        (NAMED, deny("ecr:PutImage", Sid="Other"), f'R{APP[1:]} loses its Deny "Keep": '),
    ],
)
def test_a_deny_that_is_weaker_and_one_that_is_gone(base: Any, head: Any, sentence: str) -> None:
    messages = [change.message for change in compare(shared(ORG, base), shared(ORG, head)).changes]
    assert any(message.startswith(sentence) for message in messages), messages


def test_what_a_deny_refused_is_said_where_no_request_shows_it() -> None:
    tls = deny(condition={"Bool": {"aws:SecureTransport": "false"}}, Sid="Tls")
    (change,) = compare(shared(ORG, tls), shared(ORG)).changes
    assert change.message.endswith(
        'loses its Deny "Tls": the rest decides on ecr:* where Bool aws:SecureTransport is false.'
    )


def test_a_unit_and_what_is_in_it_is_told_by_a_path_that_there_can_be() -> None:
    alone = allow(condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": UNIT.removesuffix("*")}})
    (change,) = compare(shared(alone), shared(OU)).changes
    assert change.message.startswith("Any account of the organizational unit ou-ab12-11111111 may now pull")
    assert "//" not in change.message


def test_the_own_account_is_named_in_what_a_deny_refused() -> None:
    role = f"arn:aws:iam::{OWN}:role"
    base, head = (
        deny("ecr:PutImage", {"ArnNotLike": {"aws:PrincipalArn": arn}}) for arn in (f"{role}/ci", f"{role}/*")
    )
    (change,) = compare(shared(base), shared(head)).changes
    assert f"on arn:aws:ecr:us-east-1:{OWN}:repository/team/app" in change.message


def test_the_own_account_is_nobody_new() -> None:
    assert compare(shared(ORG), shared(ORG, allow(root(OWN), "ecr:*"), LAMBDA)).items == []


def test_the_place_is_the_statement_that_lets_in() -> None:
    (change,) = compare(shared(ORG), shared(ORG, allow(root(TRUSTED)))).changes
    assert change.place == "Resources.Repo.Properties.RepositoryPolicyText.Statement[1]"
