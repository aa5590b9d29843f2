"""What is true of every policy and every repository."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.lifecycle import Cause, Image, Outcome, evaluate
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.lifecycle_rule import CountType, StorageClass
from tests.lifecycle import oracle
from tests.lifecycle.listings import AT
from tests.lifecycle.strategies import policies, repositories

LONG = settings(max_examples=100, deadline=None)
SHORT = settings(max_examples=50, deadline=None)


def outcomes(policy: LifecyclePolicy, images: list[Image]) -> dict[str, str]:
    found = evaluate(policy, images, AT)
    return {image.digest: decision.outcome.value for image, decision in zip(images, found, strict=True)}


def taken(policy: LifecyclePolicy, images: list[Image]) -> set[str]:
    return {digest for digest, outcome in outcomes(policy, images).items() if outcome in ("expire", "archive")}


def expired(policy: LifecyclePolicy, images: list[Image]) -> set[str]:
    return {digest for digest, outcome in outcomes(policy, images).items() if outcome == "expire"}


@LONG
@given(policies(), repositories())
def test_images_by_themselves_fare_as_the_user_guide_says(policy: LifecyclePolicy, images: list[Image]) -> None:
    expected = oracle.outcomes(policy, images, AT)
    assert "undetermined" not in expected.values()
    assert outcomes(policy, images) == expected


@LONG
@given(policies(), repositories(related=True))
def test_related_and_restored_images_are_undetermined_only_where_readings_differ(
    policy: LifecyclePolicy, images: list[Image]
) -> None:
    found, expected = outcomes(policy, images), oracle.outcomes(policy, images, AT)
    causes = {image.digest: each.cause for image, each in zip(images, evaluate(policy, images, AT), strict=True)}
    for digest in found:
        # Of two relatives that are undetermined for one and the same cause, all combinations count as possible.
        if found[digest] != "undetermined" or causes[digest] not in (
            Cause.UNDETERMINED_RELATIVE,
            Cause.COUNTED_RELATIVES,
        ):
            assert found[digest] == expected[digest], causes[digest]


@SHORT
@given(policies(), repositories(related=True), st.randoms(use_true_random=False))
def test_the_order_of_images_and_rules_does_not_matter(
    policy: LifecyclePolicy, images: list[Image], chance: random.Random
) -> None:
    rules = list(policy.rules)
    mixed = list(images)
    chance.shuffle(rules)
    chance.shuffle(mixed)
    assert outcomes(LifecyclePolicy(tuple(rules)), mixed) == outcomes(policy, images)


@SHORT
@given(policies(), repositories(related=True), st.integers(1, 40), st.integers(0, 1000))
def test_priorities_count_only_by_their_order(
    policy: LifecyclePolicy, images: list[Image], factor: int, more: int
) -> None:
    spread = LifecyclePolicy(
        tuple(replace(rule, priority=(rule.priority or 0) * factor + more) for rule in policy.rules)
    )
    assert outcomes(spread, images) == outcomes(policy, images)


@SHORT
@given(policies(), repositories(), repositories(related=True), st.integers(0, 5), st.integers(1, 50))
def test_a_rule_that_keeps_more_or_waits_longer_takes_no_more(
    policy: LifecyclePolicy, images: list[Image], related: list[Image], place: int, more: int
) -> None:
    rules = list(policy.rules)
    place %= len(rules)
    rules[place] = replace(rules[place], count_number=rules[place].count_number + more)
    looser = LifecyclePolicy(tuple(rules))
    assert taken(looser, images) <= taken(policy, images)
    # A referrer that no longer expires by itself may follow its subject into the archive.
    assert expired(looser, related) <= expired(policy, related)


@SHORT
@given(policies(), repositories())
def test_what_is_taken_today_is_taken_tomorrow_if_it_is_still_there(
    policy: LifecyclePolicy, images: list[Image]
) -> None:
    tomorrow = evaluate(policy, images, AT + timedelta(days=1))
    later = {image.digest for image, found in zip(images, tomorrow, strict=True) if found.goes}
    assert taken(policy, images) <= later


@SHORT
@given(policies(), repositories(related=True))
def test_a_policy_read_from_its_own_json_does_the_same(policy: LifecyclePolicy, images: list[Image]) -> None:
    again = LifecyclePolicy.from_json(json.loads(policy.to_json()))
    assert evaluate(again, images, AT) == evaluate(policy, images, AT)


@SHORT
@given(policies(), repositories(related=True))
def test_no_rule_decides_on_an_image_of_another_class(policy: LifecyclePolicy, images: list[Image]) -> None:
    classes = {rule.priority: rule.selected_class for rule in policy.rules}
    for image, found in zip(images, evaluate(policy, images, AT), strict=True):
        if found.rule is not None:
            assert classes[found.rule] is image.storage_class
        if image.storage_class is StorageClass.ARCHIVE:
            assert found.outcome is not Outcome.ARCHIVE


@SHORT
@given(policies(), repositories())
def test_a_kept_image_is_taken_right_after_it_is_due(policy: LifecyclePolicy, images: list[Image]) -> None:
    rules = {rule.priority: rule for rule in policy.rules}
    for place, (image, found) in enumerate(zip(images, evaluate(policy, images, AT), strict=True)):
        aged = found.rule in rules and rules[found.rule].count_type is not CountType.IMAGE_COUNT_MORE_THAN
        assert (found.due is not None) == (found.goes or aged), image
        if found.due and not found.goes:
            assert evaluate(policy, images, found.due)[place].outcome is Outcome.KEEP
            after = evaluate(policy, images, found.due + timedelta(microseconds=1))[place]
            assert (after.goes, after.cause, after.rule) == (True, Cause.RULE, found.rule)
