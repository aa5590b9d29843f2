"""Dual-layer encryption, by Region."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.encryption.dual_layer_outside_gov_cloud import DUAL_LAYER_OUTSIDE_GOV_CLOUD
from tests.rules.judge import creation_template, places, repository


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1"])
def test_elsewhere(region: str) -> None:
    dual: dict[str, Any] = {"EncryptionType": "KMS_DSSE"}
    for resources in (
        repository(EncryptionConfiguration=dual),
        creation_template(EncryptionConfiguration=dual),
    ):
        (found,) = places(resources, DUAL_LAYER_OUTSIDE_GOV_CLOUD, region=region)
        assert found.endswith(".EncryptionConfiguration.EncryptionType")


@pytest.mark.parametrize(
    ("kind", "region"),
    [
        ("KMS_DSSE", "us-gov-west-1"),
        ("KMS_DSSE", None),
        ("KMS", "us-east-1"),
        ("AES256", "us-east-1"),
        ({"Fn::ImportValue": "kind"}, "us-east-1"),
    ],
)
def test_there_or_not_known(kind: Any, region: str | None) -> None:
    encrypted = repository(EncryptionConfiguration={"EncryptionType": kind})
    assert places(encrypted, DUAL_LAYER_OUTSIDE_GOV_CLOUD, region=region) == []
