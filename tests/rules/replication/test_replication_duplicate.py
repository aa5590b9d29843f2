"""Destinations that are named twice."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_duplicate import REPLICATION_DUPLICATE
from tests.rules.judge import findings


def _replication(*rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "Repl": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {"ReplicationConfiguration": {"Rules": list(rules)}},
        }
    }


def _rule(*destinations: tuple[Any, str], filters: Any = ()) -> dict[str, Any]:
    return {
        "Destinations": [{"RegistryId": account, "Region": region} for account, region in destinations],
        "RepositoryFilters": [{"Filter": each, "FilterType": "PREFIX_MATCH"} for each in filters],
    }


_ONE, _OTHER = ("222222222222", "eu-west-1"), ("222222222222", "eu-west-2")


@pytest.mark.parametrize(
    ("rules", "at"),
    [
        ([_rule(_ONE, _OTHER)], []),
        ([_rule(_ONE, _OTHER, _ONE)], [(0, 2)]),
        ([_rule(_ONE, filters=["a/"]), _rule(_ONE, filters=["b/"])], []),
        ([_rule(_ONE, filters=["a/", "b/"]), _rule(_OTHER, _ONE, filters=["b/", "a/"])], [(1, 1)]),
        ([_rule(_ONE, filters=["a/"]), _rule(_ONE)], [(1, 0)]),
        ([_rule(_ONE, filters=["a/", "b/c"]), _rule(_ONE, filters=["b/", "d/"])], [(1, 0)]),
        ([_rule(_ONE, filters=[{"Fn::ImportValue": "a"}]), _rule(_ONE, filters=["b/"])], []),
        ([_rule(({"Ref": "AWS::AccountId"}, "eu-west-1"), ("111111111111", "eu-west-1"))], [(0, 1)]),
        ([_rule(({"Fn::ImportValue": "a"}, "eu-west-1"), ({"Fn::ImportValue": "b"}, "eu-west-1"))], []),
    ],
)
def test_duplicates(rules: list[dict[str, Any]], at: list[tuple[int, int]]) -> None:
    found = findings(_replication(*rules), REPLICATION_DUPLICATE)
    assert [(finding.found.path[3], finding.found.path[5]) for finding in found] == at
