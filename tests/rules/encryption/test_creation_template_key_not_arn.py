"""The form in which creation templates name keys."""

from __future__ import annotations

import pytest

from governed_ecr.rules.encryption.creation_template_key_not_arn import CREATION_TEMPLATE_KEY_NOT_ARN
from tests.rules.judge import creation_template, key, places, repository

PARAMETERS = {"Parameters": {"Late": {"Type": "String"}}}


def kms(named: object) -> dict:
    return {"EncryptionType": "KMS", "KmsKey": named}


@pytest.mark.parametrize(
    "named",
    [
        "0a1b2c3d-1111-2222-3333-444455556666",
        "alias/images",
        "arn:aws:kms:us-east-1:111111111111:alias/images",
        {"Ref": "Key"},
        {"Fn::Sub": "alias/${Late}"},
    ],
)
def test_ids_and_aliases(named: object) -> None:
    made = {**creation_template(EncryptionConfiguration=kms(named)), **key()}
    found = places(made, CREATION_TEMPLATE_KEY_NOT_ARN, of=PARAMETERS)
    assert found == ["CreationTemplateKeyNotArn Template.EncryptionConfiguration.KmsKey"]
    assert (
        places(
            {**repository(EncryptionConfiguration=kms(named)), **key()}, CREATION_TEMPLATE_KEY_NOT_ARN, of=PARAMETERS
        )
        == []
    )


@pytest.mark.parametrize(
    "named",
    [
        "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666",
        {"Fn::GetAtt": ["Key", "Arn"]},
        {"Fn::Sub": "${Key.Arn}"},
        {"Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}"},
        {"Ref": "Late"},
        {"Fn::ImportValue": "Hub-Key"},
        None,
    ],
)
def test_arns_and_what_may_be_one(named: object) -> None:
    made = {**creation_template(EncryptionConfiguration=kms(named)), **key()}
    assert places(made, CREATION_TEMPLATE_KEY_NOT_ARN, of=PARAMETERS) == []
