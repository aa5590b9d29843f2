"""ReleasesExpire: counts and days, patterns and prefixes, shields, lists that are an AND, caches, facts that lack."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.model.lifecycle import FOREVER
from governed_ecr.rules.lifecycle_policy.releases_expire import RELEASES_EXPIRE
from tests.rules.judge import creation_template, findings, places, repository
from tests.rules.lifecycle_policy.policies import PREFIXES, governed, rule, text

RELEASES = ("v*", "release-*")
UNTAGGED = rule(1, "untagged", days=1)
SHIELDS = [rule(1, ["v*"], keep=9999), rule(2, ["release-*"], keep=9999)]


def prefixed(priority: int, *prefixes: str, **count: Any) -> dict[str, Any]:
    return rule(priority, "tagged", **{PREFIXES: list(prefixes)}, **count)


def transition(of: dict[str, Any]) -> dict[str, Any]:
    return {**of, "action": {"type": "transition", "targetStorageClass": "archive"}}


GOOD = {
    "500 of all": [UNTAGGED, rule(100, "any", keep=500)],
    "two years": [rule(100, "any", days=730)],
    "at the minimum": [rule(1, ["v*"], days=90), rule(2, "any", keep=30)],
    "other tags": [rule(1, ["dev-*"], keep=3), rule(2, ["pr-*"], days=1), prefixed(3, "snapshot", keep=1)],
    "untagged images only": [rule(1, "untagged", keep=1)],
    "shielded": [*SHIELDS, rule(3, "any", days=1)],
    "shielded in any order": [rule(30, "any", keep=1), *SHIELDS],
    "shielded by prefixes": [prefixed(1, "v", keep=9999), prefixed(2, "release-", keep=999), rule(3, "any", keep=1)],
    "shielded by more than the releases": [
        rule(1, ["r*"], keep=500),
        rule(2, ["*v*"], keep=500),
        rule(3, "any", days=7),
    ],
    "a shield for what the rule looks at": [rule(1, ["v1*"], keep=99), rule(2, ["v1.*"], keep=3)],
    "a shield with a list that all releases meet": [rule(1, ["v*", "*"], keep=99), SHIELDS[1], rule(3, "any", keep=3)],
    "a shield that archives": [
        transition(rule(1, ["v*"], days=365)),
        transition(rule(2, ["r*"], days=365)),
        rule(3, "any", days=7),
    ],
    "two tags, one put there on purpose": [rule(1, ["v*", "stale-*"], days=14), rule(2, "any", keep=500)],
    "archived, not expired": [transition(rule(1, "any", days=7))],
    "expired from the archive": [
        transition(rule(1, "any", days=30)),
        rule(2, "any", days=90, countType="sinceImageTransitioned", storageClass="archive"),
    ],
    "by an end that says that it is no release": [rule(1, ["*-SNAPSHOT"], keep=5), rule(2, ["*.dev"], days=3)],
    "a prefix with a star matches no tag": [prefixed(1, "v*", keep=1)],
}


@pytest.mark.parametrize("rules", GOOD.values(), ids=GOOD)
def test_good(rules: list[Any]) -> None:
    assert places(governed(text(*rules)), RELEASES_EXPIRE, release_patterns=RELEASES) == []


BAD = {
    "one of all": ([rule(100, "any", keep=1)], [0]),
    "ten of all": ([UNTAGGED, rule(100, "any", keep=10)], [1]),
    "a day": ([rule(100, "any", days=1)], [0]),
    "a month": ([UNTAGGED, rule(100, "any", days=30)], [1]),
    "three releases": ([rule(1, ["v*"], keep=3), rule(2, "any", keep=500)], [0]),
    "releases of a week": ([rule(1, ["release-*"], days=7), rule(2, "any", keep=500)], [0]),
    "by prefix": ([prefixed(1, "v", keep=5)], [0]),
    "by a longer prefix": ([prefixed(1, "release-2026", keep=5)], [0]),
    "by a shorter prefix": ([prefixed(1, "rel", keep=5)], [0]),
    "by an empty star": ([rule(1, ["*"], keep=5)], [0]),
    "by their end": ([rule(1, ["*-rc"], days=3)], [0]),
    "by an end that is a part of a word": ([rule(1, ["*-latest"], days=3)], [0]),
    "one of two kinds is shielded": ([SHIELDS[0], rule(2, "any", days=7)], [1]),
    "too narrow a shield": ([rule(1, ["v1.*"], keep=9999), SHIELDS[1], rule(3, "any", keep=5)], [2]),
    "a shield of lower priority": (
        [rule(1, ["*"], keep=5), *({**s, "rulePriority": 5 + at} for at, s in enumerate(SHIELDS))],
        [0],
    ),
    "a shield that needs two tags": ([rule(1, ["v*", "stable"], keep=999), SHIELDS[1], rule(3, "any", keep=5)], [2]),
    "a shield whose prefix has a star": ([prefixed(1, "v*", keep=999), SHIELDS[1], rule(3, "any", keep=5)], [2]),
    "a shield of the archive": (
        [
            rule(1, ["*"], days=365, countType="sinceImageTransitioned", storageClass="archive"),
            rule(3, "any", keep=5),
        ],
        [1],
    ),
    "both of a list are releases": ([rule(1, ["v*", "release-*"], days=14)], [0]),
    "two rules": ([rule(1, ["v*"], keep=1), rule(2, ["release-*"], days=5)], [0, 1]),
}


@pytest.mark.parametrize(("rules", "expected"), BAD.values(), ids=BAD)
def test_bad(rules: list[Any], expected: list[int]) -> None:
    found = findings(governed(text(*rules)), RELEASES_EXPIRE, release_patterns=RELEASES)
    assert [finding.found.message.split(" ")[0] for finding in found] == [f"rules[{index}]" for index in expected]
    assert {finding.place for finding in found} == {"Resources.Repo.Properties.LifecyclePolicy.LifecyclePolicyText"}


@pytest.mark.parametrize("releases", [None, ()])
@pytest.mark.parametrize(
    ("rules", "is_good"),
    [
        ([rule(1, "any", keep=1)], False),
        ([rule(1, "any", days=1)], False),
        ([rule(1, ["*"], keep=1)], False),
        ([prefixed(1, "", keep=10)], True),
        ([UNTAGGED, rule(2, "any", days=3)], False),
        ([rule(1, "any", keep=10)], True),
        ([rule(1, "any", days=30)], True),
        ([rule(1, ["v*"], keep=1)], True),
        ([rule(1, ["stable-*"], keep=999), rule(2, "any", keep=1)], True),
    ],
)
def test_without_release_patterns(releases: Any, rules: list[Any], is_good: bool) -> None:
    assert (places(governed(text(*rules)), RELEASES_EXPIRE, release_patterns=releases) == []) is is_good


LATE = {"Parameters": {"P": {"Type": "String"}, "N": {"Type": "Number"}, "Two": {"Type": "Number", "Default": 2}}}


@pytest.mark.parametrize(
    ("policy", "is_good"),
    [
        ({"Ref": "P"}, True),
        ({"Fn::Sub": text(rule(1, "any", keep=77)).replace("77", "${N}")}, True),
        ({"Fn::Sub": text(rule(1, "any", keep=77)).replace("77", "${Two}")}, False),
        ({"Fn::Sub": text(rule(1, ["${P}"], keep=999), rule(2, "any", keep=2))}, True),
        ({"Fn::Sub": text(rule(1, ["v*"], keep=77), rule(2, "any", keep=2)).replace("77", "${N}")}, False),
        ({"Fn::Sub": text(*SHIELDS, rule(3, "any", keep=2)).replace("9999", "${N}")}, True),
        ({"Fn::Sub": text({**rule(1, "any", keep=2), "description": "of ${P}"})}, False),
        (text(rule(1, "any", keep=1), rule(1, "untagged", keep=1)), True),  # refused by ECR, which is said
        ("{", True),
    ],
)
def test_late_bound_and_refused(policy: Any, is_good: bool) -> None:
    assert (places(governed(policy), RELEASES_EXPIRE, of=LATE, release_patterns=RELEASES) == []) is is_good


@pytest.mark.parametrize(
    ("applied_for", "expected"),
    [
        (["PULL_THROUGH_CACHE"], []),
        (["PULL_THROUGH_CACHE", "REPLICATION"], ["ReleasesExpire Template.LifecyclePolicy"]),
        (["CREATE_ON_PUSH"], ["ReleasesExpire Template.LifecyclePolicy"]),
    ],
)
def test_cached_copies_can_be_pulled_again(applied_for: list[str], expected: list[str]) -> None:
    resources = creation_template(AppliedFor=applied_for, LifecyclePolicy=text(rule(1, "any", days=7)))
    assert places(resources, RELEASES_EXPIRE, release_patterns=RELEASES) == expected


def test_repositories_of_a_cache() -> None:
    cache = {"Cache": {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": "hub"}}}
    policy = {"LifecyclePolicyText": text(rule(1, "any", days=7))}
    cached = repository(RepositoryName="hub/nginx", LifecyclePolicy=policy)
    assert places({**cache, **cached}, RELEASES_EXPIRE, release_patterns=RELEASES) == []
    assert places(cached, RELEASES_EXPIRE, release_patterns=RELEASES) != []


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (
            [rule(100, "any", keep=1)],
            "rules[0] (rulePriority 100) keeps the newest image only; images tagged v* or release-* can be among what "
            "expires.",
        ),
        (
            [SHIELDS[1], rule(5, ["v1*", "*-x"], keep=4)],
            "rules[1] (rulePriority 5) keeps the 4 newest images tagged v1* and *-x only; images tagged v* can be "
            "among what expires.",
        ),
        (
            [prefixed(5, "release", days=2)],
            "rules[0] (rulePriority 5) expires images tagged release* 2 days after their push; images tagged release-* "
            "can be among what expires.",
        ),
    ],
)
def test_messages(rules: list[Any], message: str) -> None:
    (finding,) = findings(governed(text(*rules)), RELEASES_EXPIRE, release_patterns=RELEASES)
    assert finding.found.message == message


def test_the_mend_is_a_rule_for_each_kind_of_release() -> None:
    (finding,) = findings(governed(text(rule(100, "any", keep=1))), RELEASES_EXPIRE, release_patterns=RELEASES)
    assert finding.mend.startswith("Shield them: give tagPatternList ['v*'] and ['release-*'] a rule each of a higher ")
    shields = [rule(1, ["v*"], keep=FOREVER), rule(2, ["release-*"], keep=FOREVER)]
    assert places(governed(text(*shields, rule(100, "any", keep=1))), RELEASES_EXPIRE, release_patterns=RELEASES) == []
