"""The role of creation templates that encrypt or tag."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.encryption.creation_template_without_role import CREATION_TEMPLATE_WITHOUT_ROLE
from tests.rules.judge import creation_template, findings, places

PARAMETERS = {"Parameters": {"Late": {"Type": "String"}}}
KMS = {"EncryptionType": "KMS", "KmsKey": "arn:aws:kms:us-east-1:111111111111:key/1"}
TAGS = [{"Key": "team", "Value": "a"}]


@pytest.mark.parametrize(
    "properties",
    [
        {"EncryptionConfiguration": KMS},
        {"EncryptionConfiguration": {"EncryptionType": "KMS_DSSE"}},
        {"ResourceTags": TAGS},
        {"EncryptionConfiguration": {"EncryptionType": "AES256"}, "ResourceTags": TAGS},
        {"EncryptionConfiguration": KMS, "CustomRoleArn": {"Ref": "AWS::NoValue"}},
    ],
)
def test_without_a_role(properties: dict[str, Any]) -> None:
    found = places(creation_template(**properties), CREATION_TEMPLATE_WITHOUT_ROLE)
    assert found == ["CreationTemplateWithoutRole Template"]


def test_both_reasons_are_given() -> None:
    made = creation_template(EncryptionConfiguration=KMS, ResourceTags=TAGS)
    (finding,) = findings(made, CREATION_TEMPLATE_WITHOUT_ROLE)
    assert finding.found.message == "The template has EncryptionType KMS and ResourceTags, and no CustomRoleArn."


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"EncryptionConfiguration": {"EncryptionType": "AES256"}},
        {"ResourceTags": []},
        {"EncryptionConfiguration": KMS, "CustomRoleArn": "arn:aws:iam::111111111111:role/Templates"},
        {"EncryptionConfiguration": KMS, "ResourceTags": TAGS, "CustomRoleArn": {"Ref": "Late"}},
        {"EncryptionConfiguration": {"EncryptionType": {"Ref": "Late"}}, "ResourceTags": {"Ref": "Late"}},
    ],
)
def test_with_a_role_without_need_or_not_known(properties: dict[str, Any]) -> None:
    assert places(creation_template(**properties), CREATION_TEMPLATE_WITHOUT_ROLE, of=PARAMETERS) == []
