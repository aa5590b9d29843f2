"""Every worked example of the user guide, with the outcome that it documents.

docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html, .../logging-using-cloudtrail.html and
.../repository-creation-templates-create.html
"""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.lifecycle import Cause, Image, Outcome
from governed_ecr.model.lifecycle import LifecyclePolicy
from tests.lifecycle.listings import archived, decided, image, named, policy, rule

MULTI_RULE = named(("A", 10, "beta-1", "prod-1"), ("B", 9, "beta-2", "prod-2"), ("C", 8, "beta-3"))
MULTI_TAG_A = named(
    ("A", 12, "alpha-1"),
    ("B", 11, "beta-1"),
    ("C", 10, "alpha-2", "beta-2"),
    ("D", 4, "alpha-3"),
    ("E", 3, "beta-3"),
    ("F", 2, "alpha-4", "beta-4"),
)
MULTI_TAG_B = named(
    ("A", 10, "alpha-1", "beta-1", "gamma-1"), ("B", 9, "alpha-2", "beta-2"), ("C", 8, "alpha-3", "beta-3", "gamma-2")
)
ALL_A = named(("A", 4, "alpha-1"), ("B", 3, "beta-1"), ("C", 2), ("D", 1, "alpha-2"))
ALL_B = named(("A", 4, "alpha-1", "beta-1"), ("B", 3), ("C", 2, "alpha-2"), ("D", 1, "git hash"), ("E", 1))

WORKED: dict[str, tuple[LifecyclePolicy, dict[str, Image], dict[str, int]]] = {
    "multiple rules A": (
        policy(rule(1, ["prod*"], "count", 1), rule(2, ["beta*"], "count", 1)),
        MULTI_RULE,
        {"A": 1},
    ),
    "multiple rules B": (
        policy(rule(1, ["beta*"], "count", 1), rule(2, ["prod*"], "count", 1)),
        MULTI_RULE,
        {"A": 1, "B": 1},
    ),
    "multiple tags A": (policy(rule(1, ["alpha*", "beta*"], "pushed", 5)), MULTI_TAG_A, {"C": 1}),
    "multiple tags B": (policy(rule(1, ["alpha*", "beta*"], "count", 1)), MULTI_TAG_B, {"A": 1, "B": 1}),
    "all images A": (policy(rule(1, "any", "count", 1)), ALL_A, {"A": 1, "B": 1, "C": 1}),
    "all images B": (
        policy(rule(1, ["alpha*"], "count", 1), rule(2, "untagged", "pushed", 1), rule(3, "any", "count", 1)),
        ALL_B,
        {"A": 1, "B": 2, "D": 3},
    ),
}


@pytest.mark.parametrize("example", WORKED)
def test_a_worked_example_has_the_outcome_of_the_user_guide(example: str) -> None:
    lifecycle, images, expired = WORKED[example]
    decisions = decided(lifecycle, images)
    assert {name: found.rule for name, found in decisions.items() if found.outcome is Outcome.EXPIRE} == expired
    assert {found.outcome for name, found in decisions.items() if name not in expired} <= {Outcome.KEEP}


def test_b_of_multiple_rules_a_is_shielded_by_the_first_rule() -> None:
    lifecycle, images, _ = WORKED["multiple rules A"]
    found = decided(lifecycle, images)["B"]
    assert (found.cause, found.rule) == (Cause.SHIELDED, 1)


def test_an_untagged_image_of_exactly_one_day_survives_one_day() -> None:
    lifecycle, _, _ = WORKED["all images B"]
    assert decided(lifecycle, ALL_B)["E"].cause is Cause.TOO_YOUNG


def test_one_untagged_image_is_kept() -> None:
    images = named(("old", 9), ("new", 1), ("tagged", 20, "v1"))
    decisions = decided(policy(rule(1, "untagged", "count", 1)), images)
    assert {name: found.outcome for name, found in decisions.items()} == {
        "old": "expire",
        "new": "keep",
        "tagged": "keep",
    }


def test_images_are_archived_after_30_days_and_deleted_after_365_in_the_archive() -> None:
    lifecycle = policy(
        rule(1, "any", "pushed", 30, "transition"),
        rule(2, "any", "archived", 365),
    )
    images = {
        **named(("fresh", 30, "v3"), ("stale", 31, "v2")),
        "cold": archived("cold", 365, "v1"),
        "gone": archived("gone", 366, "v0"),
    }
    decisions = decided(lifecycle, images)
    assert {name: (found.outcome, found.rule) for name, found in decisions.items()} == {
        "fresh": ("keep", 1),
        "stale": ("archive", 1),
        "cold": ("keep", 2),
        "gone": ("expire", 2),
    }


def test_the_member_of_a_manifest_list_is_refused_as_in_the_cloudtrail_sample() -> None:
    images = named(
        ("alpine", 10, "alpine"),
        ("centos", 9, "centos"),
        ("member", 8),
        ("list", 7, "multi"),
        ("new", 1, "latest"),
        list={"members": ["member"]},
    )
    decisions = decided(policy(rule(1, "any", "count", 2)), images)
    assert {name: (found.outcome, found.cause) for name, found in decisions.items()} == {
        "alpine": ("expire", "rule"),
        "centos": ("expire", "rule"),
        "member": ("keep", "live-index"),
        "list": ("keep", "within-count"),
        "new": ("keep", "within-count"),
    }


SYNTAX: dict[str, Any] = {
    "prod* after 14 days": [rule(1, ["prod*"], "pushed", 14)],
    "archive what was not pulled for 90 days": [rule(1, "any", "pulled", 90, "transition")],
    "delete after 365 days in the archive": [rule(1, "any", "archived", 365)],
    "archive prod* after 30 days": [rule(1, ["prod*"], "pushed", 30, "transition")],
    "everything after 14 days": [rule(1, "any", "pushed", 14)],
    "untagged after 14 days": [rule(1, "untagged", "pushed", 14)],
}


@pytest.mark.parametrize("example", SYNTAX)
def test_an_example_without_images_does_what_its_words_say(example: str) -> None:
    number = SYNTAX[example][0]["selection"]["countNumber"]
    tag = [] if "untagged" in example else ["production-1"]
    make = archived if "in the archive" in example else image
    images = {"at the limit": make("a", number, *tag), "over it": make("b", number + 0.001, *tag)}
    decisions = decided(policy(*SYNTAX[example]), images)
    assert decisions["at the limit"].outcome is Outcome.KEEP
    assert decisions["over it"].outcome is (
        Outcome.ARCHIVE if "archive " in example and "in the" not in example else Outcome.EXPIRE
    )
