"""Quotas of a replication configuration."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_limits import REPLICATION_LIMITS
from tests.rules.judge import findings


def _replication(*rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "Repl": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": list(rules)}},
        }
    }


def _to(*accounts_and_regions: tuple[Any, Any]) -> dict[str, Any]:
    return {"Destinations": [{"RegistryId": account, "Region": region} for account, region in accounts_and_regions]}


def _messages(*rules: dict[str, Any], **facts: Any) -> list[str]:
    return [finding.found.message for finding in findings(_replication(*rules), REPLICATION_LIMITS, **facts)]


_ONE = _to(("222222222222", "eu-west-1"))


def test_rules() -> None:
    assert _messages(*[_ONE] * 10) == []
    assert _messages(*[_ONE] * 11) == ["11 rules; allowed: 10."]


def test_the_region_with_a_higher_quota() -> None:
    assert _messages(*[_ONE] * 25, region="ca-central-1") == []
    assert _messages(*[_ONE] * 26, region="ca-central-1") == ["26 rules; allowed: 25."]


def test_destinations_over_all_rules() -> None:
    first = _to(*((f"{number:012d}", "eu-west-1") for number in range(20)))
    again = _to(*((f"{number:012d}", "eu-west-1") for number in range(5, 25)))
    more = _to(("000000000030", "eu-west-1"))
    assert _messages(first, again) == []
    assert _messages(first, again, more) == ["26 different destinations; allowed over all rules: 25."]


def test_accounts_that_are_not_known_may_be_the_same() -> None:
    unknown = _to(*(({"Fn::ImportValue": f"account-{number}"}, "eu-west-1") for number in range(30)))
    assert _messages(unknown) == []


@pytest.mark.parametrize(("filters", "expected"), [(100, []), (101, ["101 filters in one rule; allowed: 100."])])
def test_filters(filters: int, expected: list[str]) -> None:
    many = [{"Filter": f"team{number}/", "FilterType": "PREFIX_MATCH"} for number in range(filters)]
    assert _messages({**_ONE, "RepositoryFilters": many}) == expected


def test_rules_that_are_not_known() -> None:
    rules = {"Type": "AWS::ECR::ReplicationConfiguration", "Properties": {"ReplicationConfiguration": {"Rules": None}}}
    assert findings({"Repl": rules}, REPLICATION_LIMITS) == []
