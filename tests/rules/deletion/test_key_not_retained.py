"""KeyNotRetained: keys found through references and aliases, of repositories and of creation templates."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.deletion.key_not_retained import KEY_NOT_RETAINED
from tests.rules.deletion.attributed import KEPT, kept_repository, with_attributes
from tests.rules.judge import creation_template, findings, key, places, repository

ARN = {"Fn::GetAtt": ["Key", "Arn"]}
ALIAS = {"Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/a", "TargetKeyId": {"Ref": "Key"}}}}


def encrypted(with_key: Any = ARN) -> dict[str, Any]:
    return {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": with_key}}


def found(*parts: dict[str, Any], **attributes: Any) -> list[str]:
    resources = with_attributes(key(), **attributes)
    for part in parts:
        resources |= part
    return places(resources, KEY_NOT_RETAINED, of={"Parameters": {"Policy": {"Type": "String"}}})


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (KEPT, []),
        ({**KEPT, "DeletionPolicy": "RetainExceptOnCreate"}, []),
        ({**KEPT, "DeletionPolicy": "Delete"}, ["KeyNotRetained Key.DeletionPolicy"]),
        ({**KEPT, "UpdateReplacePolicy": "Delete"}, ["KeyNotRetained Key.UpdateReplacePolicy"]),
        ({"UpdateReplacePolicy": "Retain"}, ["KeyNotRetained Key"]),
        ({**KEPT, "DeletionPolicy": {"Ref": "Policy"}}, []),
    ],
)
def test_the_key_of_a_kept_repository(attributes: dict[str, Any], expected: list[str]) -> None:
    assert found(kept_repository(**encrypted()), **attributes) == expected


@pytest.mark.parametrize("with_key", [ARN, {"Ref": "Key"}, {"Fn::Sub": "${Key.Arn}"}, {"Ref": "Alias"}, "alias/a"])
def test_every_way_to_name_it(with_key: Any) -> None:
    assert found(kept_repository(**encrypted(with_key)), ALIAS, DeletionPolicy="Retain") == ["KeyNotRetained Key"]


@pytest.mark.parametrize(
    "user",
    [
        repository(**encrypted()),  # it goes with its key, which is what DeletedWithStack is about
        kept_repository(),
        kept_repository(**encrypted("arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666")),
        with_attributes(repository(**encrypted()), DeletionPolicy={"Ref": "Policy"}),
    ],
)
def test_a_key_that_may_go(user: dict[str, Any]) -> None:
    assert found(user) == []


def test_each_attribute_answers_for_itself() -> None:
    user = with_attributes(repository(**encrypted()), DeletionPolicy="Retain")
    (finding,) = findings({**key(), **user}, KEY_NOT_RETAINED)
    assert finding.found.message == "DeletionPolicy is not set, so it is Delete, and the images of Repo stay."


def test_the_repositories_of_creation_templates_stay_always() -> None:
    (finding,) = findings(
        {**with_attributes(key(), DeletionPolicy="Retain"), **creation_template(**encrypted())}, KEY_NOT_RETAINED
    )
    said = "UpdateReplacePolicy is not set, so it is Delete, and the repositories of the template Template stay."
    assert finding.found.message == said


def test_one_key_of_many_repositories_is_said_once() -> None:
    many = {f"R{at}": kept_repository(**encrypted())["Repo"] for at in range(20)}
    assert found(many, UpdateReplacePolicy="Retain") == ["KeyNotRetained Key"]


def test_an_alias_whose_name_is_known_in_part() -> None:
    name = {"Fn::Sub": "alias/${AWS::StackName}-ecr"}
    alias = {"Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": name, "TargetKeyId": {"Ref": "Key"}}}}
    assert found(kept_repository(**encrypted(name)), alias, DeletionPolicy="Retain") == ["KeyNotRetained Key"]
    other = {"Fn::Sub": "alias/${AWS::StackName}-other"}
    assert found(kept_repository(**encrypted(other)), alias, DeletionPolicy="Retain") == []
