"""Grants that nobody can use, and what is to blame."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.prove import dead_grants
from governed_ecr.access.question import PolicyKind
from governed_ecr.state.unknown import Reference, Unknown
from tests.access.adversary import ORGANIZATION, OWN, TRUSTED, UNIT
from tests.access.policies import TRUST, allow, deny, policy

LAMBDA = {"Service": "lambda.amazonaws.com"}

DEAD: dict[str, tuple[dict[str, Any], str]] = {
    "a literal star": (allow(condition={"StringEquals": {"aws:PrincipalOrgID": "o-*"}}), 'takes "o-*" literally'),
    "a literal star in an ARN": (
        allow(condition={"StringEquals": {"aws:PrincipalArn": f"arn:aws:iam::{TRUSTED}:role/*"}}),
        "use StringLike",
    ),
    "a set operator that is missing": (
        allow(condition={"StringLike": {"aws:PrincipalOrgPaths": f"{UNIT}*"}}),
        "without ForAnyValue or ForAllValues",
    ),
    "an unknown key": (
        allow(condition={"StringEquals": {"aws:PrinicpalOrgID": ORGANIZATION}}),
        "No request to this service carries the condition key aws:PrinicpalOrgID.",
    ),
    "a key of another service": (
        allow(condition={"StringEquals": {"s3:prefix": "x"}}),
        "carries the condition key s3:prefix",
    ),
    "a malformed organization": (
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
        '"o-1" is no organization',
    ),
    "a malformed organization of an endpoint": (
        allow(condition={"StringEquals": {"aws:VpceOrgID": "o-12345678"}}),
        '"o-12345678" is no organization',
    ),
    "an endpoint's paths without a set operator": (
        allow(condition={"StringLike": {"aws:VpceOrgPaths": f"{UNIT}*"}}),
        "without ForAnyValue or ForAllValues",
    ),
    "a source for IAM principals": (
        allow({"AWS": TRUSTED}, {"StringEquals": {"aws:SourceAccount": TRUSTED}}),
        "Only requests of AWS services carry aws:SourceAccount",
    ),
    "a source for everyone": (
        allow(condition={"StringEquals": {"aws:SourceOrgID": ORGANIZATION}}),
        "Only AWS services could use this grant: requests of IAM principals do not carry aws:SourceOrgID.",
    ),
    "an organization for a service": (
        allow(LAMBDA, {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}),
        "Requests of AWS services do not meet StringEquals aws:PrincipalOrgID",
    ),
    "a contradiction": (
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}, "Null": {"aws:PrincipalOrgID": "true"}}),
        "No request meets both StringEquals aws:PrincipalOrgID",
    ),
    "a contradiction with the principal": (
        allow({"AWS": TRUSTED}, {"StringEquals": {"aws:PrincipalAccount": OWN}}),
        "None of its principals meets StringEquals aws:PrincipalAccount",
    ),
    "private addresses": (allow(condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}), "there is aws:VpcSourceIp"),
    "a federated principal": (allow({"Federated": "accounts.google.com"}), "make no requests"),
}


def found(*statements: Any) -> list[tuple[int, str]]:
    dead = dead_grants(policy(*statements), PolicyKind.REPOSITORY, TRUST)
    return [(each.statement, each.why) for each in dead]


@pytest.mark.parametrize(("statement", "why"), DEAD.values(), ids=DEAD)
def test_dead(statement: dict[str, Any], why: str) -> None:
    ((index, said),) = found(allow(), statement)
    assert index == 1
    assert why in said


@pytest.mark.parametrize(
    "statement",
    [
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": ["o-*", ORGANIZATION]}}),
        allow(condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{UNIT}*"}}),
        allow({**LAMBDA, "AWS": TRUSTED}, {"StringEquals": {"aws:SourceAccount": TRUSTED}}),
        allow(
            condition={"Bool": {"aws:PrincipalIsAWSService": "true"}, "StringEquals": {"aws:SourceOrgID": ORGANIZATION}}
        ),
        allow({"AWS": OWN}, {"StringEquals": {"aws:PrincipalAccount": OWN}}),
        allow(condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}}),
        allow(condition={"StringEquals": {"aws:VpceOrgID": ORGANIZATION}}),
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": "o-zzzzzzzzz"}}),
        allow(condition={"StringEquals": {"ecr:ResourceTag/shared": "yes"}}),
        allow(Action="ecr:SomethingNew"),
        deny({"StringEquals": {"aws:PrincipalOrgID": "o-*"}}),
        allow({"AWS": "AROAEXAMPLE"}),
    ],
)
def test_not_dead(statement: dict[str, Any]) -> None:
    assert found(statement) == []


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike", "StringEquals", "StringLike"])
@pytest.mark.parametrize("before", ["", "arn:aws:codebuild:"])
@pytest.mark.parametrize("after", ["", ":project/x"])
def test_an_arn_that_is_not_known_may_be_any(operator: str, before: str, after: str) -> None:
    arn = Unknown(tuple(part for part in (before, Reference("Project"), after) if part))
    assert found(allow(LAMBDA, {operator: {"aws:SourceArn": arn}})) == []
    assert found(allow(LAMBDA, {operator: {"aws:SourceArn": Unknown((Reference("P.Arn", "t", "P", "Arn"),))}})) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:us-east-1:{OWN}:*"}},
        {
            "StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{OWN}:trail/t"},
            "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{OWN}:trail/*"},
        },
        {"ForAnyValue:StringEquals": {"kms:EncryptionContextKeys": "x"}, "StringEquals": {"aws:SourceAccount": OWN}},
        {"Bool": {"kms:GrantIsForAWSResource": "true"}, "StringEquals": {"aws:SourceAccount": OWN}},
        {"ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}, "Null": {"kms:GrantOperations": "false"}},
        {"StringEquals": {"kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT", "kms:CallerAccount": OWN}},
        {"StringEquals": {"kms:SomethingNew": "x"}},
    ],
)
@pytest.mark.parametrize("principal", [{"Service": "logs.us-east-1.amazonaws.com"}, "*"])
def test_keys_of_aws_kms_do_not_kill(principal: Any, condition: dict[str, Any]) -> None:
    statement = allow(principal, condition, Action="kms:*", Resource="*")
    dead = dead_grants(policy(statement), PolicyKind.KEY, TRUST)
    assert [each.why for each in dead if "Only AWS services" not in each.why] == []


def test_the_condition_that_is_to_blame_is_named() -> None:
    statement = allow(
        condition={"StringEquals": {"aws:PrincipalOrgID": "o-*"}, "Bool": {"aws:SecureTransport": "true"}}
    )
    (dead,) = dead_grants(policy(statement), PolicyKind.REPOSITORY, TRUST)
    assert dead.condition is not None
    assert dead.condition.key == "aws:PrincipalOrgID"
