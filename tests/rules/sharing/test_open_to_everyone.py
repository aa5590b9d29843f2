"""Conditions that bound nothing, each alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import ORGANIZATION, OWN, STRANGE, TRUSTED, repository
from tests.rules.sharing.policies import (
    OTHER_ORGANIZATION,
    OURS,
    PUSH,
    UNIT,
    allow,
    deny,
    document,
    equals,
    root,
    said,
    said_of,
)

EVERYONE: dict[str, list[Any]] = {
    "no condition": [allow()],
    "AWS star": [allow({"AWS": "*"})],
    "star in a list": [allow({"AWS": [f"arn:aws:iam::{TRUSTED}:root", "*"]})],
    "star beside an untrusted account": [allow({"AWS": [f"arn:aws:iam::{STRANGE}:root", "*"]})],
    "push as well": [allow(action=PUSH)],
    "all of ECR": [allow(action="ecr:*")],
    "all of AWS": [allow(action="*")],
    "actions in another case": [allow(action="ECR:batchgetimage")],
    "a wildcard within an action": [allow(action="ecr:*Get*")],
    "all but some actions": [{"Effect": "Allow", "Principal": "*", "NotAction": "ecr:DeleteRepository"}],
    "if the key exists": [allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="StringEqualsIfExists"))],
    "none of no values": [allow(condition=equals("aws:PrincipalOrgPaths", UNIT, operator="ForAllValues:StringLike"))],
    "all organization ids": [
        allow(condition=equals("aws:PrincipalOrgID", ORGANIZATION, operator="ForAllValues:StringEquals"))
    ],
    "any organization": [allow(condition=equals("aws:PrincipalOrgID", "o-*", operator="StringLike"))],
    "all but one organization": [
        allow(condition=equals("aws:PrincipalOrgID", OTHER_ORGANIZATION, operator="StringNotEquals"))
    ],
    "all but one account": [allow(condition=equals("aws:PrincipalAccount", STRANGE, operator="StringNotEquals"))],
    "any account": [allow(condition=equals("aws:PrincipalAccount", "*", operator="StringLike"))],
    "any path of a unit": [
        allow(condition=equals("aws:PrincipalOrgPaths", "*/ou-ab12-11111111/*", operator="ForAnyValue:StringLike"))
    ],
    "kinds of principals": [allow(condition=equals("aws:PrincipalType", "Account", "User", "AssumedRole"))],
    "user agents": [allow(condition=equals("aws:UserAgent", "docker*", operator="StringLike"))],
    "the whole internet": [allow(condition=equals("aws:SourceIp", "0.0.0.0/0", operator="IpAddress"))],
    "half of the internet": [allow(condition=equals("aws:SourceIp", "128.0.0.0/1", operator="IpAddress"))],
    "encrypted transport": [allow(condition=equals("aws:SecureTransport", "true", operator="Bool"))],
    "any member of any organization": [allow(condition=equals("aws:PrincipalOrgID", "false", operator="Null"))],
    "who is in no organization": [allow(condition=equals("aws:PrincipalOrgID", "true", operator="Null"))],
    "a role of any account": [
        allow(condition=equals("aws:PrincipalArn", "arn:aws:iam::*:role/deployer", operator="ArnLike"))
    ],
    "a tag that anyone can give": [allow(condition=equals("aws:PrincipalTag/team", "images"))],
    "multi-factor authentication": [allow(condition=equals("aws:MultiFactorAuthPresent", "true", operator="Bool"))],
    "a denial of something else": [allow(), deny(action="ecr:DeleteRepository")],
    "a denial for those of no organization only": [
        allow(),
        deny(condition=equals("aws:PrincipalOrgID", "true", operator="Null")),
    ],
    "a denial that one account escapes nothing by": [allow(), deny(root(STRANGE))],
    "one closed, one open": [allow(condition=OURS), allow(action="ecr:PutImage")],
    "any endpoint": [allow(condition=equals("aws:SourceVpce", "vpce-*", operator="StringLike"))],
    "an organization's first characters": [
        allow(condition=equals("aws:PrincipalOrgID", "o-a1b2c*", operator="StringLike"))
    ],
    "an organization's length": [allow(condition=equals("aws:PrincipalOrgID", "o-??????????", operator="StringLike"))],
    "an organization not like another": [
        allow(condition=equals("aws:PrincipalOrgID", "o-bad*", operator="StringNotLike"))
    ],
    "the principal's organization is its own": [allow(condition=equals("aws:PrincipalOrgID", "${aws:PrincipalOrgID}"))],
    "the organization of the repository": [allow(condition=equals("aws:ResourceOrgID", ORGANIZATION))],
    "the account of the repository": [allow(condition=equals("aws:ResourceAccount", OWN))],
    "the Region": [allow(condition=equals("aws:RequestedRegion", "us-east-1"))],
    "names of sessions": [allow(condition=equals("aws:userid", "*:ci", operator="StringLike"))],
    "a name of users": [allow(condition=equals("aws:username", "ci"))],
    "all but some ARNs": [allow(condition=equals("aws:PrincipalArn", "arn:aws:iam::1*:root", operator="ArnNotLike"))],
    "since a date": [allow(condition=equals("aws:CurrentTime", "2020-01-01T00:00:00Z", operator="DateGreaterThan"))],
    "a network and all networks": [
        allow(condition=equals("aws:SourceIp", "10.0.0.0/8", "0.0.0.0/0", operator="IpAddress"))
    ],
    "all networks but one": [allow(condition=equals("aws:SourceIp", "203.0.113.0/24", operator="NotIpAddress"))],
    "all of IPv6": [allow(condition=equals("aws:SourceIp", "::/0", operator="IpAddress"))],
    "a referer": [allow(condition=equals("aws:referer", "https://example.com"))],
    "not anonymous": [allow(), deny(condition=equals("aws:PrincipalType", "Anonymous"))],
}


@pytest.mark.parametrize("statements", EVERYONE.values(), ids=EVERYONE)
def test_open(statements: list[Any]) -> None:
    assert said(*statements) == ["OpenToEveryone"]


@pytest.mark.parametrize("key", ["aws:ResourceTag/shared", "ecr:ResourceTag/shared"])
@pytest.mark.parametrize(
    ("tags", "expected"),
    [([{"Key": "shared", "Value": "yes"}], ["OpenToEveryone"]), ([], ["AccessNotProven"])],
    ids=["tagged", "not tagged"],
)
def test_a_tag_of_the_repository_bounds_nobody(key: str, tags: list[Any], expected: list[str]) -> None:
    policy = document(allow(condition={"StringEquals": {key: "yes"}}))
    assert said_of(repository(RepositoryPolicyText=policy, Tags=tags)) == expected
