"""No registry replicates to itself."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_to_itself import REPLICATION_TO_ITSELF
from tests.rules.judge import OWN, places

_AT = "ReplicationToItself Repl.ReplicationConfiguration.Rules[0].Destinations[0]"


def _to(account: Any, region: Any) -> dict[str, Any]:
    rules = [{"Destinations": [{"Region": region, "RegistryId": account}]}]
    return {
        "Repl": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": rules}},
        }
    }


@pytest.mark.parametrize(
    ("account", "region"),
    [
        (OWN, "us-east-1"),
        (int(OWN), "us-east-1"),
        ({"Ref": "AWS::AccountId"}, {"Ref": "AWS::Region"}),
        ({"Fn::Sub": "${AWS::AccountId}"}, "us-east-1"),
    ],
)
def test_the_own_registry(account: Any, region: Any) -> None:
    assert places(_to(account, region), REPLICATION_TO_ITSELF) == [_AT]


@pytest.mark.parametrize(
    ("account", "region"),
    [
        (OWN, "eu-west-1"),
        ("222222222222", "us-east-1"),
        ({"Ref": "AWS::AccountId"}, "eu-west-1"),
        ({"Fn::ImportValue": "backup-account"}, "us-east-1"),
        (OWN, {"Fn::ImportValue": "backup-region"}),
    ],
)
def test_other_registries_and_unknown_ones(account: Any, region: Any) -> None:
    assert places(_to(account, region), REPLICATION_TO_ITSELF) == []


def test_an_environment_that_only_the_deployment_knows() -> None:
    itself = _to({"Ref": "AWS::AccountId"}, {"Ref": "AWS::Region"})
    assert places(itself, REPLICATION_TO_ITSELF, account=None, region=None) == [_AT]
    assert places(_to(OWN, "us-east-1"), REPLICATION_TO_ITSELF, account=None, region=None) == []
