"""Filters that select more than the path they name."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_over_match import REPLICATION_OVER_MATCH
from tests.rules.judge import findings


def _messages(prefix: Any, *names: Any) -> list[str]:
    rule = {
        "Destinations": [{"Region": "eu-west-1", "RegistryId": "111111111111"}],
        "RepositoryFilters": [{"Filter": prefix, "FilterType": "PREFIX_MATCH"}],
    }
    configuration = {
        "Type": "AWS::ECR::ReplicationConfiguration",
        "Properties": {"ReplicationConfiguration": {"Rules": [rule]}},
    }
    repositories = {
        f"Repo{index}": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": name}}
        for index, name in enumerate(names)
    }
    found = findings({"Repl": configuration, **repositories}, REPLICATION_OVER_MATCH)
    return [finding.found.message for finding in found]


def test_what_only_begins_alike() -> None:
    assert _messages("app", "app/web", "apple") == ["The filter 'app' also selects apple."]
    assert _messages("app", "app", "app1", "app2", "app3", "app4", "app5") == [
        "The filter 'app' also selects app1, app2, app3 and 2 more."
    ]


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("app/", ["app/web", "apple"]),
        ("app", ["app/web", "app"]),
        ("prod-", ["prod-web", "prod-api"]),
        ("prod", ["prod-web", "prod-api"]),
        ({"Fn::ImportValue": "prefix"}, ["app/web", "apple"]),
        ("app", ["app/web", {"Fn::ImportValue": "name"}]),
    ],
)
def test_what_is_meant(prefix: Any, names: list[Any]) -> None:
    assert _messages(prefix, *names) == []
