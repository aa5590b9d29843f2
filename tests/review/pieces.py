"""Pieces of templates that pairs of them are made of."""

from __future__ import annotations

import json
from typing import Any

from tests.review.comparing import ORGANIZATION, OWN, repository

PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
PUSH = [*PULL, "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]
KEY_ARN = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666"
SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:ecr-pullthroughcache/hub-AbC123"
UNIT = f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/*"
IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
IN_UNIT = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": UNIT}}
Resources = dict[str, Any]


def root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def allow(principal: Any = "*", action: Any = PULL, condition: Any = None, **members: Any) -> dict[str, Any]:
    only = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Principal": principal, "Action": action, **only, **members}


def deny(action: Any = "ecr:*", condition: Any = None, **members: Any) -> dict[str, Any]:
    return {**allow("*", action, condition, **members), "Effect": "Deny"}


ORG = allow(condition=IN_ORGANIZATION)
OU = allow(condition=IN_UNIT)
OUTSIDE_TLS = deny(condition={"Bool": {"aws:SecureTransport": "false"}})
OUTSIDE_ORG = deny(condition={"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION}})
LAMBDA = allow(
    {"Service": "lambda.amazonaws.com"},
    ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    {"StringEquals": {"aws:SourceAccount": OWN}},
)


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def shared(*statements: Any, **properties: Any) -> Resources:
    """One repository with a policy; without statements, with none."""
    policy: dict[str, Any] = {"RepositoryPolicyText": document(*statements)} if statements else {}
    return {"Repo": repository(**policy, **properties)}


def rule(number: int, *patterns: str, days: bool = False, status: str = "any", **members: Any) -> dict[str, Any]:
    tags: dict[str, Any] = (
        {"tagStatus": "tagged", "tagPatternList": list(patterns)} if patterns else {"tagStatus": status}
    )
    count = {"countType": "sinceImagePushed", "countUnit": "days"} if days else {"countType": "imageCountMoreThan"}
    return {"selection": {**tags, **count, "countNumber": number}, "action": {"type": "expire"}, **members}


def lifecycle(*rules: dict[str, Any], indent: int | None = None) -> dict[str, Any]:
    numbered = [{"rulePriority": 10 * at, **each} for at, each in enumerate(rules, start=1)]
    return {"LifecyclePolicyText": json.dumps({"rules": numbered}, indent=indent)}


def expiring(*rules: dict[str, Any], indent: int | None = None) -> Resources:
    return {"Repo": repository(LifecyclePolicy=lifecycle(*rules, indent=indent))}


def of(kind: str, *, kept: bool = False, **properties: Any) -> dict[str, Any]:
    retention = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"} if kept else {}
    name = kind if kind.startswith("AWS::") else f"AWS::ECR::{kind}"
    return {"Type": name, **retention, "Properties": properties}


def destination(region: str = "eu-west-1", account: Any = OWN) -> dict[str, Any]:
    return {"Region": region, "RegistryId": account}


def route(*destinations: dict[str, Any], filters: tuple[str, ...] = ()) -> dict[str, Any]:
    entries = [{"Filter": each, "FilterType": "PREFIX_MATCH"} for each in filters]
    return {"Destinations": list(destinations), **({"RepositoryFilters": entries} if entries else {})}


def replicating(*routes: dict[str, Any]) -> Resources:
    configuration = of("ReplicationConfiguration", ReplicationConfiguration={"Rules": list(routes)})
    return {"Repo": repository(), "Replication": configuration}


def registry_policy(*statements: Any) -> Resources:
    return {"Repo": repository(), "Policy": of("RegistryPolicy", PolicyText=document(*statements))}


def replicate(account: str, action: Any = ("ecr:ReplicateImage", "ecr:CreateRepository"), name: str = "*") -> Any:
    return allow(root(account), list(action), Resource=f"arn:aws:ecr:us-east-1:{OWN}:repository/{name}")


def scanning(*filters: Any, frequency: str = "SCAN_ON_PUSH", scan: Any = "BASIC", on_push: bool = False) -> Resources:
    rules = [
        {
            "ScanFrequency": frequency,
            "RepositoryFilters": [{"Filter": each, "FilterType": "WILDCARD"} for each in filters],
        }
    ]
    repo = repository(ImageScanningConfiguration={"ScanOnPush": on_push})
    return {"Repo": repo, "Scanning": of("RegistryScanningConfiguration", ScanType=scan, Rules=rules)}


def signing(*filters: Any, profile: str = "release") -> Resources:
    arn = f"arn:aws:signer:us-east-1:{OWN}:/signing-profiles/{profile}"
    entries = [{"Filter": each, "FilterType": "WILDCARD_MATCH"} for each in filters]
    rules = [{"SigningProfileArn": arn, "RepositoryFilters": entries}]
    return {"Repo": repository(), "Signing": of("SigningConfiguration", Rules=rules)}


def caching(**properties: Any) -> Resources:
    cache = {
        "EcrRepositoryPrefix": "docker-hub",
        "UpstreamRegistryUrl": "registry-1.docker.io",
        "CredentialArn": SECRET,
    }
    return {
        "Cache": of("PullThroughCacheRule", **{**cache, **properties}),
        "Template": created(Prefix=properties.get("EcrRepositoryPrefix", "docker-hub")),
    }


def created(**properties: Any) -> dict[str, Any]:
    standard = {
        "Prefix": "docker-hub",
        "AppliedFor": ["PULL_THROUGH_CACHE", "REPLICATION"],
        "ImageTagMutability": "MUTABLE",
        "EncryptionConfiguration": {"EncryptionType": "AES256"},
        "LifecyclePolicy": lifecycle(rule(30, days=True))["LifecyclePolicyText"],
    }
    return of("RepositoryCreationTemplate", **{**standard, **properties})


def encrypted(key: Any = None, **key_properties: Any) -> Resources:
    """A repository with a key of its stack."""
    administer = allow(root(OWN), "kms:*", Resource="*")
    key_standard = {"EnableKeyRotation": True, "KeyPolicy": document(administer)}
    name = key or "Key"
    encryption = {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": [name, "Arn"]}}
    return {
        "Repo": repository(EncryptionConfiguration=encryption),
        name: of("AWS::KMS::Key", kept=True, **{**key_standard, **key_properties}),
    }


def mutable(mode: str, *filters: Any) -> Resources:
    entries = [
        {"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": each}
        for each in filters
    ]
    more: dict[str, Any] = {"ImageTagMutabilityExclusionFilters": entries} if entries else {}
    return {"Repo": repository(ImageTagMutability=mode, **more)}
