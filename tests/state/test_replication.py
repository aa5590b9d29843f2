"""Replication configurations, as far as templates tell them."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.state.registry import Environment, Resource
from governed_ecr.state.replication import destinations, follows_deletions, has_more, prefixes, rule_count
from governed_ecr.state.unknown import Reference, Unknown

HERE = Environment("111111111111", "eu-west-1")
ACCOUNT, REGION = Unknown((Reference("AWS::AccountId"),)), Unknown((Reference("AWS::Region"),))
LATER = Unknown((Reference("Later"),))


def _configuration(rules: Any) -> Resource:
    return Resource("R", "AWS::ECR::ReplicationConfiguration", {"ReplicationConfiguration": {"Rules": rules}})


def _to(account: Any, region: Any) -> dict[str, Any]:
    return {"Destinations": [{"RegistryId": account, "Region": region}]}


@pytest.mark.parametrize(
    ("account", "region", "here"),
    [
        ("111111111111", "eu-west-1", True),
        (111111111111, "eu-west-1", True),
        (ACCOUNT, REGION, True),
        (ACCOUNT, "us-east-1", False),
        (LATER, "eu-west-1", False),
        ("111111111111", LATER, False),
        (None, "eu-west-1", False),
    ],
)
def test_what_is_certain_to_be_the_registry_itself(account: Any, region: Any, here: bool) -> None:
    (destination,) = destinations(_configuration([_to(account, region)]))
    assert destination.is_at(HERE) is here


def test_places() -> None:
    found = list(destinations(_configuration([_to("1", "a"), {"Destinations": [None, {"Region": "b"}]}])))
    assert [(each.rule, each.index) for each in found] == [(0, 0), (1, 1)]
    assert found[1].path == ("Properties", "ReplicationConfiguration", "Rules", 1, "Destinations", 1)


def test_account_ids_keep_their_zeros() -> None:
    (destination,) = destinations(_configuration([_to(12345678901, "eu-west-1")]))
    assert destination.account == "012345678901"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, []),
        ([{"Filter": "a/"}, {"Filter": LATER}], ["a/", LATER]),
        (LATER, None),
        ([{"Filter": "a/"}, LATER], None),
    ],
)
def test_prefixes(filters: Any, expected: Any) -> None:
    assert prefixes(_configuration([{"RepositoryFilters": filters}]), 0) == expected


@pytest.mark.parametrize(("rules", "count"), [([], 0), ([{}, {}], 2), (LATER, 0), (None, 0)])
def test_rules(rules: Any, count: int) -> None:
    assert rule_count(_configuration(rules)) == count


@pytest.mark.parametrize(
    ("account", "own"), [(None, True), ("111111111111", True), (ACCOUNT, True), (LATER, False), ("2" * 12, False)]
)
def test_what_is_certain_to_be_the_own_account(account: Any, own: bool) -> None:
    (destination,) = destinations(_configuration([_to(account, "us-east-1")]))
    assert destination.in_own_account(HERE) is own


@pytest.mark.parametrize(
    ("rules", "more"),
    [
        (None, False),
        ([], False),
        ([_to("1", "a")], False),
        ([_to("1", LATER)], False),
        (LATER, True),
        ([LATER], True),
        ([{"Destinations": LATER}], True),
        ([{"Destinations": [LATER]}], True),
    ],
)
def test_whether_there_may_be_more_destinations(rules: Any, more: bool) -> None:
    assert has_more(_configuration(rules)) is more


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, False),
        ({"Enabled": True}, True),
        ({"Enabled": "false"}, False),
        ({"Enabled": LATER}, None),
        (LATER, None),
    ],
)
def test_whether_deletions_are_followed(value: Any, expected: bool | None) -> None:
    assert follows_deletions(_configuration([{"DeleteReplication": value}]), 0) is expected
