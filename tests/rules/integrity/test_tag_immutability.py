"""TagImmutability: repositories, creation templates, caches."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.integrity.tag_immutability import TAG_IMMUTABILITY
from tests.rules.judge import creation_template, places, repository

RELEASES = ("v*", "release-*")
LATE = {"Parameters": {"Mode": {"Type": "String"}, "Tags": {"Type": "String"}}}


def filters(*patterns: Any) -> list[dict[str, Any]]:
    member = "ImageTagMutabilityExclusionFilter"
    return [{f"{member}Type": "WILDCARD", f"{member}Value": pattern} for pattern in patterns]


def found(resources: dict[str, Any], releases: tuple[str, ...] | None = RELEASES) -> list[str]:
    return places(resources, TAG_IMMUTABILITY, of=LATE, release_patterns=releases)


@pytest.mark.parametrize("mode", ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", {"Ref": "Mode"}, "immutable"])
def test_good_and_late(mode: Any) -> None:
    assert found(repository(ImageTagMutability=mode)) == []
    assert found(creation_template(ImageTagMutability=mode)) == []


@pytest.mark.parametrize("mode", ["MUTABLE", {"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]}])
def test_mutable(mode: Any) -> None:
    conditions = {"Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Mode"}, "prod"]}}}
    of = {**LATE, **conditions}
    assert places(repository(ImageTagMutability=mode), TAG_IMMUTABILITY, of=of) == [
        "TagImmutability Repo.ImageTagMutability"
    ]


def test_mutable_by_default() -> None:
    assert found(repository()) == ["TagImmutability Repo"]
    assert found(creation_template()) == ["TagImmutability Template"]


@pytest.mark.parametrize(
    ("immutable", "releases", "is_good"),
    [
        (["v*", "release-*"], RELEASES, True),
        (["*"], RELEASES, True),
        (["v*"], RELEASES, False),
        (["v1*", "release-*"], RELEASES, False),
        (["v*", {"Ref": "Tags"}], RELEASES, True),
        (["v*", "release-*"], None, False),
        ([], RELEASES, False),
    ],
)
def test_mutable_but_for_releases(immutable: list[Any], releases: tuple[str, ...] | None, is_good: bool) -> None:
    excluded = {"ImageTagMutabilityExclusionFilters": filters(*immutable)} if immutable else {}
    resources = repository(ImageTagMutability="MUTABLE_WITH_EXCLUSION", **excluded)
    assert (found(resources, releases) == []) is is_good


def test_filters_that_are_not_known_may_cover_the_releases() -> None:
    late = {"ImageTagMutability": "MUTABLE_WITH_EXCLUSION", "ImageTagMutabilityExclusionFilters": {"Ref": "Tags"}}
    assert found(repository(**late)) == []


@pytest.mark.parametrize(
    ("applied_for", "is_good"),
    [
        (["PULL_THROUGH_CACHE"], True),
        (["PULL_THROUGH_CACHE", "REPLICATION"], False),
        (["PULL_THROUGH_CACHE", "CREATE_ON_PUSH"], False),
        (["PULL_THROUGH_CACHE", {"Ref": "Mode"}], True),
        ({"Ref": "Mode"}, True),
    ],
)
def test_the_tags_of_caches_may_follow_the_upstream(applied_for: Any, is_good: bool) -> None:
    assert (found(creation_template(ImageTagMutability="MUTABLE", AppliedFor=applied_for)) == []) is is_good


@pytest.mark.parametrize(
    ("prefix", "name", "is_good"),
    [("hub", "hub/nginx", True), ("hub", "hubble/app", False), ("hub", "hub", False), ("ROOT", "team/app", False)],
)
def test_repositories_below_a_cache_may_follow_it_too(prefix: str, name: str, is_good: bool) -> None:
    cache = {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": prefix}}
    resources = {"Cache": cache, **repository(RepositoryName=name, ImageTagMutability="MUTABLE")}
    assert (found(resources) == []) is is_good


@pytest.mark.parametrize(
    ("prefix", "purposes", "is_good"),
    [
        ("hub", ["PULL_THROUGH_CACHE", "REPLICATION"], True),
        ("hub/team", ["PULL_THROUGH_CACHE", "REPLICATION"], True),
        ("hubs", ["PULL_THROUGH_CACHE", "REPLICATION"], False),
        ("hub", ["PULL_THROUGH_CACHE", "CREATE_ON_PUSH"], False),
    ],
)
def test_replicas_of_cached_copies(prefix: str, purposes: list[str], is_good: bool) -> None:
    cache = {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": "hub"}}}
    template = creation_template(Prefix=prefix, AppliedFor=purposes, ImageTagMutability="MUTABLE")
    assert (found({**cache, **template}) == []) is is_good
