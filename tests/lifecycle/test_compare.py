"""Whether a changed policy can take more: without images, and with them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings

from governed_ecr.lifecycle import Image
from governed_ecr.lifecycle.compare import may_expire_more
from governed_ecr.lifecycle.impact import impact
from governed_ecr.model.lifecycle import FOREVER, LifecyclePolicy
from governed_ecr.model.lifecycle_rule import CountType
from tests.lifecycle.listings import AT, archived, digest, named, policy, rule
from tests.lifecycle.strategies import policies, repositories

FEATURE = rule(1, ["feature-*"], "pushed", 14)
ANY_500 = rule(100, "any", "count", 500)
V = rule(1, ["v*"], "count", FOREVER)
UNTAGGED = rule(50, "untagged", "pushed", 14)
OLD = rule(100, "any", "pushed", 90)
DEV_PREFIX = {"tagStatus": "tagged", "tagPrefixList": ["dev"], "countType": "imageCountMoreThan", "countNumber": 5}
COLD = rule(1, "any", "pulled", 90, "transition")
FROM_ARCHIVE = rule(2, "any", "archived", 365)

BENIGN: dict[str, tuple[list[Any], list[Any]]] = {
    "the same": ([V, OLD], [V, OLD]),
    "a pattern more": ([FEATURE, ANY_500], [rule(1, ["feature-*", "stale-*"], "pushed", 14), ANY_500]),
    "other priorities": ([V, UNTAGGED], [{**V, "rulePriority": 7}, {**UNTAGGED, "rulePriority": 8}]),
    "another order": ([V, OLD], [OLD, V]),
    "a description": ([OLD], [{**OLD, "description": "old ones"}]),
    "more days": ([OLD], [rule(100, "any", "pushed", 91)]),
    "more images": ([ANY_500], [rule(100, "any", "count", 501)]),
    "a shield more": ([OLD], [V, OLD]),
    "a rule less": ([V, OLD], [V]),
    "a rule less that shielded from nothing": ([UNTAGGED, FROM_ARCHIVE], [FROM_ARCHIVE]),
    "a narrower pattern": ([rule(1, ["dev*"], "count", 5)], [rule(1, ["dev-1*"], "count", 5)]),
    "a prefix as a pattern": ([rule(1, ["dev*"], "count", 5)], [{**V, "selection": DEV_PREFIX}]),
    "archive instead of expiry": ([OLD], [rule(100, "any", "pushed", 90, "transition")]),
    "pull age instead of push age": ([rule(1, "any", "pushed", 90, "transition")], [COLD]),
    "a rule that can never act": ([V, OLD], [V, rule(5, ["v1*"], "count", 1), OLD]),
    "a split in two": ([rule(1, "any", "pushed", 9)], [rule(1, "untagged", "pushed", 9), rule(2, ["*"], "pushed", 9)]),
    "a rule that keeps all": ([V], [V, rule(9, "any", "count", FOREVER)]),
}  # fmt: skip
DANGEROUS: dict[str, tuple[list[Any], list[Any], str]] = {
    "fewer days": ([OLD], [rule(100, "any", "pushed", 89)], "90 days ago; now rule 100"),
    "fewer days for all": ([OLD], [rule(100, "any", "pushed", 89)], "All images: rule 100"),
    "any beside others": ([FEATURE], [FEATURE, OLD], "Other tagged images and untagged ones were kept; rule 100"),
    "fewer images": ([ANY_500], [rule(100, "any", "count", 499)], "499 youngest images"),
    "no shield": ([V, OLD], [OLD], "Images tagged 'v*'"),
    "a narrower shield": ([V, OLD], [rule(1, ["v*-final"], "count", FOREVER), OLD], "Images tagged 'v*'"),
    "a shield below": (
        [V, rule(2, ["*"], "pushed", 9)],
        [rule(1, ["*"], "pushed", 9), {**V, "rulePriority": 2}],
        "'v*'",
    ),
    "a shield with a count": ([V, OLD], [rule(1, ["v*"], "count", 10), OLD], "10 youngest images tagged 'v*'"),
    "a new rule": ([V], [V, UNTAGGED], "Untagged images were kept"),
    "a wider pattern": ([rule(1, ["dev-*"], "pushed", 9)], [rule(1, ["dev*"], "pushed", 9)], "'dev*' were kept"),
    "a pattern less": ([rule(1, ["a*", "b*"], "pushed", 9)], [rule(1, ["a*"], "pushed", 9)], "'a*' were kept"),
    "tagStatus any": ([UNTAGGED], [rule(50, "any", "pushed", 14)], "Tagged images were kept"),
    "a count over more images": (
        [rule(1, ["Prod*"], "count", 10)],
        [rule(1, "any", "count", 10)],
        "Images tagged 'Prod*'",
    ),
    "a count instead of a shorter age": ([OLD], [rule(100, "any", "count", 5)], "5 youngest"),
    "an age instead of a count": ([ANY_500], [OLD], "90 days"),
    "expiry instead of archive": ([COLD], [rule(1, "any", "pushed", 900)], "rule 1 archived them"),
    "push age instead of pull age": ([COLD], [rule(1, "any", "pushed", 90, "transition")], "archives them"),
    "archive instead of nothing": ([V], [V, rule(2, "any", "pulled", 90, "transition")], "archives them"),
    "expiry from the archive": ([COLD], [COLD, FROM_ARCHIVE], "rule 2 expires them"),
    "sooner from the archive": ([COLD, FROM_ARCHIVE], [COLD, rule(2, "any", "archived", 90)], "90 days"),
}


@pytest.mark.parametrize("change", BENIGN)
def test_a_benign_change_is_silent(change: str) -> None:
    base, head = BENIGN[change]
    assert may_expire_more(policy(*base), policy(*head)) == ()


@pytest.mark.parametrize("change", DANGEROUS)
def test_a_dangerous_change_is_told(change: str) -> None:
    base, head, words = DANGEROUS[change]
    assert any(words in reason for reason in may_expire_more(policy(*base), policy(*head)))


def test_no_policy_keeps_everything() -> None:
    assert may_expire_more(policy(OLD), None) == ()
    assert may_expire_more(None, None) == ()
    assert may_expire_more(None, policy(V)) == ()
    assert len(may_expire_more(None, policy(OLD))) == 1


@settings(max_examples=150, deadline=None)
@given(policies(), policies(), repositories())
def test_silence_means_that_no_image_is_lost(base: LifecyclePolicy, head: LifecyclePolicy, images: list[Image]) -> None:
    if not may_expire_more(base, head):
        found = impact(base, head, images, AT)
        lost = [decision.rule for _, decision in (*found.lost, *found.archived)]
        counting = {rule.priority for rule in head.rules if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN}
        # A count in the place of an age may act sooner after very many pushes, which is told apart on purpose.
        assert set(lost) <= counting


@settings(max_examples=50, deadline=None)
@given(policies(), repositories(related=True))
def test_a_policy_takes_no_more_than_itself(same: LifecyclePolicy, images: list[Image]) -> None:
    assert may_expire_more(same, same) == ()
    found = impact(same, same, images, AT)
    assert (found.lost, found.archived, found.undetermined) == ((), (), ())


def test_impact_names_what_is_lost() -> None:
    images = named(("a", 9, "v1", "latest"), ("b", 8, "v2"), ("c", 30), ("d", 1, "v3"))
    found = impact(policy(UNTAGGED), policy(UNTAGGED, rule(60, ["v*"], "count", 1)), list(images.values()), AT)
    assert [image.digest for image, _ in found.lost] == [digest("a"), digest("b")]
    assert [image.tags for image, _ in found.lost] == [("v1", "latest"), ("v2",)]
    assert {decision.rule for _, decision in found.lost} == {60}


def test_impact_of_a_first_and_of_a_last_policy() -> None:
    images = [*named(("a", 30), ("b", 40, "x")).values(), archived("c", 400)]
    first = impact(None, policy(COLD, FROM_ARCHIVE), images, AT)
    assert [image.digest for image, _ in first.lost] == [digest("c")]
    assert first.archived == ()
    assert len(impact(None, policy(rule(1, "any", "pulled", 30, "transition")), images, AT).archived) == 1
    last = impact(policy(OLD), None, images, AT)
    assert (last.lost, last.archived, last.undetermined) == ((), (), ())


def test_undetermined_images_are_at_stake() -> None:
    images = [*named(("a", 9, "x"), ("b", 9, "y")).values()]
    assert len(impact(None, policy(rule(1, "any", "count", 1)), images, AT).undetermined) == 2


def test_policies_of_fifty_rules_are_compared_in_seconds() -> None:
    base = policy(*(rule(number, [f"a{number}*b*", f"*c{number}"], "count", 5) for number in range(1, 51)))
    head = policy(*(rule(number, [f"a{number}*b*"], "count", 5) for number in range(1, 51)))
    started = time.process_time()
    assert len(may_expire_more(base, head)) >= 50
    assert time.process_time() - started < 5
