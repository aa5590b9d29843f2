"""Policies in words, and the traps in them."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.lifecycle.explain import explain
from governed_ecr.lifecycle.traps import traps
from governed_ecr.model.lifecycle import FOREVER, LifecyclePolicy
from tests.lifecycle.listings import policy, rule


def test_every_rule_is_a_sentence() -> None:
    assert explain(
        policy(
            rule(1, ["v*"], "count", FOREVER),
            rule(2, ["dev-*", "*-stale"], "pushed", 1),
            rule(3, "untagged", "count", 1),
            rule(4, ["main*"], "pulled", 90, "transition"),
            rule(5, ["*"], "count", 1000),
            rule(6, "any", "archived", 365),
        )
    ) == (
        "Rule 1: keep all images tagged 'v*'.",
        "Rule 2: expire images tagged 'dev-*' and '*-stale' that were pushed more than 1 day ago, unless rule 1 "
        "selects (and so shields) them.",
        "Rule 3: expire untagged images beyond the youngest.",
        "Rule 4: archive images tagged 'main*' that nobody pulled for more than 90 days (never pulled: since their "
        "push), unless rule 1 or rule 2 selects (and so shields) them.",
        "Rule 5: expire images tagged '*' beyond the 1,000 youngest, unless rule 1, rule 2 or rule 4 selects (and so "
        "shields) them.",
        "Rule 6: expire images in the archive that were archived more than 365 days ago.",
    )


def test_a_rule_for_untagged_images_shields_them() -> None:
    untagged, any_ = explain(policy(rule(1, "untagged", "pushed", 5), rule(2, "any", "count", 5)))
    assert untagged == "Rule 1: expire untagged images that were pushed more than 5 days ago."
    assert any_ == "Rule 2: expire images beyond the 5 youngest, unless rule 1 selects (and so shields) them."


@pytest.mark.parametrize(
    ("rules", "rest"),
    [
        ([rule(1, "untagged", "pushed", 1)], "Kept: all other tagged images."),
        ([rule(1, ["*"], "pushed", 1)], "Kept: untagged images."),
        ([rule(1, ["v*"], "pushed", 1)], "Kept: all other images."),
        ([rule(1, "untagged", "archived", 90)], "Kept: all other tagged images in the archive."),
    ],
)
def test_what_no_rule_selects(rules: list[Any], rest: str) -> None:
    assert explain(policy(*rules))[-1] == rest


def found(lifecycle: LifecyclePolicy, *releases: str) -> list[tuple[str, int | None]]:
    """Without the caution that every policy gets."""
    cautions = traps(lifecycle, releases) if releases else traps(lifecycle)
    return [(str(each.trap), each.rule) for each in cautions if each.trap != "running-images"]


ANY = rule(9, "any", "pushed", 30)
KEEP_V = rule(1, ["v*"], "count", FOREVER)
KEEP_RELEASE = rule(2, ["release-*"], "count", FOREVER)
CASES: dict[str, tuple[list[Any], list[tuple[str, int | None]]]] = {
    "no trap": ([KEEP_V, KEEP_RELEASE, ANY], []),
    "releases": ([KEEP_V, ANY], [("any-takes-releases", 9)]),
    "some releases": ([rule(1, ["v*-final"], "count", 9), KEEP_RELEASE, ANY], [("any-takes-releases", 9)]),
    "a list": ([rule(1, ["dev-*", "test-*"], "pushed", 3)], [("and-list", 1)]),
    "shielding": ([rule(1, ["prod*"], "count", 5), rule(2, ["beta*"], "count", 5)], [("shielding", 2)]),
    "shielding from untagged is none": ([rule(1, "untagged", "count", 5), rule(2, ["beta*"], "count", 5)], []),
    "covered": ([rule(1, ["v*"], "count", 5), rule(2, ["v1.*"], "count", 5)], [("never-fires", 2)]),
    "covered by all tags": ([rule(1, ["*"], "count", 5), rule(2, ["a*b"], "count", 5)], [("never-fires", 2)]),
    "the same again": ([rule(1, ["v*"], "count", 5), rule(2, ["v*"], "pushed", 5)], [("never-fires", 2)]),
    "covered by a part of the list": (
        [rule(1, ["a*"], "count", 5), rule(2, ["a1*", "b*"], "count", 5)],
        [("and-list", 2), ("never-fires", 2)],
    ),
    "not covered by a longer list": (
        [rule(1, ["a*", "b*"], "count", 5), rule(2, ["a*"], "count", 5)],
        [("and-list", 1), ("shielding", 2)],
    ),
    "any under all": (
        [rule(1, ["*"], "count", 5), rule(2, "untagged", "count", 5), rule(3, "any", "count", 5)],
        [("never-fires", 3)],
    ),
    "any under all tagged": ([rule(1, ["*"], "count", 5), rule(3, "any", "count", 5)], []),
    "another class covers nothing": (
        [rule(1, "any", "pulled", 90, "transition"), rule(2, "any", "archived", 90)],
        [("any-takes-releases", 1), ("any-takes-releases", 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_traps(case: str) -> None:
    rules, expected = CASES[case]
    assert found(policy(*rules)) == expected


def test_releases_are_what_the_caller_says() -> None:
    lifecycle = policy(rule(1, ["stable-*"], "count", FOREVER), ANY)
    assert found(lifecycle, "stable-*") == []
    assert found(lifecycle, "stable-*", "lts*") == [("any-takes-releases", 9)]


def test_every_rule_that_acts_can_take_an_image_that_runs() -> None:
    (caution,) = traps(policy(KEEP_V, KEEP_RELEASE, rule(3, "untagged", "pushed", 9)))
    assert (caution.trap, caution.rule) == ("running-images", None)
    assert "Lambda" in caution.message
    assert "rule 3" in caution.message
    assert "rule 1" not in caution.message
    assert traps(policy(KEEP_V)) == ()
