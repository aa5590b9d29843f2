"""Rules put to templates in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governed_ecr.rules.check import check
from governed_ecr.rules.rule import Finding, Rule
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates

OWN, TRUSTED, STRANGE = "111111111111", "222222222222", "999999999999"
ORGANIZATION = "o-a1b2c3d4e5"
REGION = "us-east-1"

KNOWN: Mapping[str, Any] = {
    "account": OWN,
    "region": REGION,
    "organization": ORGANIZATION,
    "trusted_accounts": frozenset({OWN, TRUSTED, "333333333333"}),
}
"""The facts that most tests take for granted."""


def findings(
    resources: Mapping[str, Any], *rules: Rule, of: Mapping[str, Any] | None = None, **facts: Any
) -> list[Finding]:
    """What the rules find in a template of these resources. of: what else is in the template; facts: of the context."""
    body = {**(of or {}), "Resources": resources}
    return check(registries_of_templates({"t": body}, Context(**{**KNOWN, **facts})), rules)


def places(resources: Mapping[str, Any], *rules: Rule, of: Mapping[str, Any] | None = None, **facts: Any) -> list[str]:
    """The same, as ``KmsRequired Repo.EncryptionConfiguration``."""
    return [
        f"{finding.rule.id} {finding.place.removeprefix('Resources.').replace('.Properties', '')}"
        for finding in findings(resources, *rules, of=of, **facts)
    ]


def repository(**properties: Any) -> dict[str, Any]:
    return {"Repo": {"Type": "AWS::ECR::Repository", "Properties": properties}}


def creation_template(**properties: Any) -> dict[str, Any]:
    return {
        "Template": {
            "Type": "AWS::ECR::RepositoryCreationTemplate",
            "Properties": {"Prefix": "team", "AppliedFor": ["CREATE_ON_PUSH"], **properties},
        }
    }


def key(**properties: Any) -> dict[str, Any]:
    """A KMS key that is as it should be, but for these properties."""
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OWN}:root"}, "Action": "kms:*", "Resource": "*"}
    standard = {"EnableKeyRotation": True, "KeyPolicy": {"Version": "2012-10-17", "Statement": [root]}}
    return {"Key": {"Type": "AWS::KMS::Key", "Properties": {**standard, **properties}}}
