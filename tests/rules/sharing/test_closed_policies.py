"""Policies that let in whom they should, with which no rule of sharing finds fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, OWN, STRANGE, TRUSTED
from tests.rules.sharing.policies import LAMBDA, OURS, PULL, PUSH, SERVICE_PULL, UNIT, allow, deny, equals, root, said

CLOSED: dict[str, list[Any]] = {
    "the organization": [allow(condition=OURS)],
    "the organization, key in another case": [allow(condition=equals("AWS:principalorgid", ORGANIZATION))],
    "the organization, operator in another case": [
        allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="stringequals"))
    ],
    "the organization by a list": [allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, ORGANIZATION))],
    "the organization, with a pattern that is none": [
        allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringLike"))
    ],
    "a unit": [allow(condition=equals("aws:PrincipalOrgPaths", UNIT, operator="ForAnyValue:StringLike"))],
    "a unit may push": [
        allow(action=PUSH, condition=equals("aws:PrincipalOrgPaths", UNIT, operator="ForAnyValue:StringLike"))
    ],
    "everyone but strangers": [
        allow(),
        deny(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringNotEquals")),
    ],
    "a trusted account": [allow(root(TRUSTED))],
    "a trusted account may push": [allow(root(TRUSTED), PUSH)],
    "account ids": [allow({"AWS": [TRUSTED, OWN]})],
    "a role of a trusted account": [allow({"AWS": f"arn:aws:iam::{TRUSTED}:role/puller"})],
    "a trusted account by a condition": [allow(condition=equals("aws:PrincipalAccount", TRUSTED))],
    "roles of a trusted account by a condition": [
        allow(condition=equals("aws:PrincipalArn", f"arn:aws:iam::{TRUSTED}:role/*", operator="ArnLike"))
    ],
    "the own account does everything": [allow(root(OWN), "ecr:*")],
    "the own roles do everything": [allow({"AWS": f"arn:aws:iam::{OWN}:role/admin"}, "ecr:*")],
    "a service for an account": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", TRUSTED))],
    "a service for functions of an account": [
        allow(
            LAMBDA,
            SERVICE_PULL,
            equals("aws:sourceARN", f"arn:aws:lambda:us-east-1:{OWN}:function:*", operator="ArnLike"),
        )
    ],
    "a service for functions, as text": [
        allow(
            LAMBDA,
            SERVICE_PULL,
            equals("aws:SourceArn", f"arn:aws:lambda:us-east-1:{OWN}:function:*", operator="StringLike"),
        )
    ],
    "a service for the organization": [allow(LAMBDA, SERVICE_PULL, equals("aws:SourceOrgID", ORGANIZATION))],
    "a service for a unit": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceOrgPaths", UNIT, operator="ForAnyValue:StringLike"))
    ],
    "denials grant nothing": [deny(action="*"), deny(root(STRANGE))],
    "denials of deleting": [
        allow(condition=OURS),
        deny(
            action=["ecr:Delete*", "ecr:BatchDeleteImage"],
            condition=equals("aws:PrincipalAccount", OWN, operator="StringNotEquals"),
        ),
    ],
    "a guardrail that knows services": [
        allow(condition=OURS),
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(
            condition={
                **equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringNotEquals"),
                "Bool": {"aws:PrincipalIsAWSService": "false"},
            }
        ),
    ],
    "NotPrincipal in a denial": [
        allow(root(TRUSTED)),
        {
            "Effect": "Deny",
            "NotPrincipal": {"AWS": [f"arn:aws:iam::{TRUSTED}:root", f"arn:aws:iam::{OWN}:root"]},
            "Action": "ecr:*",
        },
    ],
    "an upstream of the organization's caches": [
        allow(
            action=[
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchImportUpstreamImage",
                "ecr:GetImageCopyStatus",
            ],
            condition=OURS,
        )
    ],
    "scans by a trusted account": [allow(root(TRUSTED), ["ecr:StartImageScan", "ecr:DescribeImageScanFindings"])],
    "Resource as AWS writes it now": [allow(condition=OURS, Resource="*")],
    "the organization, through an endpoint": [
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:SourceVpce": "vpce-1a2b3c4d"}})
    ],
    "two units": [
        allow(
            condition=equals(
                "aws:PrincipalOrgPaths",
                UNIT,
                f"{ORGANIZATION}/r-ab12/ou-ab12-22222222/*",
                operator="ForAnyValue:StringLike",
            )
        )
    ],
    "roles of an account of the organization may push": [
        allow(action=PUSH, condition={**OURS, "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{TRUSTED}:role/ci-*"}})
    ],
    "the organization that owns the repository": [
        allow(condition=equals("aws:PrincipalOrgID", "${aws:ResourceOrgID}"))
    ],
    "the account that owns the repository": [allow(condition=equals("aws:PrincipalAccount", "${aws:ResourceAccount}"))],
    "if the key exists, and it has to": [
        allow(
            condition={
                "StringEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
                "Null": {"aws:PrincipalOrgID": "false"},
            }
        )
    ],
    "encrypted transport is demanded, of services too": [
        allow(condition=OURS),
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(condition=equals("aws:SecureTransport", "false", operator="Bool")),
    ],
    "several services for several accounts": [
        allow(
            {"Service": ["lambda.amazonaws.com", "codebuild.amazonaws.com"]},
            PULL,
            equals("aws:SourceAccount", OWN, TRUSTED),
        )
    ],
    "services by a condition": [
        allow(
            action=SERVICE_PULL,
            condition={
                "Bool": {"aws:PrincipalIsAWSService": "true"},
                "StringEquals": {"aws:SourceOrgID": ORGANIZATION},
            },
        )
    ],
    "everyone but those of other accounts": [
        allow(),
        deny(condition=equals("aws:PrincipalAccount", OWN, TRUSTED, operator="StringNotEquals")),
    ],
    "nothing but pulls by others": [
        allow(condition=OURS),
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        {
            "Effect": "Deny",
            "Principal": "*",
            "NotAction": PULL,
            "Condition": equals("aws:PrincipalAccount", OWN, operator="StringNotEquals"),
        },
    ],
    "a guardrail that knows whom services act for": [
        allow(LAMBDA, SERVICE_PULL, equals("aws:SourceAccount", OWN)),
        deny(condition={"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:SourceAccount": OWN}}),
    ],
}


@pytest.mark.parametrize("statements", CLOSED.values(), ids=CLOSED)
def test_closed(statements: list[Any]) -> None:
    assert said(*statements) == []
