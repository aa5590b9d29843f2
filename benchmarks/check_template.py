"""A template as an organization's registry has it: the size is the number of repositories."""

from __future__ import annotations

import json
from typing import Any, Final

from governed_ecr.model.lifecycle import LifecyclePolicy

ORGANIZATION: Final = "o-a1b2c3d4e5"
ACCOUNT: Final = "111111111111"
REGION: Final = "us-east-1"

_PULL: Final = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
_PUSH: Final = [*_PULL, "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
_TEAM: Final = 20
"""Repositories of one team; it shares them with an account of its own."""
_MUTABLE: Final = 100
"""One repository of so many lets tags move, so that there is something to find."""
_KEEP: Final = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
_LIFECYCLE: Final = LifecyclePolicy.keep_releases("v*", untagged=14).to_json()


def context(size: int) -> dict[str, Any]:
    """The facts that ``--context`` takes: every team's account is trusted."""
    teams = [_team_account(number) for number in range(0, size, _TEAM)]
    return {
        "account": ACCOUNT,
        "region": REGION,
        "org_id": ORGANIZATION,
        "trusted_accounts": [ACCOUNT, *teams],
        "release_patterns": ["v*"],
    }


def template(size: int) -> str:
    """The text of a template of ``size`` repositories, as ``cdk synth`` writes it."""
    resources = _registry() | {f"Repository{number:05}": _repository(number) for number in range(size)}
    return json.dumps({"Resources": resources}, indent=1)


def mutable(size: int) -> int:
    """How many of the repositories let tags move."""
    return len(range(0, size, _MUTABLE))


def _repository(number: int) -> dict[str, Any]:
    name = f"team-{number // _TEAM:03}/service-{number:05}"
    return {
        "Type": "AWS::ECR::Repository",
        "Properties": {
            "RepositoryName": name,
            "ImageTagMutability": "IMMUTABLE" if number % _MUTABLE else "MUTABLE",
            "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}},
            "LifecyclePolicy": {"LifecyclePolicyText": _LIFECYCLE},
            "RepositoryPolicyText": {"Version": "2012-10-17", "Statement": _statements(number)},
            "Tags": [{"Key": "cost-center", "Value": f"{number // _TEAM:04}"}, {"Key": "owner", "Value": "platform"}],
        },
        "Metadata": {"aws:cdk:path": f"Registry-Repositories/Registry/{name.replace('/', ':')}/Resource"},
        **_KEEP,
    }


def _statements(number: int) -> list[dict[str, Any]]:
    """All of the organization may pull; of ten repositories three let the team's account push, and two Lambda pull."""
    everyone = {
        "Sid": "OrganizationPull",
        "Effect": "Allow",
        "Principal": "*",
        "Action": _PULL,
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
    }
    team = _team_account(number)
    push = {
        "Sid": "TeamPush",
        "Effect": "Allow",
        "Principal": {"AWS": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":iam::{team}:root"]]}},
        "Action": _PUSH,
    }
    service = {
        "Sid": "LambdaPull",
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": team},
            "ArnLike": {
                "aws:SourceArn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":lambda:*:{team}:function:*"]]}
            },
        },
    }
    return [everyone, *([push] if number % 10 < 3 else []), *([service] if number % 10 in (3, 4) else [])]


def _team_account(number: int) -> str:
    return str(300_000_000_000 + number // _TEAM)


def _registry() -> dict[str, Any]:
    """What a registry has once: key, scanning, replication, a cache with its creation template."""
    root = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":iam::{ACCOUNT}:root"]]}
    administer = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    every = [{"Filter": "*", "FilterType": "WILDCARD"}]
    return {
        "Key": {
            "Type": "AWS::KMS::Key",
            "Properties": {
                "EnableKeyRotation": True,
                "KeyPolicy": {"Version": "2012-10-17", "Statement": [administer]},
            },
            **_KEEP,
        },
        "Scanning": {
            "Type": "AWS::ECR::RegistryScanningConfiguration",
            "Properties": {
                "ScanType": "BASIC",
                "Rules": [{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": every}],
            },
        },
        "Replication": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {
                "ReplicationConfiguration": {
                    "Rules": [{"Destinations": [{"Region": "eu-west-1", "RegistryId": ACCOUNT}]}]
                }
            },
        },
        "Cache": {
            "Type": "AWS::ECR::PullThroughCacheRule",
            "Properties": {"EcrRepositoryPrefix": "ecr-public", "UpstreamRegistryUrl": "public.ecr.aws"},
        },
        "CacheTemplate": {
            "Type": "AWS::ECR::RepositoryCreationTemplate",
            "Properties": {
                "Prefix": "ecr-public",
                "AppliedFor": ["PULL_THROUGH_CACHE"],
                "ImageTagMutability": "IMMUTABLE",
                "EncryptionConfiguration": {"EncryptionType": "AES256"},
                "LifecyclePolicy": LifecyclePolicy.cache(days=30).to_json(),
            },
        },
    }
