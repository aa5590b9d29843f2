"""Customer managed keys where the organization requires them."""

from __future__ import annotations

import pytest

from governed_ecr.rules.encryption.customer_key_required import CUSTOMER_KEY_REQUIRED
from governed_ecr.rules.encryption.kms_required import KMS_REQUIRED
from tests.rules.judge import creation_template, findings, key, places, repository

ARN = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666"


@pytest.mark.parametrize(
    "named", [ARN, "alias/images", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "Key"}, {"Fn::ImportValue": "Hub-Key"}]
)
def test_a_key_of_ones_own(named: object) -> None:
    encryption = {"EncryptionType": "KMS", "KmsKey": named}
    assert (
        places({**repository(EncryptionConfiguration=encryption), **key()}, CUSTOMER_KEY_REQUIRED, require_cmk=True)
        == []
    )


@pytest.mark.parametrize(
    "encryption",
    [
        {"EncryptionType": "KMS"},
        {"EncryptionType": "KMS_DSSE"},
        {"EncryptionType": "KMS", "KmsKey": "alias/aws/ecr"},
        {"EncryptionType": "KMS", "KmsKey": {"Fn::Sub": "arn:aws:kms:us-east-1:${Owner}:alias/aws/ecr"}},
        {"EncryptionType": "AES256"},
    ],
)
def test_the_key_of_aws(encryption: dict) -> None:
    found = places(
        repository(EncryptionConfiguration=encryption),
        CUSTOMER_KEY_REQUIRED,
        of={"Parameters": {"Owner": {"Type": "String"}}},
        require_cmk=True,
    )
    assert found == ["CustomerKeyRequired Repo.EncryptionConfiguration"]


def test_no_encryption_is_no_key() -> None:
    assert places(repository(), CUSTOMER_KEY_REQUIRED, require_cmk=True) == ["CustomerKeyRequired Repo"]
    assert places(creation_template(), CUSTOMER_KEY_REQUIRED, require_cmk=True) == ["CustomerKeyRequired Template"]


def test_that_there_is_no_kms_is_said_once() -> None:
    found = places(repository(), KMS_REQUIRED, CUSTOMER_KEY_REQUIRED, require_kms=True, require_cmk=True)
    assert found == ["KmsRequired Repo"]


def test_a_late_bound_type_is_no_protection() -> None:
    late = repository(EncryptionConfiguration={"EncryptionType": {"Ref": "Kind"}, "KmsKey": ARN})
    (finding,) = findings(
        late, CUSTOMER_KEY_REQUIRED, of={"Parameters": {"Kind": {"Type": "String"}}}, require_cmk=True
    )
    assert "not known until deployment (${Kind})" in finding.found.message


def test_nothing_is_required_that_the_context_does_not_require() -> None:
    assert places(repository(EncryptionConfiguration={"EncryptionType": "KMS"}), CUSTOMER_KEY_REQUIRED) == []
