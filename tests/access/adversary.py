"""Random policies that try to get a proof wrong: boundaries that are none, keys that are missing, Deny with holes."""

from __future__ import annotations

from random import Random
from typing import Any

OWN, TRUSTED, UNTRUSTED = "111111111111", "222222222222", "444444444444"
ORGANIZATION, OTHER = "o-a1b2c3d4e5", "o-zzzzzzzzzz"
UNIT = f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/"
REPOSITORY = f"arn:aws:ecr:us-east-1:{OWN}:repository/"

PRINCIPALS: list[Any] = [
    *["*"] * 4,
    {"AWS": "*"},
    {"AWS": ["*", TRUSTED]},
    {"AWS": TRUSTED},
    {"AWS": f"arn:aws:iam::{UNTRUSTED}:root"},
    {"AWS": [f"arn:aws:iam::{TRUSTED}:role/deployer", UNTRUSTED]},
    {"AWS": f"arn:aws:iam::{UNTRUSTED}:role/deployer"},
    {"AWS": f"arn:aws:iam::{UNTRUSTED}:user/alice"},
    {"AWS": f"arn:aws:sts::{UNTRUSTED}:assumed-role/deployer/session"},
    {"Service": "lambda.amazonaws.com"},
    {"Service": ["lambda.amazonaws.com", "codebuild.amazonaws.com"]},
    {"Service": "ecs-tasks.amazonaws.com", "AWS": TRUSTED},
    {"Federated": "accounts.google.com"},
]
ACTIONS: list[Any] = [
    ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "ecr:BatchGetImage",
    "ecr:*",
    "*",
    "ecr:Get*",
    "ecr:Put*",
    ["ecr:?atchGetImage", "ecr:putimage"],
    "ecr:*Image",
    ["ecr:SetRepositoryPolicy", "ecr:DeleteRepository"],
    "ecr:Delete*",
    ["ecr:ReplicateImage", "ecr:CreateRepository"],
]
RESOURCES: list[Any] = ["*", f"{REPOSITORY}*", f"{REPOSITORY}team/*", [f"{REPOSITORY}app", f"{REPOSITORY}prod-?"]]
_POSITIVE = ["StringEquals", "StringLike", "StringEqualsIgnoreCase"]
_STRINGS = [*_POSITIVE, "StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase"]
_ARNS = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotLike", "StringEquals"]
_TEXTS: dict[str, list[str]] = {
    "aws:PrincipalOrgID": [
        ORGANIZATION,
        OTHER,
        "o-*",
        "o-a1b2*",
        "*",
        "${aws:PrincipalOrgID}",
        "O-A1B2C3D4E5",
        "?-a1b2c3d4e5",
    ],
    "aws:PrincipalAccount": [OWN, TRUSTED, UNTRUSTED, "*", "4*", "?44444444444", "${aws:PrincipalAccount}", "9999*"],
    "aws:PrincipalType": ["AssumedRole", "User", "Account", "*User", "?ssumedRole"],
    "aws:PrincipalTag/team": ["platform", "plat*", "*", "?*", "${aws:PrincipalTag/team}", "Platform"],
    "aws:userid": ["*:session", "*", "AROA*", "AIDA*", "*:deploy-?"],
    "aws:username": ["alice", "al*", "*"],
    "aws:UserAgent": ["docker/*", "*", "docker/?"],
    "aws:SourceVpce": ["vpce-0aaaaaaaaaaaaaaaa", "vpce-*"],
    "aws:SourceVpc": ["vpc-0aaaaaaaaaaaaaaaa", "vpc-*", "*"],
    "aws:SourceAccount": [OWN, TRUSTED, UNTRUSTED, "*", "4*", "${aws:SourceAccount}"],
    "aws:SourceOrgID": [ORGANIZATION, OTHER, "o-*"],
    "aws:PrincipalServiceName": ["lambda.amazonaws.com", "*.amazonaws.com", "code*"],
}
_ARN_VALUES: dict[str, list[str]] = {
    "aws:PrincipalArn": [
        "arn:aws:iam::*:role/deployer",
        f"arn:aws:iam::{TRUSTED}:role/*",
        f"arn:aws:iam::{UNTRUSTED}:*",
        "arn:*:role/*",
        "arn:aws:iam::4*:role/team/*",
        "arn:aws:iam::????????????:user/a*",
        f"arn:aws:iam::{UNTRUSTED}:role/deployer",
        "arn:aws:iam::*:root",
    ],
    "aws:SourceArn": [
        "arn:aws:lambda:*:*:function:*",
        f"arn:aws:lambda:us-east-1:{OWN}:function:*",
        f"arn:aws:lambda:*:{TRUSTED}:function:app",
        f"arn:aws:*:*:{UNTRUSTED}:*",
        "arn:aws:s3:::*",
        "arn:*",
    ],
}
_PATHS = [
    f"{ORGANIZATION}/*",
    UNIT,
    f"{UNIT}*",
    "o-*/r-ab12/ou-ab12-11111111/*",
    f"{OTHER}/*",
    "*/ou-ab12-1*",
    f"{ORGANIZATION}/r-ab12/*",
]
_CIDRS = [
    "203.0.113.0/24",
    "198.51.100.0/25",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "203.0.113.7/32",
    "2001:db8::/32",
    "10.0.0.0/8",
]
_DATES = ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]
_SWITCHES = [
    "aws:SecureTransport",
    "aws:MultiFactorAuthPresent",
    "aws:ViaAWSService",
    "aws:PrincipalIsAWSService",
]
_QUANTIFIERS = ["", "", "ForAnyValue:", "ForAllValues:"]


