"""Advice on the key of what is shared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.rules.encryption.shared_with_aws_managed_key import SHARED_WITH_AWS_MANAGED_KEY
from tests.rules.judge import OWN, TRUSTED, creation_template, key, places, repository
from tests.rules.sharing.policies import OURS, allow, document, root

MANAGED = {"EncryptionType": "KMS"}
SHARED = document(allow(condition=OURS))
AT = "SharedWithAwsManagedKey Repo.EncryptionConfiguration"


def made(policy: Any, encryption: Any = None) -> dict[str, Any]:
    return repository(EncryptionConfiguration=encryption or MANAGED, RepositoryPolicyText=policy)


@pytest.mark.parametrize("encryption", [MANAGED, {**MANAGED, "KmsKey": "alias/aws/ecr"}])
@pytest.mark.parametrize("policy", [SHARED, document(allow(root(TRUSTED))), document(allow()), json.dumps(SHARED)])
def test_shared(policy: Any, encryption: dict) -> None:
    assert places(made(policy, encryption), SHARED_WITH_AWS_MANAGED_KEY) == [AT]


def test_creation_templates_too() -> None:
    template = creation_template(EncryptionConfiguration=MANAGED, RepositoryPolicy=json.dumps(SHARED))
    assert places(template, SHARED_WITH_AWS_MANAGED_KEY) == [AT.replace("Repo", "Template")]


@pytest.mark.parametrize(
    "policy", [None, document(allow(root(OWN))), {"Ref": "Late"}, document(allow({"AWS": {"Ref": "Late"}}))]
)
def test_not_shared_or_not_known_to_be(policy: Any) -> None:
    late = {"Parameters": {"Late": {"Type": "String"}}}
    assert places(made(policy), SHARED_WITH_AWS_MANAGED_KEY, of=late) == []


@pytest.mark.parametrize(
    "encryption",
    [
        {"EncryptionType": "AES256"},
        {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}},
        {"EncryptionType": "KMS", "KmsKey": "alias/images"},
        {"EncryptionType": {"Ref": "Late"}},
    ],
)
def test_another_key(encryption: dict) -> None:
    late = {"Parameters": {"Late": {"Type": "String"}}}
    assert places({**made(SHARED, encryption), **key()}, SHARED_WITH_AWS_MANAGED_KEY, of=late) == []
