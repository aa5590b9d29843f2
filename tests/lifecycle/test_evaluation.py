"""Single points of the algorithm, and what AWS does not say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from governed_ecr.lifecycle import Image, Outcome, evaluate
from governed_ecr.lifecycle.selection import meets
from governed_ecr.model.lifecycle import FOREVER, LifecyclePolicy
from governed_ecr.model.lifecycle_rule import CountType, LifecycleRule, TagStatus
from tests.lifecycle.listings import AT, ago, archived, decided, digest, image, named, policy, rule

UNTAGGED_1 = policy(rule(1, "untagged", "pushed", 1))


def causes(lifecycle: LifecyclePolicy, images: dict[str, Image]) -> dict[str, tuple[str, str]]:
    return {name: (str(found.outcome), str(found.cause)) for name, found in decided(lifecycle, images).items()}


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("prod*", ["prod", "prod1", "production-team1"], ["a-prod", "pro"]),
        ("*prod*", ["repo-production", "prod-team", "prod"], ["pr-od"]),
        ("*-rc", ["1-rc", "-rc"], ["1-rc1", "rc"]),
        ("v1", ["v1"], ["v1.0", "av1"]),
        ("*", ["x"], []),
        ("**", ["x"], []),
        ("v*-rc*", ["v1-rc1", "v-rc"], ["v1", "rc-v", "1-rc"]),
        ("*a*b*", ["xaxbx", "ab"], ["ba"]),
        ("a*a", ["aa", "aba"], ["a", "ab"]),
        ("*test*1*2*3", ["test123", "xtest-1-2-3"], ["test12", "test1234"]),
        ("a.c", ["a.c"], ["abc"]),
        ("v?", ["v?"], ["v1"]),
        ("[v]", [], ["v"]),
        ("a\nb", [], ["a", "b"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], others: list[str]) -> None:
    selector = LifecycleRule(TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, 1, tag_patterns=(pattern,))
    assert [tag for tag in [*matching, *others] if meets(selector, ["other", tag, "1"])] == [
        tag for tag in [*matching, *others] if tag in matching or pattern in ("*", "**")
    ]
    assert not meets(selector, [])


def test_a_star_in_a_prefix_is_no_wildcard() -> None:
    selector = LifecycleRule(TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, 1, tag_prefixes=("a*b",))
    assert not meets(selector, ["a1b"])


def test_a_pattern_of_many_wildcards_takes_no_time_on_a_long_tag() -> None:
    selector = LifecycleRule(TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, 1, tag_patterns=("*a*a*a*b",))
    assert not meets(selector, ["a" * 20_000])


def test_prefixes_are_an_and_as_well() -> None:
    lifecycle = LifecyclePolicy.of(
        LifecycleRule(TagStatus.TAGGED, CountType.SINCE_IMAGE_PUSHED, 1, tag_prefixes=("a", "b"), priority=1)
    )
    images = named(("both", 9, "a1", "b1"), ("one", 9, "a1"), ("same tag", 9, "ab"))
    assert [found.outcome for found in decided(lifecycle, images).values()] == ["expire", "keep", "keep"]


def test_lower_rules_count_images_that_higher_ones_shield_or_take() -> None:
    lifecycle = policy(rule(1, ["v*"], "count", FOREVER), rule(2, ["dev*"], "pushed", 5), rule(3, "any", "count", 2))
    images = named(("release", 1, "v1"), ("dev", 6, "dev1"), ("a", 7, "a"), ("b", 8, "b"))
    assert causes(lifecycle, images) == {
        "release": ("keep", "within-count"),
        "dev": ("expire", "rule"),
        "a": ("expire", "rule"),
        "b": ("expire", "rule"),
    }


def test_a_shielded_image_of_an_age_rule_has_its_date() -> None:
    lifecycle = policy(rule(1, ["v*"], "pushed", 30), rule(2, "any", "count", 1))
    found = decided(lifecycle, named(("new", 1, "x"), ("v", 10, "v1")))["v"]
    assert (found.outcome, found.cause, found.rule, found.due) == ("keep", "shielded", 1, ago(-20))
    assert found.reason.startswith("Shielded by rule 1")
    assert "rule 2 would expire it" in found.reason


def test_without_a_rule_an_image_is_kept() -> None:
    found = decided(UNTAGGED_1, named(("v", 100, "v1")))["v"]
    assert (found.outcome, found.cause, found.rule, found.due, found.latest) == ("keep", "no-rule", None, None, None)


def test_ecr_acts_within_a_day() -> None:
    going, staying = decided(UNTAGGED_1, named(("going", 2), ("staying", 0.5))).values()
    assert (going.due, going.latest) == (AT, AT + timedelta(days=1))
    assert (staying.due, staying.latest) == (ago(-0.5), ago(-1.5))


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({}, "archive"),
        ({"pulled_at": 31}, "archive"),
        ({"pulled_at": 30}, "keep"),
        ({"activated_at": 10, "archived_at": 40}, "keep"),
        ({"activated_at": 31, "archived_at": 40}, "archive"),
        ({"activated_at": 10, "archived_at": 40, "pulled_at": 50}, "keep"),
        ({"activated_at": 40, "archived_at": 50, "pulled_at": 10}, "keep"),
        ({"activated_at": 40, "archived_at": 50, "pulled_at": 31}, "archive"),
        ({"status": "ACTIVATING", "archived_at": 50}, "keep"),
    ],
)
def test_pull_age_is_from_the_pull_or_the_restore_or_the_push(more: dict[str, Any], outcome: str) -> None:
    lifecycle = policy(rule(1, "any", "pulled", 30, "transition"))
    assert decided(lifecycle, {"a": image("a", 100, **more)})["a"].outcome == outcome


def test_a_restored_image_counts_from_its_restore() -> None:
    lifecycle = policy(rule(1, "any", "count", 1))
    images = {"restored": image("r", 100, activated_at=1, archived_at=50), "pushed": image("p", 2)}
    assert [found.outcome for found in decided(lifecycle, images).values()] == ["keep", "expire"]


def test_the_push_age_of_a_restored_image_is_undetermined_only_where_it_matters() -> None:
    lifecycle = policy(rule(1, "any", "pushed", 30))
    images = {
        "both": image("both", 100, activated_at=31, archived_at=50),
        "push only": image("push", 100, activated_at=10, archived_at=50),
        "neither": image("neither", 20, activated_at=1, archived_at=2),
    }
    assert causes(lifecycle, images) == {
        "both": ("expire", "rule"),
        "push only": ("undetermined", "restored-age"),
        "neither": ("keep", "too-young"),
    }
    assert decided(lifecycle, images)["push only"].due == ago(-20)


def test_archived_images_wait_for_the_minimum_and_for_their_rule() -> None:
    lifecycle = policy(rule(1, "any", "archived", 100), rule(2, "any", "count", 1))
    images = {
        "minimum": archived("m", 89.9),
        "rule": archived("r", 95),
        "over": archived("o", 100.1),
        "unknown": image("u", 400, status="ARCHIVED"),
    }
    assert causes(lifecycle, images) == {
        "minimum": ("keep", "minimum-archive-time"),
        "rule": ("keep", "too-young"),
        "over": ("expire", "rule"),
        "unknown": ("undetermined", "no-archive-time"),
    }


def test_images_in_the_archive_are_nothing_to_rules_of_the_standard_class() -> None:
    lifecycle = policy(rule(1, "any", "count", 1))
    assert causes(lifecycle, {"a": archived("a", 1, pushed=0), "b": image("b", 5)}) == {
        "a": ("keep", "no-rule"),
        "b": ("keep", "within-count"),
    }


def test_images_of_one_time_are_undetermined_only_at_the_border() -> None:
    images = named(("a", 5, "a"), ("b", 5, "b"), ("new", 1, "c"), ("old", 9, "d"))
    one, two, three = (decided(policy(rule(1, "any", "count", count)), images) for count in (1, 2, 3))
    assert [found.outcome for found in one.values()] == ["expire", "expire", "keep", "expire"]
    assert [found.cause for found in two.values()] == ["same-time", "same-time", "within-count", "rule"]
    assert [found.outcome for found in three.values()] == ["keep", "keep", "keep", "expire"]


INDEX = named(
    ("amd64", 9.1),
    ("arm64", 9.1),
    ("index", 9, "v1"),
    ("old", 20),
    index={"members": ["amd64", "arm64", "not in the listing"]},
)


def test_members_of_a_live_index_are_kept() -> None:
    assert causes(UNTAGGED_1, INDEX) == {
        "amd64": ("keep", "live-index"),
        "arm64": ("keep", "live-index"),
        "index": ("keep", "no-rule"),
        "old": ("expire", "rule"),
    }
    assert digest("index") in decided(UNTAGGED_1, INDEX)["amd64"].reason


def test_members_go_after_their_index() -> None:
    lifecycle = policy(rule(1, ["v*"], "pushed", 5), rule(2, "untagged", "pushed", 1))
    found = decided(lifecycle, INDEX)
    assert (found["index"].outcome, found["index"].due) == ("expire", AT)
    assert (found["amd64"].outcome, found["amd64"].rule, found["amd64"].due) == ("expire", 2, AT + timedelta(days=1))
    assert found["amd64"].latest == AT + timedelta(days=2)


def test_a_member_of_two_indexes_stays_with_either() -> None:
    images = {**INDEX, "other": image("other", 2, "x", members=["amd64"])}
    lifecycle = policy(rule(1, ["v*"], "pushed", 5), rule(2, "untagged", "pushed", 1))
    found = decided(lifecycle, images)
    assert [found[name].outcome for name in ("amd64", "arm64")] == ["keep", "expire"]


def test_an_archived_index_holds_nothing() -> None:
    images = {**INDEX, "index": archived("index", 2, "v1", members=["amd64", "arm64"])}
    assert decided(UNTAGGED_1, images)["amd64"].outcome is Outcome.EXPIRE


def test_an_index_in_an_index_holds_all_below() -> None:
    images = named(
        ("leaf", 9), ("inner", 8), ("outer", 7, "v1"), inner={"members": ["leaf"]}, outer={"members": ["inner"]}
    )
    assert [found.cause for found in decided(UNTAGGED_1, images).values()] == ["live-index", "live-index", "no-rule"]


def test_whether_members_count_matters_only_near_the_border() -> None:
    images = {**INDEX, "second": image("second", 10, "v0"), "third": image("third", 12, "x")}
    one, two, four = (causes(policy(rule(1, "any", "count", count)), images) for count in (1, 2, 4))
    assert one["second"] == ("expire", "rule")
    assert two["second"] == ("undetermined", "counted-relatives")
    assert two["third"] == ("expire", "rule")
    assert four["second"] == ("keep", "within-count")
    assert four["third"] == ("undetermined", "counted-relatives")


def test_referrers_expire_and_are_archived_with_their_subject() -> None:
    images = named(
        ("v1", 9, "v1"),
        ("signature", 8),
        ("signed signature", 7, "keep-me"),
        signature={"subject": "v1"},
        **{"signed signature": {"subject": "signature"}},
    )
    for action, outcome in (("expire", "expire"), ("transition", "archive")):
        found = decided(policy(rule(1, ["v*"], "pushed", 5, action)), images)
        assert {name: (each.outcome, each.cause) for name, each in found.items()} == {
            "v1": (outcome, "rule"),
            "signature": (outcome, "subject"),
            "signed signature": (outcome, "subject"),
        }
        assert digest("v1") in found["signature"].reason
        assert found["signature"].latest == AT + timedelta(days=2)


def test_whether_untagged_rules_select_the_referrer_of_a_kept_image_is_undetermined() -> None:
    images = named(
        ("v1", 9, "v1"),
        ("old signature", 8),
        ("new signature", 0.5),
        ("of a lost one", 8),
        **{
            "old signature": {"subject": "v1"},
            "new signature": {"subject": "v1"},
            "of a lost one": {"subject": "not in the listing"},
        },
    )
    assert causes(UNTAGGED_1, images) == {
        "v1": ("keep", "no-rule"),
        "old signature": ("undetermined", "referrer"),
        "new signature": ("keep", "too-young"),
        "of a lost one": ("expire", "rule"),
    }


def test_a_tagged_referrer_is_an_image_for_rules_about_its_tags() -> None:
    images = named(("v1", 9, "v1"), ("signature", 8, "sig-1"), signature={"subject": "v1"})
    assert causes(policy(rule(1, ["sig*"], "pushed", 5)), images)["signature"] == ("expire", "rule")


def test_an_index_that_refers_to_its_own_member_is_undetermined_if_a_rule_takes_either() -> None:
    images = named(("a", 9), ("index", 8, "v1"), index={"members": ["a"], "subject": "a"})
    assert causes(UNTAGGED_1, images) == {
        "a": ("undetermined", "undetermined-relative"),
        "index": ("undetermined", "undetermined-relative"),
    }
    assert {outcome for outcome, _ in causes(policy(rule(1, ["x"], "count", 1)), images).values()} == {"keep"}


@pytest.mark.parametrize("days", [999_999_999, 10**12, 4_000_000])
def test_ages_beyond_the_calendar_never_come(days: int) -> None:
    found = decided(policy(rule(1, "any", "pushed", days)), named(("a", 9)))["a"]
    assert (found.outcome, found.due, found.latest) == ("keep", None, None)


def test_offsets_do_not_matter() -> None:
    east = timezone(timedelta(hours=9))
    pushed = datetime(2026, 6, 1, 0, tzinfo=UTC).astimezone(east)
    lifecycle = policy(rule(1, "any", "pushed", 1))
    at = datetime(2026, 6, 2, 0, tzinfo=UTC)
    for moment, outcome in ((at, "keep"), (at + timedelta(seconds=1), "expire")):
        (found,) = evaluate(lifecycle, [Image(digest("a"), pushed)], moment)
        assert found.outcome == outcome


def test_no_images() -> None:
    assert evaluate(UNTAGGED_1, [], AT) == []
