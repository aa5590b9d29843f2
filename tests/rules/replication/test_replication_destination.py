"""Registries that ECR can replicate to."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_destination import REPLICATION_DESTINATION
from tests.rules.judge import OWN, places


def _rules(*destinations: tuple[Any, Any]) -> dict[str, Any]:
    listed = [{"RegistryId": account, "Region": region} for account, region in destinations]
    return {
        "Repl": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": [{"Destinations": listed}]}},
        }
    }


_AT = "ReplicationDestination Repl.ReplicationConfiguration.Rules[0].Destinations"


@pytest.mark.parametrize(
    ("account", "region", "member"),
    [
        (OWN, "Ireland", "Region"),
        (OWN, "eu-west", "Region"),
        (OWN, "cn-north-1", "Region"),
        (OWN, "us-gov-west-1", "Region"),
        ("1234", "eu-west-1", "RegistryId"),
        (f"{OWN}.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1", "RegistryId"),
    ],
)
def test_refused(account: Any, region: Any, member: str) -> None:
    assert places(_rules((account, region)), REPLICATION_DESTINATION) == [f"{_AT}[0].{member}"]


@pytest.mark.parametrize(
    ("account", "region"),
    [
        (OWN, "eu-west-1"),
        ({"Ref": "AWS::AccountId"}, "ap-southeast-3"),
        (OWN, {"Fn::ImportValue": "region"}),
        (int(OWN), "eu-west-1"),
    ],
)
def test_allowed(account: Any, region: Any) -> None:
    assert places(_rules((account, region)), REPLICATION_DESTINATION) == []


def test_partitions() -> None:
    assert places(_rules((OWN, "cn-northwest-1")), REPLICATION_DESTINATION, region="cn-north-1") == []
    assert len(places(_rules((OWN, "eu-west-1")), REPLICATION_DESTINATION, region="cn-north-1")) == 1
    assert places(_rules((OWN, "cn-north-1")), REPLICATION_DESTINATION, region=None) == []


def test_no_destination() -> None:
    assert places(_rules(), REPLICATION_DESTINATION) == [_AT]