def policy(random: Random, registry: bool = False) -> dict[str, Any]:
    """A policy of one to four statements, three of four of them Allow."""
    size = random.choice([1, 1, 1, 2, 2, 3, 4])
    return {"Version": "2012-10-17", "Statement": [_statement(random, registry) for _ in range(size)]}


def _statement(random: Random, registry: bool) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": random.choice(["Allow", "Allow", "Allow", "Deny"])}
    named = random.choice(PRINCIPALS)
    outside = random.random() < 0.08 and named != "*"
    statement["NotPrincipal" if outside else "Principal"] = named
    statement["NotAction" if random.random() < 0.07 else "Action"] = random.choice(ACTIONS)
    if registry or random.random() < 0.1:
        statement["NotResource" if random.random() < 0.1 else "Resource"] = random.choice(RESOURCES)
    conditions: dict[str, dict[str, Any]] = {}
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3])):
        operator, key, values = _condition(random)
        conditions.setdefault(operator, {})[key] = values
    if conditions:
        statement["Condition"] = conditions
    return statement


def _condition(random: Random) -> tuple[str, str, Any]:
    kind = random.choice(
        ["text"] * 5 + ["arn"] * 2 + ["path", "path", "null", "null", "ip", "ip", "date", "number", "switch", "switch"]
    )
    suffix = random.choice(["", "", "", "IfExists"])
    if kind == "text":
        key = random.choice(list(_TEXTS))
        operator = random.choice(_QUANTIFIERS) + random.choice(_STRINGS)
        return operator + suffix, _cased(random, key), _some(random, _TEXTS[key])
    if kind == "arn":
        key = random.choice(list(_ARN_VALUES))
        return random.choice(_ARNS) + suffix, key, _some(random, _ARN_VALUES[key])
    if kind == "path":
        key = random.choice(["aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", "aws:SourceOrgPaths"])
        operator = random.choice(["ForAnyValue:", "ForAllValues:", ""]) + random.choice(
            ["StringLike", "StringEquals", "StringNotLike"]
        )
        return operator + suffix, key, _some(random, _PATHS)
    if kind == "null":
        key = random.choice([*_TEXTS, *_ARN_VALUES, "aws:PrincipalOrgPaths", "aws:SourceIp"])
        return "Null", key, random.choice(["true", "false", ["true", "false"]])
    if kind == "ip":
        return random.choice(["IpAddress", "NotIpAddress"]) + suffix, "aws:SourceIp", _some(random, _CIDRS)
    if kind == "date":
        operator = random.choice(
            ["DateLessThan", "DateGreaterThan", "DateEquals", "DateNotEquals", "DateGreaterThanEquals"]
        )
        return operator + suffix, "aws:CurrentTime", random.choice(_DATES)
    if kind == "number":
        operator = random.choice(["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"])
        return operator + suffix, "aws:MultiFactorAuthAge", random.choice(["3600", "0", ["60", "300"]])
    return "Bool" + suffix, random.choice(_SWITCHES), random.choice(["true", "false"])


def _cased(random: Random, key: str) -> str:
    return key.lower() if random.random() < 0.1 and "/" not in key else key


def _some(random: Random, values: list[str]) -> Any:
    chosen = random.sample(values, random.choice([1, 1, 1, 2, 3]) if len(values) > 2 else 1)
    return chosen[0] if len(chosen) == 1 else chosen
