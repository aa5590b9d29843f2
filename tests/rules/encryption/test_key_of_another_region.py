"""The Region of a repository's key."""

from __future__ import annotations

import pytest

from governed_ecr.rules.encryption.key_of_another_region import KEY_OF_ANOTHER_REGION
from tests.rules.judge import creation_template, findings, places, repository


def kms(named: object) -> dict:
    return {"EncryptionType": "KMS", "KmsKey": named}


@pytest.mark.parametrize(
    "named",
    [
        "arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666",
        "arn:aws:kms:eu-west-1:111111111111:alias/images",
        {"Fn::Sub": "arn:${AWS::Partition}:kms:eu-west-1:${AWS::AccountId}:key/${Id}"},
        {"Fn::Join": [":", ["arn", {"Ref": "AWS::Partition"}, "kms", "eu-west-1", "111111111111", "key/1"]]},
    ],
)
def test_another_region(named: object) -> None:
    for made, name in ((repository, "Repo"), (creation_template, "Template")):
        of = {"Parameters": {"Id": {"Type": "String"}}}
        found = places(made(EncryptionConfiguration=kms(named)), KEY_OF_ANOTHER_REGION, of=of)
        assert found == [f"KeyOfAnotherRegion {name}.EncryptionConfiguration.KmsKey"]


def test_a_multi_region_key_has_replicas() -> None:
    named = "arn:aws:kms:eu-west-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab"
    (finding,) = findings(repository(EncryptionConfiguration=kms(named)), KEY_OF_ANOTHER_REGION)
    assert "an ARN of its own in each Region" in finding.found.message


@pytest.mark.parametrize(
    "named",
    [
        "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666",
        "alias/images",
        "0a1b2c3d-1111-2222-3333-444455556666",
        {"Fn::Sub": "arn:aws:kms:${AWS::Region}:111111111111:key/1"},
        {"Fn::Sub": "arn:aws:kms:${Where}:111111111111:key/1"},
        {"Ref": "Where"},
        {"Fn::ImportValue": "Hub-Key"},
    ],
)
def test_this_region_or_one_that_is_not_spelled_out(named: object) -> None:
    of = {"Parameters": {"Where": {"Type": "String"}}}
    assert places(repository(EncryptionConfiguration=kms(named)), KEY_OF_ANOTHER_REGION, of=of) == []


def test_without_a_region_to_compare_with_nothing_is_said() -> None:
    named = "arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666"
    assert places(repository(EncryptionConfiguration=kms(named)), KEY_OF_ANOTHER_REGION, region=None) == []


def test_a_key_that_is_not_used_is_nowhere() -> None:
    named = {"EncryptionType": "AES256", "KmsKey": "arn:aws:kms:eu-west-1:111111111111:key/1"}
    assert places(repository(EncryptionConfiguration=named), KEY_OF_ANOTHER_REGION) == []
