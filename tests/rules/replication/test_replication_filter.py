"""Filters of replication rules."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.replication.replication_filter import REPLICATION_FILTER
from tests.rules.judge import findings


def _template(*filters: Any, **others: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    rule = {
        "Destinations": [{"Region": "eu-west-1", "RegistryId": "111111111111"}],
        "RepositoryFilters": [{"Filter": each, "FilterType": "PREFIX_MATCH"} for each in filters],
    }
    found = {"Repl": ("ReplicationConfiguration", {"ReplicationConfiguration": {"Rules": [rule]}}), **others}
    return {name: {"Type": f"AWS::ECR::{kind}", "Properties": body} for name, (kind, body) in found.items()}


def _places(resources: dict[str, Any]) -> list[tuple[str | int, ...]]:
    return [finding.found.path[4:] for finding in findings(resources, REPLICATION_FILTER)]


_APP: Any = ("Repository", {"RepositoryName": "prod/app"})
_FIRST = ("RepositoryFilters", 0, "Filter")


@pytest.mark.parametrize("prefix", ["prod/", "prod", "prod/app"])
def test_a_prefix_of_a_name(prefix: str) -> None:
    assert _places(_template(prefix, App=_APP)) == []


@pytest.mark.parametrize("prefix", ["production/", "app", "prod/app/", "dev/"])
def test_a_prefix_of_no_name(prefix: str) -> None:
    assert _places(_template(prefix, App=_APP)) == [_FIRST]


def test_each_filter_is_looked_at() -> None:
    assert _places(_template("prod/", "dev/", App=_APP)) == [("RepositoryFilters", 1, "Filter")]


@pytest.mark.parametrize("prefix", ["prod/*", "*", "Prod/", "p"])
def test_what_ecr_refuses_needs_no_repository_to_be_wrong(prefix: str) -> None:
    assert _places(_template(prefix)) == [_FIRST]


def test_a_filter_of_another_kind() -> None:
    resources = _template("prod/", App=_APP)
    rule = resources["Repl"]["Properties"]["ReplicationConfiguration"]["Rules"][0]
    rule["RepositoryFilters"][0]["FilterType"] = "WILDCARD"
    assert _places(resources) == [("RepositoryFilters", 0, "FilterType")]


def test_no_filter_selects_everything() -> None:
    assert _places(_template(App=_APP)) == []


@pytest.mark.parametrize(
    "other",
    [
        ("Repository", {}),
        ("Repository", {"RepositoryName": {"Fn::ImportValue": "name"}}),
        ("PullThroughCacheRule", {"EcrRepositoryPrefix": "dev"}),
        ("PullThroughCacheRule", {"EcrRepositoryPrefix": "ROOT"}),
        ("PullThroughCacheRule", {"EcrRepositoryPrefix": {"Fn::ImportValue": "prefix"}}),
        ("RepositoryCreationTemplate", {"Prefix": "dev/team", "AppliedFor": ["CREATE_ON_PUSH"]}),
        ("RepositoryCreationTemplate", {"Prefix": "ROOT", "AppliedFor": {"Fn::ImportValue": "purposes"}}),
    ],
)
def test_what_may_have_the_name_or_make_it(other: Any) -> None:
    assert _places(_template("dev/", App=_APP, Other=other)) == []


@pytest.mark.parametrize(
    "other",
    [
        ("PullThroughCacheRule", {"EcrRepositoryPrefix": "docker-hub"}),
        ("RepositoryCreationTemplate", {"Prefix": "ROOT", "AppliedFor": ["REPLICATION"]}),
        ("RepositoryCreationTemplate", {"Prefix": "team", "AppliedFor": ["CREATE_ON_PUSH"]}),
    ],
)
def test_what_makes_other_repositories(other: Any) -> None:
    assert _places(_template("dev/", App=_APP, Other=other)) == [_FIRST]


def test_a_filter_that_is_not_known() -> None:
    assert _places(_template({"Fn::ImportValue": "filter"}, App=_APP)) == []
    assert _places(_template({"Fn::Sub": "${Stage}/"}, App=_APP)) == []
