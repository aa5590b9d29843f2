"""Statements for the tests of sharing, and all its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governed_ecr.rules.rule import Rule
from governed_ecr.rules.sharing.access_not_proven import ACCESS_NOT_PROVEN
from governed_ecr.rules.sharing.confused_deputy import CONFUSED_DEPUTY
from governed_ecr.rules.sharing.dead_grant import DEAD_GRANT
from governed_ecr.rules.sharing.foreign_administration import FOREIGN_ADMINISTRATION
from governed_ecr.rules.sharing.grantee_not_known import GRANTEE_NOT_KNOWN
from governed_ecr.rules.sharing.guardrail_hits_service import GUARDRAIL_HITS_SERVICE
from governed_ecr.rules.sharing.malformed_policy import MALFORMED_POLICY
from governed_ecr.rules.sharing.not_principal_allow import NOT_PRINCIPAL_ALLOW
from governed_ecr.rules.sharing.open_to_everyone import OPEN_TO_EVERYONE
from governed_ecr.rules.sharing.organization_wide_push import ORGANIZATION_WIDE_PUSH
from governed_ecr.rules.sharing.public_repository import PUBLIC_REPOSITORY
from governed_ecr.rules.sharing.untrusted_grantee import UNTRUSTED_GRANTEE
from tests.rules.judge import ORGANIZATION, findings, repository

SHARING: tuple[Rule, ...] = (
    ACCESS_NOT_PROVEN,
    CONFUSED_DEPUTY,
    DEAD_GRANT,
    FOREIGN_ADMINISTRATION,
    GRANTEE_NOT_KNOWN,
    GUARDRAIL_HITS_SERVICE,
    MALFORMED_POLICY,
    NOT_PRINCIPAL_ALLOW,
    OPEN_TO_EVERYONE,
    ORGANIZATION_WIDE_PUSH,
    PUBLIC_REPOSITORY,
    UNTRUSTED_GRANTEE,
)

PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
PUSH = [*PULL, "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]
OURS = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}

LAMBDA = {"Service": "lambda.amazonaws.com"}
SERVICE_PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
UNIT = f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/*"
OTHER_ORGANIZATION = "o-zzzzzzzzzz"

Json = Mapping[str, Any]


def equals(key: str, *values: str, operator: str = "StringEquals") -> dict[str, Any]:
    """A condition of one operator on one key."""
    return {operator: {key: values[0] if len(values) == 1 else list(values)}}


def root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def allow(principal: Any = "*", action: Any = PULL, condition: Json | None = None, **others: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, **others}
    return {**statement, "Condition": condition} if condition else statement


def deny(principal: Any = "*", action: Any = "ecr:*", condition: Json | None = None, **others: Any) -> dict[str, Any]:
    return {**allow(principal, action, condition, **others), "Effect": "Deny"}


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def said(*statements: Any, of: Json | None = None, **facts: Any) -> list[str]:
    """The ids of the rules that a repository with these statements breaks, sorted, each as often as it is broken."""
    return said_of(repository(RepositoryPolicyText=document(*statements)), of=of, **facts)


def said_of(resources: Json, of: Json | None = None, **facts: Any) -> list[str]:
    return sorted(finding.rule.id for finding in findings(resources, *SHARING, of=of, **facts))
