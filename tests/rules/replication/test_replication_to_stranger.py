"""Destinations in accounts that nobody declared."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_to_stranger import REPLICATION_TO_STRANGER
from tests.rules.judge import OWN, STRANGE, TRUSTED, places


def _replication(*rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "Repl": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": list(rules)}},
        }
    }


def _to(account: Any) -> dict[str, Any]:
    return _replication({"Destinations": [{"Region": "eu-west-1", "RegistryId": account}]})


@pytest.mark.parametrize("account", [STRANGE, int(STRANGE), {"Fn::Sub": STRANGE}])
def test_a_stranger(account: Any) -> None:
    assert places(_to(account), REPLICATION_TO_STRANGER) == [
        "ReplicationToStranger Repl.ReplicationConfiguration.Rules[0].Destinations[0].RegistryId"
    ]


@pytest.mark.parametrize("account", [OWN, TRUSTED, {"Ref": "AWS::AccountId"}, {"Fn::ImportValue": "account"}])
def test_known_accounts_and_unknown_ones(account: Any) -> None:
    assert places(_to(account), REPLICATION_TO_STRANGER) == []


def test_the_own_account_needs_no_mention() -> None:
    assert places(_to(OWN), REPLICATION_TO_STRANGER, trusted_accounts=frozenset()) == []


def test_facts_that_are_missing() -> None:
    assert places(_to(STRANGE), REPLICATION_TO_STRANGER, trusted_accounts=None) == []
    assert places(_to(STRANGE), REPLICATION_TO_STRANGER, account=None) == []
