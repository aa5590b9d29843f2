"""MovableReleaseTags: what an exclusion filter matches."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.integrity.movable_release_tags import MOVABLE_RELEASE_TAGS
from tests.rules.integrity.test_tag_immutability import LATE, RELEASES, filters
from tests.rules.judge import creation_template, findings, places, repository

AT = "MovableReleaseTags Repo.ImageTagMutabilityExclusionFilters"


def excluding(*patterns: Any, mode: str = "IMMUTABLE_WITH_EXCLUSION") -> dict[str, Any]:
    return repository(ImageTagMutability=mode, ImageTagMutabilityExclusionFilters=filters(*patterns))


@pytest.mark.parametrize(
    "patterns",
    [["dev-*"], ["buildcache-*", "latest"], ["pr-*-v*"], ["V*"], [{"Ref": "Tags"}], [{"Fn::Sub": "${Tags}*"}]],
)
def test_good_and_late(patterns: list[Any]) -> None:
    assert places(excluding(*patterns), MOVABLE_RELEASE_TAGS, of=LATE, release_patterns=RELEASES) == []


@pytest.mark.parametrize("pattern", ["*", "***", "v*", "v1", "v1.*", "*-dev", "r*", "release-2026*", "*.*.*"])
def test_filters_that_match_a_release(pattern: str) -> None:
    assert places(excluding("dev-*", pattern), MOVABLE_RELEASE_TAGS, release_patterns=RELEASES) == [f"{AT}[1]"]


@pytest.mark.parametrize(("pattern", "expected"), [("*", [f"{AT}[0]"]), ("**", [f"{AT}[0]"]), ("v*", []), ("*-x", [])])
def test_without_release_patterns_only_every_tag_is_too_much(pattern: str, expected: list[str]) -> None:
    assert places(excluding(pattern), MOVABLE_RELEASE_TAGS, release_patterns=None) == expected


@pytest.mark.parametrize("mode", ["MUTABLE_WITH_EXCLUSION", "IMMUTABLE", "MUTABLE"])
def test_in_other_modes_filters_make_no_tag_mutable(mode: str) -> None:
    assert places(excluding("v*", mode=mode), MOVABLE_RELEASE_TAGS, release_patterns=RELEASES) == []


def test_filters_of_caches_are_harmless() -> None:
    resources = creation_template(
        AppliedFor=["PULL_THROUGH_CACHE"],
        ImageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        ImageTagMutabilityExclusionFilters=filters("*"),
    )
    assert places(resources, MOVABLE_RELEASE_TAGS) == []


def test_the_message_names_filter_and_releases() -> None:
    (finding,) = findings(excluding("*.1"), MOVABLE_RELEASE_TAGS, release_patterns=RELEASES)
    expected = "The exclusion filter '*.1' matches release tags of 'v*' and 'release-*', which can be moved."
    assert finding.found.message == expected
