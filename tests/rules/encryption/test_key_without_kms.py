"""A key that is named and not used."""

from __future__ import annotations

import pytest

from governed_ecr.rules.encryption.key_without_kms import KEY_WITHOUT_KMS
from tests.rules.judge import creation_template, key, places, repository

GET_ATT = {"Fn::GetAtt": ["Key", "Arn"]}


@pytest.mark.parametrize(
    "encryption",
    [{"EncryptionType": "AES256", "KmsKey": "alias/images"}, {"EncryptionType": "AES256", "KmsKey": GET_ATT}],
)
def test_with_aes256(encryption: dict) -> None:
    found = places({**repository(EncryptionConfiguration=encryption), **key()}, KEY_WITHOUT_KMS)
    assert found == ["KeyWithoutKms Repo.EncryptionConfiguration.KmsKey"]


def test_without_a_type() -> None:
    made = creation_template(EncryptionConfiguration={"KmsKey": "alias/images"})
    assert places(made, KEY_WITHOUT_KMS) == ["KeyWithoutKms Template.EncryptionConfiguration.KmsKey"]


@pytest.mark.parametrize(
    "encryption",
    [
        {"EncryptionType": "KMS", "KmsKey": "alias/images"},
        {"EncryptionType": "KMS_DSSE", "KmsKey": "alias/images"},
        {"EncryptionType": "AES256"},
        {"EncryptionType": "AES256", "KmsKey": {"Ref": "AWS::NoValue"}},
        {"EncryptionType": {"Ref": "Kind"}, "KmsKey": "alias/images"},
    ],
)
def test_used_absent_or_not_known(encryption: dict) -> None:
    of = {"Parameters": {"Kind": {"Type": "String"}}}
    assert places(repository(EncryptionConfiguration=encryption), KEY_WITHOUT_KMS, of=of) == []
