"""The rules about the keys that encrypt images: which keys those are, and what is asked of them."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.encryption.asymmetric_key import ASYMMETRIC_KEY
from governed_ecr.rules.encryption.key_disabled import KEY_DISABLED
from governed_ecr.rules.encryption.key_rotation_off import KEY_ROTATION_OFF
from governed_ecr.rules.rule import Rule
from tests.rules.judge import creation_template, findings, key, places, repository

ALL = (ASYMMETRIC_KEY, KEY_DISABLED, KEY_ROTATION_OFF)
GET_ATT = {"Fn::GetAtt": ["Key", "Arn"]}
PARAMETERS = {"Parameters": {"Late": {"Type": "String"}}}


def kms(named: object = GET_ATT) -> dict:
    return {"EncryptionType": "KMS", "KmsKey": named}


def alias(target: object = GET_ATT) -> dict:
    return {"Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/images", "TargetKeyId": target}}}


def with_key(**properties: Any) -> dict:
    return {**key(**properties), **repository(EncryptionConfiguration=kms())}


@pytest.mark.parametrize("named", [GET_ATT, {"Ref": "Key"}, {"Fn::Sub": "${Key.Arn}"}])
def test_keys_are_found_through_references(named: object) -> None:
    for made in (repository, creation_template):
        resources = {**key(Enabled=False), **made(EncryptionConfiguration=kms(named))}
        assert places(resources, KEY_DISABLED) == ["KeyDisabled Key.Enabled"]


@pytest.mark.parametrize(
    "named",
    [
        {"Ref": "Alias"},
        "alias/images",
        "arn:aws:kms:us-east-1:111111111111:alias/images",
        {"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${Late}:alias/images"},
    ],
)
@pytest.mark.parametrize("target", [GET_ATT, {"Ref": "Key"}])
def test_keys_are_found_through_aliases(named: object, target: object) -> None:
    resources = {**key(Enabled=False), **alias(target), **repository(EncryptionConfiguration=kms(named))}
    assert places(resources, KEY_DISABLED, of=PARAMETERS) == ["KeyDisabled Key.Enabled"]


@pytest.mark.parametrize("named", ["alias/other", {"Ref": "Late"}, None, {"Ref": "Bucket"}])
def test_keys_of_others_are_not_ecrs_concern(named: object) -> None:
    bucket = {"Bucket": {"Type": "AWS::S3::Bucket"}}
    bad = key(Enabled=False, EnableKeyRotation=False, KeySpec="RSA_2048")
    resources = {**bad, **alias(), **bucket, **repository(EncryptionConfiguration=kms(named))}
    assert places(resources, *ALL, of=PARAMETERS) == []


def test_an_alias_of_an_alias_is_no_key() -> None:
    resources = {**alias({"Ref": "Alias"}), **repository(EncryptionConfiguration=kms({"Ref": "Alias"}))}
    assert places(resources, *ALL) == []


def test_a_key_that_is_as_it_should_be() -> None:
    assert places(with_key(), *ALL) == []
    written_out = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Enabled": True, "Origin": "AWS_KMS"}
    assert places(with_key(**written_out), *ALL) == []
    assert places(with_key(EnableKeyRotation="true", Enabled="true"), *ALL) == []


@pytest.mark.parametrize(
    ("rule", "properties", "place"),
    [
        (KEY_ROTATION_OFF, {"EnableKeyRotation": False}, "Key.EnableKeyRotation"),
        (KEY_ROTATION_OFF, {"EnableKeyRotation": "false"}, "Key.EnableKeyRotation"),
        (KEY_ROTATION_OFF, {"EnableKeyRotation": {"Ref": "AWS::NoValue"}}, "Key"),
        (KEY_DISABLED, {"Enabled": "false"}, "Key.Enabled"),
        (ASYMMETRIC_KEY, {"KeySpec": "RSA_4096", "KeyUsage": "ENCRYPT_DECRYPT"}, "Key.KeySpec"),
        (ASYMMETRIC_KEY, {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}, "Key.KeySpec"),
        (ASYMMETRIC_KEY, {"KeyUsage": "SIGN_VERIFY"}, "Key.KeyUsage"),
    ],
)
def test_what_is_wrong_is_said_once(rule: Rule, properties: dict, place: str) -> None:
    assert places(with_key(**properties), *ALL) == [f"{rule.id} {place}"]


@pytest.mark.parametrize("origin", ["EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"])
def test_material_that_kms_did_not_make_cannot_rotate(origin: str) -> None:
    assert places(with_key(EnableKeyRotation=False, Origin=origin), KEY_ROTATION_OFF) == []


def test_the_message_names_who_depends_on_the_key() -> None:
    (finding,) = findings(with_key(EnableKeyRotation=False), KEY_ROTATION_OFF)
    assert finding.found.message == "The key encrypts the images of Repo, and EnableKeyRotation is false."


def test_late_bound_rotation_is_no_rotation_and_the_rest_is_silent() -> None:
    late = {"Ref": "Late"}
    (finding,) = findings(
        with_key(EnableKeyRotation=late, Enabled=late, KeySpec=late, KeyUsage=late), *ALL, of=PARAMETERS
    )
    assert finding.rule is KEY_ROTATION_OFF
    assert "not known until deployment (${Late})" in finding.found.message


def test_a_replica_of_a_multi_region_key_can_be_disabled_too() -> None:
    replica = {"Key": {"Type": "AWS::KMS::ReplicaKey", "Properties": {"Enabled": False}}}
    assert places({**replica, **repository(EncryptionConfiguration=kms())}, *ALL) == ["KeyDisabled Key.Enabled"]
