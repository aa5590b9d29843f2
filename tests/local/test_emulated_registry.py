"""The registry-level ECR API of the emulator, through boto3."""

from typing import Any
from urllib.request import Request, urlopen

import pytest

from local.emulator import Emulator

POLICY = '{"Version": "2012-10-17", "Statement": []}'
ROLE = "arn:aws:iam::111111111111:role/scanner"


def test_registry_policy(ecr: Any, account: str) -> None:
    with pytest.raises(ecr.exceptions.RegistryPolicyNotFoundException):
        ecr.get_registry_policy()
    ecr.put_registry_policy(policyText=POLICY)
    assert ecr.get_registry_policy()["policyText"] == POLICY
    assert ecr.get_registry_policy()["registryId"] == account
    assert ecr.delete_registry_policy()["policyText"] == POLICY
    with pytest.raises(ecr.exceptions.RegistryPolicyNotFoundException):
        ecr.delete_registry_policy()


def test_registry_policy_must_be_json(ecr: Any) -> None:
    with pytest.raises(ecr.exceptions.InvalidParameterException):
        ecr.put_registry_policy(policyText="Allow *")


def test_replication_configuration(ecr: Any, account: str) -> None:
    assert ecr.describe_registry()["replicationConfiguration"] == {"rules": []}
    configuration = {"rules": [{"destinations": [{"region": "eu-west-1", "registryId": account}]}]}
    ecr.put_replication_configuration(replicationConfiguration=configuration)
    assert ecr.describe_registry()["replicationConfiguration"] == configuration


def test_scanning_configuration(ecr: Any) -> None:
    assert ecr.get_registry_scanning_configuration()["scanningConfiguration"] == {"scanType": "BASIC", "rules": []}
    rule = {"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}]}
    ecr.put_registry_scanning_configuration(scanType="ENHANCED", rules=[rule])
    assert ecr.get_registry_scanning_configuration()["scanningConfiguration"] == {
        "scanType": "ENHANCED",
        "rules": [rule],
    }


def test_signing_configuration(ecr: Any, account: str) -> None:
    with pytest.raises(ecr.exceptions.SigningConfigurationNotFoundException):
        ecr.get_signing_configuration()
    configuration = {"rules": [{"signingProfileArn": f"arn:aws:signer:us-east-1:{account}:/signing-profiles/ours"}]}
    ecr.put_signing_configuration(signingConfiguration=configuration)
    assert ecr.get_signing_configuration()["signingConfiguration"] == configuration
    ecr.delete_signing_configuration()
    with pytest.raises(ecr.exceptions.SigningConfigurationNotFoundException):
        ecr.delete_signing_configuration()


def test_pull_through_cache_rules(ecr: Any, account: str) -> None:
    made = ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="quay", upstreamRegistryUrl="quay.io")
    assert made["upstreamRepositoryPrefix"] == "ROOT"
    with pytest.raises(ecr.exceptions.PullThroughCacheRuleAlreadyExistsException):
        ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="quay", upstreamRegistryUrl="quay.io")

    secret = f"arn:aws:secretsmanager:us-east-1:{account}:secret:ecr-pullthroughcache/quay-a1b2c3"
    ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="quay", credentialArn=secret)
    (rule,) = ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["quay"])["pullThroughCacheRules"]
    assert (rule["upstreamRegistryUrl"], rule["credentialArn"]) == ("quay.io", secret)
    assert rule["updatedAt"] >= rule["createdAt"]

    ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="quay")
    with pytest.raises(ecr.exceptions.PullThroughCacheRuleNotFoundException):
        ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["quay"])


