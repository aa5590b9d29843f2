"""The registry-level AWS::ECR::* types of the emulator, through CloudFormation stacks."""

from typing import Any

import pytest

from local.emulator import Emulator
from local.stacks import Stacks

OTHER = "222222222222"
ROLE = f"arn:aws:iam::{OTHER}:role/ecr"
FILTER = {"Filter": "*", "FilterType": "WILDCARD"}
PROFILE = f"arn:aws:signer:us-east-1:{OTHER}:/signing-profiles/ours"


def _statement(sid: str) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": "ecr:ReplicateImage"}


def _replication(region: str) -> dict[str, Any]:
    return {"ReplicationConfiguration": {"Rules": [{"Destinations": [{"Region": region, "RegistryId": OTHER}]}]}}


# type -> the properties of a resource, the same changed in place (or None), its physical id (None: the account)
EVERY_TYPE: dict[str, tuple[dict[str, Any], dict[str, Any] | None, str | None]] = {
    "RegistryPolicy": (
        {"PolicyText": {"Statement": [_statement("one")]}},
        {"PolicyText": {"Statement": [_statement("two")]}},
        None,
    ),
    "ReplicationConfiguration": (_replication("eu-west-1"), _replication("eu-central-1"), None),
    "RegistryScanningConfiguration": (
        {"ScanType": "BASIC", "Rules": [{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": [FILTER]}]},
        {"ScanType": "ENHANCED", "Rules": [{"ScanFrequency": "CONTINUOUS_SCAN", "RepositoryFilters": [FILTER]}]},
        None,
    ),
    "SigningConfiguration": (
        {"Rules": [{"SigningProfileArn": PROFILE}]},
        {
            "Rules": [
                {
                    "SigningProfileArn": PROFILE,
                    "RepositoryFilters": [{"Filter": "team/*", "FilterType": "WILDCARD_MATCH"}],
                }
            ]
        },
        None,
    ),
    "PullThroughCacheRule": (
        {"EcrRepositoryPrefix": "quay", "UpstreamRegistryUrl": "quay.io", "UpstreamRegistry": "quay"},
        None,
        "quay",
    ),
    "RepositoryCreationTemplate": (
        {
            "Prefix": "team",
            "AppliedFor": ["CREATE_ON_PUSH"],
            "Description": "one",
            "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
            "ImageTagMutabilityExclusionFilters": [
                {
                    "ImageTagMutabilityExclusionFilterType": "WILDCARD",
                    "ImageTagMutabilityExclusionFilterValue": "latest*",
                }
            ],
            "ResourceTags": [{"Key": "owner", "Value": "team"}],
        },
        {"Prefix": "team", "AppliedFor": ["CREATE_ON_PUSH", "REPLICATION"]},
        "team",
    ),
    "PullTimeUpdateExclusion": ({"PrincipalArn": ROLE}, None, ROLE),
}
NAMES = list(EVERY_TYPE)
# AWS does not say what the other two do when there is one already.
EXCLUSIVE = [name for name in NAMES if name not in ("RegistryScanningConfiguration", "SigningConfiguration")]


def _resource(name: str, properties: dict[str, Any], **policies: str) -> dict[str, Any]:
    return {"It": {"Type": f"AWS::ECR::{name}", "Properties": properties} | policies}


@pytest.mark.parametrize("name", NAMES)
def test_create_update_drift_delete(stacks: Stacks, account: str, name: str) -> None:
    properties, changed, physical_id = EVERY_TYPE[name]
    assert stacks.create(_resource(name, properties))["StackStatus"] == "CREATE_COMPLETE"
    (resource,) = stacks.cloudformation.describe_stack_resources(StackName="stack")["StackResources"]
    assert resource["PhysicalResourceId"] == (physical_id or account)
    assert stacks.drift() == {"It": "IN_SYNC"}

    if changed:
        assert stacks.replaced(_resource(name, changed)) == {"It": "False"}
        assert stacks.update(_resource(name, changed))["StackStatus"] == "UPDATE_COMPLETE"
        assert stacks.drift() == {"It": "IN_SYNC"}

    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"
    # Gone: the same can be made again.
    assert stacks.create(_resource(name, properties), "again")["StackStatus"] == "CREATE_COMPLETE"


@pytest.mark.parametrize("name", EXCLUSIVE)
def test_a_second_one_fails(stacks: Stacks, name: str) -> None:
    properties, _, _ = EVERY_TYPE[name]
    stacks.create(_resource(name, properties))
    assert stacks.create(_resource(name, properties), "second")["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AlreadyExists" in stacks.failures("second")["It"]
    assert stacks.drift() == {"It": "IN_SYNC"}, "the first is as it was"


@pytest.mark.parametrize("name", NAMES)
def test_retained_and_imported_again(stacks: Stacks, account: str, name: str) -> None:
    properties, _, physical_id = EVERY_TYPE[name]
    retained = _resource(name, properties, DeletionPolicy="Retain")
    identifier = {
        "PullThroughCacheRule": "EcrRepositoryPrefix",
        "RepositoryCreationTemplate": "Prefix",
        "PullTimeUpdateExclusion": "PrincipalArn",
    }.get(name, "RegistryId")
    entry = {"ResourceType": f"AWS::ECR::{name}", "LogicalResourceId": "It"}
    to_import = [entry | {"ResourceIdentifier": {identifier: physical_id or account}}]
    if name != "RegistryScanningConfiguration":  # of which there always is one
        assert stacks.adopt(retained, to_import, "early")["Status"] == "FAILED"

    stacks.create(retained)
    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"
    assert stacks.adopt(retained, to_import, "later")["StackStatus"] == "IMPORT_COMPLETE"
    assert stacks.drift("later") == {"It": "IN_SYNC"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("PullThroughCacheRule", {"EcrRepositoryPrefix": "quay2"}),
        ("RepositoryCreationTemplate", {"Prefix": "team2"}),
        ("PullTimeUpdateExclusion", {"PrincipalArn": ROLE + "2"}),
    ],
)
def test_another_identity_is_a_replacement(stacks: Stacks, ecr: Any, name: str, change: dict[str, str]) -> None:
    properties, _, _ = EVERY_TYPE[name]
    stacks.create(_resource(name, properties))
    assert stacks.replaced(_resource(name, properties | change)) == {"It": "True"}
    assert stacks.update(_resource(name, properties | change))["StackStatus"] == "UPDATE_COMPLETE"
    listed = (
        ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
        + ecr.describe_repository_creation_templates()["repositoryCreationTemplates"]
        + [{"arn": arn} for arn in ecr.list_pull_time_update_exclusions()["pullTimeUpdateExclusions"]]
    )
    assert len(listed) == 1
    assert set(change.values()) <= {str(value) for value in listed[0].values()}


def test_a_cache_rule_that_keeps_its_prefix_collides_with_itself(stacks: Stacks, ecr: Any) -> None:
    properties, _, _ = EVERY_TYPE["PullThroughCacheRule"]
    stacks.create(_resource("PullThroughCacheRule", properties))
    moved = properties | {"UpstreamRegistryUrl": "public.ecr.aws", "UpstreamRegistry": "ecr-public"}
    assert stacks.update(_resource("PullThroughCacheRule", moved))["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "AlreadyExists" in stacks.failures()["It"]
    (rule,) = ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
    assert rule["upstreamRegistryUrl"] == "quay.io"


def test_deleting_replication_leaves_empty_rules(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_resource("ReplicationConfiguration", _replication("eu-west-1")))
    assert len(ecr.describe_registry()["replicationConfiguration"]["rules"]) == 1
    stacks.delete()
    assert ecr.describe_registry()["replicationConfiguration"] == {"rules": []}


def test_deleting_what_is_gone_succeeds(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_resource("RegistryPolicy", {"PolicyText": {"Statement": []}}))
    ecr.delete_registry_policy()
    assert stacks.drift() == {"It": "DELETED"}
    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"


def test_updating_what_is_gone_fails(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_resource("RegistryPolicy", {"PolicyText": {"Statement": []}}))
    ecr.delete_registry_policy()
    changed = {"PolicyText": {"Statement": [_statement("new")]}}
    assert "ROLLBACK" in stacks.update(_resource("RegistryPolicy", changed))["StackStatus"]
    assert "NotFound" in stacks.failures()["It"]


def test_drift_shows_a_change_made_by_hand(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_resource("RegistryPolicy", {"PolicyText": {"Statement": [_statement("ours")]}}))
    ecr.put_registry_policy(policyText='{"Statement": []}')
    assert stacks.drift() == {"It": "MODIFIED"}


def test_drift_does_not_see_write_only_properties(stacks: Stacks, ecr: Any, account: str) -> None:
    properties, _, _ = EVERY_TYPE["PullThroughCacheRule"]
    secret = f"arn:aws:secretsmanager:us-east-1:{account}:secret:ecr-pullthroughcache/quay-"
    stacks.create(_resource("PullThroughCacheRule", properties | {"CredentialArn": f"{secret}a1b2c3"}))
    ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="quay", credentialArn=f"{secret}d4e5f6")
    assert stacks.drift() == {"It": "IN_SYNC"}


def test_a_template_loses_what_its_properties_no_longer_say(stacks: Stacks, ecr: Any) -> None:
    properties, changed, _ = EVERY_TYPE["RepositoryCreationTemplate"]
    assert changed is not None
    stacks.create(_resource("RepositoryCreationTemplate", properties))
    (before,) = ecr.describe_repository_creation_templates()["repositoryCreationTemplates"]
    stacks.update(_resource("RepositoryCreationTemplate", changed))
    (after,) = ecr.describe_repository_creation_templates()["repositoryCreationTemplates"]
    assert after["createdAt"] == before["createdAt"]
    assert after["imageTagMutability"] == "MUTABLE"
    assert not {"description", "resourceTags", "imageTagMutabilityExclusionFilters"} & after.keys()


@pytest.mark.parametrize(
    ("name", "properties", "why"),
    [
        ("RegistryPolicy", {}, "policyText"),
        ("RegistryPolicy", {"PolicyText": {}, "Policy": {}}, "extraneous key"),
        ("RegistryScanningConfiguration", {"ScanType": "THOROUGH", "Rules": []}, "THOROUGH"),
    ],
)
def test_properties_are_checked(stacks: Stacks, name: str, properties: dict[str, Any], why: str) -> None:
    assert stacks.create(_resource(name, properties))["StackStatus"] == "ROLLBACK_COMPLETE"
    assert why in stacks.failures()["It"]


def test_a_secret_is_referred_to_by_its_arn(aws: Emulator, stacks: Stacks, ecr: Any, account: str) -> None:
    def resources(description: str) -> dict[str, Any]:
        secret = {
            "Name": "ecr-pullthroughcache/hub",
            "Description": description,
            "GenerateSecretString": {"SecretStringTemplate": '{"username": "u"}', "GenerateStringKey": "accessToken"},
        }
        rule = {
            "EcrRepositoryPrefix": "docker-hub",
            "UpstreamRegistryUrl": "registry-1.docker.io",
            "CredentialArn": {"Ref": "Secret"},
        }
        return {
            "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": secret},
            "Rule": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": rule},
        }

    secrets = aws.client("secretsmanager", account, "us-east-1")
    assert stacks.create(resources("one"))["StackStatus"] == "CREATE_COMPLETE"
    (rule,) = ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]
    assert rule["credentialArn"] == secrets.describe_secret(SecretId="ecr-pullthroughcache/hub")["ARN"]

    assert stacks.update(resources("two"))["StackStatus"] == "UPDATE_COMPLETE"
    assert secrets.describe_secret(SecretId=rule["credentialArn"])["Description"] == "two"
    assert stacks.drift() == {"Secret": "IN_SYNC", "Rule": "IN_SYNC"}
    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"
    assert secrets.list_secrets()["SecretList"] == []
