"""Changes that mean nothing, or nothing bad: nobody is told of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from governed_ecr.review.review import review
from tests.review.comparing import NOW, ORGANIZATION, OWN, TRUSTED, compare, repository, side
from tests.review.pieces import (
    IN_ORGANIZATION,
    IN_UNIT,
    KEY_ARN,
    LAMBDA,
    ORG,
    OU,
    OUTSIDE_ORG,
    OUTSIDE_TLS,
    PULL,
    SECRET,
    UNIT,
    Resources,
    allow,
    caching,
    created,
    deny,
    destination,
    document,
    encrypted,
    expiring,
    lifecycle,
    mutable,
    registry_policy,
    replicate,
    replicating,
    root,
    route,
    rule,
    scanning,
    shared,
    signing,
)

KMS = {"EncryptionType": "KMS", "KmsKey": KEY_ARN}
SUB_KEY = {"Fn::Sub": KEY_ARN.replace(":aws:", ":${AWS::Partition}:").replace(OWN, "${AWS::AccountId}")}
JOINED_KEY = {
    "Fn::Join": [":", ["arn:aws:kms", {"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"}, KEY_ARN.split(":")[5]]]
}
TEAM = allow(root(TRUSTED))


def beside(resources: Resources, **members: Any) -> Resources:
    """The repository with more members beside its properties."""
    return {**resources, "Repo": {**resources["Repo"], **members}}


def text(*statements: Any) -> Resources:
    return {"Repo": repository(RepositoryPolicyText=json.dumps(document(*statements)))}


POLICIES: dict[str, tuple[Resources, Resources]] = {
    "a Sid": (shared(ORG), shared({**ORG, "Sid": "OrganizationPull"})),
    "order": (shared(ORG, TEAM), shared(TEAM, ORG)),
    "a text": (shared(ORG, TEAM), text(ORG, TEAM)),
    "not a text any more": (text(ORG), shared(ORG)),
    "a single statement": (
        shared(ORG),
        {"Repo": repository(RepositoryPolicyText={"Version": "2012-10-17", "Statement": ORG})},
    ),
    "an account's id": (shared(TEAM), shared(allow({"AWS": TRUSTED}))),
    "a list of one": (shared(TEAM), shared(allow({"AWS": [root(TRUSTED)["AWS"]]}))),
    "AWS: *": (shared(ORG), shared(allow({"AWS": "*"}, PULL, IN_ORGANIZATION))),
    "case of the key": (shared(ORG), shared(allow(condition={"StringEquals": {"AWS:principalorgid": ORGANIZATION}}))),
    "case of an action": (
        shared(ORG),
        shared(allow(action=[each.upper() for each in PULL], condition=IN_ORGANIZATION)),
    ),
    "a value as a list": (
        shared(ORG),
        shared(allow(condition={"StringEquals": {"aws:PrincipalOrgID": [ORGANIZATION]}})),
    ),
    "StringLike without a wildcard": (
        shared(ORG),
        shared(allow(condition={"StringLike": {"aws:PrincipalOrgID": ORGANIZATION}})),
    ),
    "two statements for one": (
        shared(ORG),
        shared(*(allow(action=action, condition=IN_ORGANIZATION) for action in PULL)),
    ),
    "two accounts in one": (
        shared(TEAM, allow(root("333333333333"))),
        shared(allow({"AWS": [root(TRUSTED)["AWS"], root("333333333333")["AWS"]]})),
    ),
    "said twice": (shared(ORG), shared(ORG, {**ORG, "Sid": "Again"})),
    "what is granted already": (shared(ORG), shared(ORG, OU)),
    "pseudo parameters": (
        shared(TEAM),
        shared(allow({"AWS": {"Fn::Sub": f"arn:${{AWS::Partition}}:iam::{TRUSTED}:root"}})),
    ),
    "the own account": (shared(ORG), shared(ORG, allow(root(OWN), "ecr:*"))),
    "the own account, taken away": (shared(ORG, allow({"AWS": {"Ref": "AWS::AccountId"}}, "ecr:*")), shared(ORG)),
    "a service for the own account": (shared(ORG), shared(ORG, LAMBDA)),
    "the organization to a unit": (shared(ORG), shared(OU)),
    "the organization to two units": (
        shared(ORG),
        shared(
            allow(
                condition={
                    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [UNIT, UNIT.replace("11111111", "22222222")]}
                }
            )
        ),
    ),
    "a unit to a unit in it": (
        shared(OU),
        shared(
            allow(
                condition={
                    "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": UNIT.replace("/*", "/ou-ab12-33333333/*")}
                }
            )
        ),
    ),
    "the organization and a unit": (shared(ORG), shared(allow(condition={**IN_ORGANIZATION, **IN_UNIT}))),
    "a Deny without TLS": (shared(ORG), shared(ORG, OUTSIDE_TLS)),
    "a Deny outside of the organization": (shared(ORG), shared(ORG, OUTSIDE_ORG)),
    "a Deny of deletion": (shared(ORG), shared(ORG, deny(["ecr:DeleteRepository", "ecr:BatchDeleteImage"]))),
    "a Deny of more": (shared(ORG, deny("ecr:DeleteRepository")), shared(ORG, deny("ecr:Delete*"))),
    "two Denies in one": (
        shared(ORG, deny("ecr:DeleteRepository"), deny("ecr:BatchDeleteImage")),
        shared(ORG, deny(["ecr:DeleteRepository", "ecr:BatchDeleteImage"])),
    ),
    "one Deny in two": (
        shared(ORG, deny(["ecr:DeleteRepository", "ecr:BatchDeleteImage"])),
        shared(ORG, deny("ecr:DeleteRepository"), deny("ecr:BatchDeleteImage")),
    ),
    "a Deny of a value more": (
        shared(ORG, deny(condition={"StringEquals": {"aws:PrincipalAccount": ["444444444444"]}})),
        shared(ORG, deny(condition={"StringEquals": {"aws:PrincipalAccount": ["444444444444", "555555555555"]}})),
    ),
    "a Deny without its exception": (
        shared(ORG, deny("ecr:DeleteRepository", {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/x"}})),
        shared(ORG, deny("ecr:DeleteRepository")),
    ),
    "Resource written out": (shared(ORG), shared({**ORG, "Resource": "*"})),
    "an Id": (
        shared(ORG),
        {"Repo": repository(RepositoryPolicyText={**document(ORG), "Id": "sharing"})},
    ),
    "registry policy: order and Sid": (
        registry_policy(replicate(TRUSTED), replicate("333333333333")),
        registry_policy({**replicate("333333333333"), "Sid": "x"}, replicate(TRUSTED)),
    ),
    "registry policy: ARN through Fn::Sub": (
        registry_policy(replicate(TRUSTED)),
        registry_policy(
            {
                **replicate(TRUSTED),
                "Resource": {"Fn::Sub": "arn:aws:ecr:${AWS::Region}:${AWS::AccountId}:repository/*"},
            }
        ),
    ),
}
LIFECYCLES: dict[str, tuple[Resources, Resources]] = {
    "a larger count": (expiring(rule(50)), expiring(rule(500))),
    "a longer age": (expiring(rule(7, "dev-*", days=True)), expiring(rule(30, "dev-*", days=True))),
    "a rule less": (expiring(rule(7, "dev-*", days=True), rule(500)), expiring(rule(500))),
    "other priorities": (
        expiring(rule(7, "dev-*", days=True, rulePriority=1), rule(500, rulePriority=2)),
        expiring(rule(7, "dev-*", days=True, rulePriority=10), rule(500, rulePriority=200)),
    ),
    "rules in another order": (
        expiring(rule(7, "dev-*", days=True, rulePriority=1), rule(500, rulePriority=2)),
        expiring(rule(500, rulePriority=2), rule(7, "dev-*", days=True, rulePriority=1)),
    ),
    "a description": (expiring(rule(500)), expiring(rule(500, description="keep 500"))),
    "indented": (expiring(rule(500)), expiring(rule(500), indent=2)),
    "a prefix as a pattern": (
        expiring(
            {
                "selection": {
                    "tagStatus": "tagged",
                    "tagPrefixList": ["dev-"],
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 14,
                },
                "action": {"type": "expire"},
            }
        ),
        expiring(rule(14, "dev-*", days=True)),
    ),
    "a pattern more, which narrows": (
        expiring(rule(14, "feature-*", days=True)),
        expiring(rule(14, "feature-*", "stale-*", days=True)),
    ),
    "a shield more": (
        expiring(rule(30, "*", days=True)),
        expiring(rule(9999, "v*"), rule(30, "*", days=True)),
    ),
    "the storage class written out": (
        expiring(rule(500)),
        expiring(
            {**rule(500), "selection": {**rule(500)["selection"], "storageClass": "standard"}},
        ),
    ),
    "the own registry's id": (
        expiring(rule(500)),
        {"Repo": repository(LifecyclePolicy={**lifecycle(rule(500)), "RegistryId": OWN})},
    ),
    "a text through Fn::Sub": (
        expiring(rule(500)),
        {
            "Repo": repository(
                LifecyclePolicy={"LifecyclePolicyText": {"Fn::Sub": lifecycle(rule(500))["LifecyclePolicyText"]}}
            )
        },
    ),
}
STRICT = {
    "ImageTagMutability": "IMMUTABLE",
    "LifecyclePolicy": lifecycle(rule(30, "dev-*", days=True))["LifecyclePolicyText"],
}
OTHERS: dict[str, tuple[Resources, Resources]] = {
    "tags": (shared(), shared(Tags=[{"Key": "owner", "Value": "platform"}])),
    "metadata": (shared(), beside(shared(), Metadata={"aws:cdk:path": "Stack/Repo/Resource"})),
    "DependsOn": ({**shared(), **encrypted()}, beside({**shared(), **encrypted()}, DependsOn=["Key"])),
    "a new repository": (
        shared(ORG),
        {**shared(ORG), "New": repository("team/new", RepositoryPolicyText=document(ORG))},
    ),
    "a resource that is not ECR's": (
        {**shared(), "Bucket": {"Type": "AWS::S3::Bucket"}},
        {**shared(), "Topic": {"Type": "AWS::SNS::Topic"}},
    ),
    "a key through Fn::Sub": (
        shared(EncryptionConfiguration=KMS),
        shared(EncryptionConfiguration={**KMS, "KmsKey": SUB_KEY}),
    ),
    "a key through Fn::Join": (
        shared(EncryptionConfiguration=KMS),
        shared(EncryptionConfiguration={**KMS, "KmsKey": JOINED_KEY}),
    ),
    "Fn::GetAtt as a text": (
        encrypted(),
        {
            **encrypted(),
            "Repo": repository(EncryptionConfiguration={"EncryptionType": "KMS", "KmsKey": {"Fn::Sub": "${Key.Arn}"}}),
        },
    ),
    "an imported key": (
        shared(EncryptionConfiguration={**KMS, "KmsKey": {"Fn::ImportValue": "Hub-Key"}}),
        shared(EncryptionConfiguration={**KMS, "KmsKey": {"Fn::ImportValue": {"Fn::Sub": "Hub-Key"}}}),
    ),
    "true as a text": (shared(), shared(ImageScanningConfiguration={"ScanOnPush": "true"})),
    "EmptyOnDelete false": (shared(), shared(EmptyOnDelete=False)),
    "RetainExceptOnCreate": (shared(), beside(shared(), DeletionPolicy="RetainExceptOnCreate")),
    "Retain added": ({"Repo": repository(kept=False)}, shared()),
    "mutable written out": ({"Repo": repository(ImageTagMutability=None)}, mutable("MUTABLE")),
    "immutable": (mutable("MUTABLE"), mutable("IMMUTABLE")),
    "an exclusion less": (
        mutable("IMMUTABLE_WITH_EXCLUSION", "dev-*", "latest"),
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest"),
    ),
    "all tags excluded from being mutable": (
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest"),
        mutable("MUTABLE_WITH_EXCLUSION", "*"),
    ),
    "exclusions in another order": (
        mutable("IMMUTABLE_WITH_EXCLUSION", "dev-*", "latest"),
        mutable("IMMUTABLE_WITH_EXCLUSION", "latest", "dev-*"),
    ),
    "scanned by the registry anyway": (scanning("*", on_push=True), scanning("*")),
    "scanned by the registry from now on": (shared(), scanning("*")),
    "continuously": (
        scanning("*", scan="ENHANCED"),
        scanning("*", scan="ENHANCED", frequency="CONTINUOUS_SCAN"),
    ),
    "a scanning filter more": (scanning("*"), scanning("*", "prod*")),
    "signed": (shared(), signing("*")),
    "rotated": (encrypted(EnableKeyRotation=False), encrypted()),
    "a key's description": (encrypted(), encrypted(Description="images")),
    "a key's default": (encrypted(), encrypted(Enabled=True, KeySpec="SYMMETRIC_DEFAULT")),
    "a cache's credential through Fn::Sub": (
        caching(),
        caching(CredentialArn={"Fn::Sub": SECRET.replace(OWN, "${AWS::AccountId}")}),
    ),
    "a creation template's description": ({"T": created()}, {"T": created(Description="caches")}),
    "a creation template for reasons in another order": (
        {"T": created()},
        {"T": created(AppliedFor=["REPLICATION", "PULL_THROUGH_CACHE"])},
    ),
    "a creation template for more": (
        {"T": created(AppliedFor=["REPLICATION"], Prefix="team", **STRICT)},
        {"T": created(Prefix="team", AppliedFor=["REPLICATION", "CREATE_ON_PUSH"], **STRICT)},
    ),
    "a creation template's default encryption": (
        {"T": created(EncryptionConfiguration=None)},
        {"T": created()},
    ),
    "replication: order of destinations": (
        replicating(route(destination(), destination("us-west-2"))),
        replicating(route(destination("us-west-2"), destination())),
    ),
    "replication: a rule for each destination": (
        replicating(route(destination(), destination("us-west-2"))),
        replicating(route(destination("us-west-2")), route(destination())),
    ),
    "replication: the own account by a pseudo parameter": (
        replicating(route(destination())),
        replicating(route(destination(account={"Ref": "AWS::AccountId"}))),
    ),
    "replication: an account as a number": (
        replicating(route(destination(account=TRUSTED))),
        replicating(route(destination(account=int(TRUSTED)))),
    ),
    "replication: order of filters": (
        replicating(route(destination(), filters=("team", "prod"))),
        replicating(route(destination(), filters=("prod", "team"))),
    ),
    "replication: filters that another covers": (
        replicating(route(destination(), filters=("team",))),
        replicating(route(destination(), filters=("team", "team/app"))),
    ),
    "replication: empty filters": (
        replicating(route(destination())),
        replicating({**route(destination()), "RepositoryFilters": []}),
    ),
    "a first replication of nothing": (shared(), replicating()),
}
CASES = {
    f"{group}: {name}": case
    for group, cases in (("policy", POLICIES), ("lifecycle", LIFECYCLES), ("other", OTHERS))
    for name, case in cases.items()
}
NOTED = {
    "policy: the organization to a unit",
    "policy: the organization to two units",
    "policy: a unit to a unit in it",
    "policy: the organization and a unit",
    "policy: a Deny of a value more",
}
"""Narrower on purpose, or for the own account: a note says so."""


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_told(case: str) -> None:
    found = compare(*CASES[case])
    told = [(str(item.severity), item.place) for item in found.items]
    said = [change.message for change in found.changes] + [each.found.message for each in found.findings]
    assert [each for each in told if each[0] != "note"] == [], said
    assert bool(told) == (case in NOTED), said


TEMPLATE: dict[str, Any] = {
    "Parameters": {"Env": {"Type": "String", "Default": "prod"}, "Keep": {"Type": "Number", "Default": 500}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}},
    "Resources": {
        "Repo": {**repository(RepositoryPolicyText=document(ORG)), "Condition": "IsProd"},
        "Other": repository("team/other"),
    },
}


def _renamed_parameter(template: Any) -> Any:
    return json.loads(json.dumps(template).replace('"Env"', '"Stage"'))


def _renamed_condition(template: Any) -> Any:
    return json.loads(json.dumps(template).replace('"IsProd"', '"Production"'))


def _description(template: Any) -> Any:
    return {**template, "Description": "ECR", "Metadata": {"x": 1}, "Outputs": {"A": {"Value": "b"}}}


def _without_condition(template: Any) -> Any:
    del template["Resources"]["Repo"]["Condition"]
    return template


def _branches(template: Any) -> Any:
    name = {"Fn::If": ["IsProd", "team/app", "team/app-dev"]}
    template["Resources"]["Repo"]["Properties"]["RepositoryName"] = name
    return template


def _by_parameter(template: Any) -> Any:
    template["Parameters"]["Name"] = {"Type": "String", "Default": "team/app"}
    template["Resources"]["Repo"]["Properties"]["RepositoryName"] = {"Ref": "Name"}
    return template


def _mapped(template: Any) -> Any:
    template["Mappings"] = {"Names": {"us-east-1": {"app": "team/app"}}}
    found = {"Fn::FindInMap": ["Names", {"Ref": "AWS::Region"}, "app"]}
    template["Resources"]["Repo"]["Properties"]["RepositoryName"] = found
    return template


@pytest.mark.parametrize(
    "change",
    [
        _renamed_parameter,
        _renamed_condition,
        _description,
        _without_condition,
        _branches,
        _by_parameter,
        _mapped,
    ],
)
def test_the_same_said_otherwise(change: Callable[[Any], Any]) -> None:
    found = review(side({"a": TEMPLATE}), side({"b": change(deepcopy(TEMPLATE))}), now=NOW)
    said = [change.message for change in found.changes] + [each.found.message for each in found.findings]
    assert said == []