def test_repository_creation_templates(ecr: Any) -> None:
    filters = [{"filterType": "WILDCARD", "filter": "latest*"}]
    ecr.create_repository_creation_template(
        prefix="ROOT",
        appliedFor=["CREATE_ON_PUSH"],
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=filters,
    )
    with pytest.raises(ecr.exceptions.TemplateAlreadyExistsException):
        ecr.create_repository_creation_template(prefix="ROOT", appliedFor=["CREATE_ON_PUSH"])

    ecr.update_repository_creation_template(prefix="ROOT", description="for everything")
    (template,) = ecr.describe_repository_creation_templates(prefixes=["ROOT", "none"])["repositoryCreationTemplates"]
    assert template["description"] == "for everything"
    assert template["imageTagMutabilityExclusionFilters"] == filters

    ecr.delete_repository_creation_template(prefix="ROOT")
    with pytest.raises(ecr.exceptions.TemplateNotFoundException):
        ecr.update_repository_creation_template(prefix="ROOT", description="gone")


def test_pull_time_update_exclusions(ecr: Any) -> None:
    ecr.register_pull_time_update_exclusion(principalArn=ROLE)
    with pytest.raises(ecr.exceptions.ExclusionAlreadyExistsException):
        ecr.register_pull_time_update_exclusion(principalArn=ROLE)
    assert ecr.list_pull_time_update_exclusions()["pullTimeUpdateExclusions"] == [ROLE]
    ecr.deregister_pull_time_update_exclusion(principalArn=ROLE)
    with pytest.raises(ecr.exceptions.ExclusionNotFoundException):
        ecr.deregister_pull_time_update_exclusion(principalArn=ROLE)


@pytest.mark.parametrize(
    ("name", "first", "then"),
    [
        ("REGISTRY_POLICY_SCOPE", "V2", "V1"),
        ("BASIC_SCAN_TYPE_VERSION", "AWS_NATIVE", "AWS_NATIVE"),
        ("BLOB_MOUNTING", "DISABLED", "ENABLED"),
    ],
)
def test_account_settings(ecr: Any, name: str, first: str, then: str) -> None:
    assert ecr.get_account_setting(name=name)["value"] == first
    assert ecr.put_account_setting(name=name, value=then)["value"] == then
    assert ecr.get_account_setting(name=name)["value"] == then


@pytest.mark.parametrize(("name", "value"), [("BLOB_MOUNTING", "yes"), ("NO_SUCH_SETTING", "ENABLED")])
def test_account_settings_refuse_what_they_do_not_know(ecr: Any, name: str, value: str) -> None:
    with pytest.raises(ecr.exceptions.InvalidParameterException):
        ecr.put_account_setting(name=name, value=value)


def test_lists_come_in_pages(ecr: Any) -> None:
    prefixes = [f"cache{number}" for number in range(5)]
    for prefix in prefixes:
        ecr.create_pull_through_cache_rule(ecrRepositoryPrefix=prefix, upstreamRegistryUrl="quay.io")
    pages = list(ecr.get_paginator("describe_pull_through_cache_rules").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["pullThroughCacheRules"]) for page in pages] == [2, 2, 1]
    assert [rule["ecrRepositoryPrefix"] for page in pages for rule in page["pullThroughCacheRules"]] == prefixes


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("create_pull_through_cache_rule", {"ecrRepositoryPrefix": "Upper", "upstreamRegistryUrl": "quay.io"}),
        ("create_pull_through_cache_rule", {"ecrRepositoryPrefix": "x" * 31, "upstreamRegistryUrl": "quay.io"}),
        ("put_registry_scanning_configuration", {"scanType": "THOROUGH"}),
        ("create_repository_creation_template", {"prefix": "a", "appliedFor": ["SOMETIMES"]}),
        ("register_pull_time_update_exclusion", {"principalArn": "arn:aws:iam::111111111111:group/g"}),
        ("describe_pull_through_cache_rules", {"registryId": "999999999999"}),
    ],
)
def test_requests_are_checked_against_ecrs_model(ecr: Any, operation: str, request_: dict[str, Any]) -> None:
    with pytest.raises(ecr.exceptions.InvalidParameterException):
        getattr(ecr, operation)(**request_)


def test_reset_forgets_the_registry(aws: Emulator, ecr: Any) -> None:
    ecr.put_registry_policy(policyText=POLICY)
    urlopen(Request(f"{aws.endpoint}/_ministack/reset", method="POST")).close()
    with pytest.raises(ecr.exceptions.RegistryPolicyNotFoundException):
        ecr.get_registry_policy()
