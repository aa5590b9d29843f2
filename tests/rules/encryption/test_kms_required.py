"""AWS KMS where the organization requires it."""

from __future__ import annotations

import pytest

from governed_ecr.rules.encryption.kms_required import KMS_REQUIRED
from tests.rules.judge import creation_template, findings, places, repository


@pytest.mark.parametrize("kind", ["KMS", "KMS_DSSE"])
def test_kms_is_kms(kind: str) -> None:
    for made in (repository, creation_template):
        assert places(made(EncryptionConfiguration={"EncryptionType": kind}), KMS_REQUIRED, require_kms=True) == []


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"EncryptionConfiguration": {"EncryptionType": "AES256"}}, "Repo.EncryptionConfiguration.EncryptionType"),
        ({"EncryptionConfiguration": {}}, "Repo"),
        ({}, "Repo"),
    ],
)
def test_aes256_and_its_being_the_default(properties: dict, place: str) -> None:
    assert places(repository(**properties), KMS_REQUIRED, require_kms=True) == [f"KmsRequired {place}"]


def test_creation_templates_too() -> None:
    assert places(creation_template(), KMS_REQUIRED, require_kms=True) == ["KmsRequired Template"]


def test_a_parameter_without_default_may_be_anything() -> None:
    late = repository(EncryptionConfiguration={"EncryptionType": {"Ref": "Kind"}})
    (finding,) = findings(late, KMS_REQUIRED, of={"Parameters": {"Kind": {"Type": "String"}}}, require_kms=True)
    assert "not known until deployment (${Kind})" in finding.found.message


def test_a_default_counts() -> None:
    given = repository(EncryptionConfiguration={"EncryptionType": {"Ref": "Kind"}})
    parameters = {"Parameters": {"Kind": {"Type": "String", "Default": "KMS"}}}
    assert places(given, KMS_REQUIRED, of=parameters, require_kms=True) == []


def test_nothing_is_required_that_the_context_does_not_require() -> None:
    assert places(repository(), KMS_REQUIRED) == []
    assert places(repository(), KMS_REQUIRED, require_cmk=True) == []


def test_fn_if_is_both_of_its_branches() -> None:
    switched = repository(
        EncryptionConfiguration={"Fn::If": ["Plain", {"EncryptionType": "AES256"}, {"EncryptionType": "KMS"}]}
    )
    of = {
        "Parameters": {"Env": {"Type": "String", "Default": "prod"}},
        "Conditions": {"Plain": {"Fn::Equals": [{"Ref": "Env"}, "dev"]}},
    }
    (finding,) = findings(switched, KMS_REQUIRED, of=of, require_kms=True)
    assert finding.assumption
