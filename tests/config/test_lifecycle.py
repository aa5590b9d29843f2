import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governed_ecr.config.load import parse_registry
from governed_ecr.model.lifecycle import LifecyclePolicy
from tests.config.strategies import LIFECYCLES, written
from tests.model.strategies import policy_data

HEAD = {"organization": {"id": "o-a1b2c3d4e5"}, "hub": {"account": "111111111111", "region": "us-east-1"}}


def policy(lifecycle):
    found = parse_registry(written({**HEAD, "defaults": {"lifecycle": lifecycle}})).defaults.lifecycle
    assert found is not None
    return found.policy()


@pytest.mark.parametrize(
    ("lifecycle", "expected"),
    [
        ({"preset": "untagged"}, LifecyclePolicy.untagged()),
        ({"preset": "untagged", "days": 3}, LifecyclePolicy.untagged(3)),
        ({"preset": "branch_builds"}, LifecyclePolicy.branch_builds()),
        (
            {"preset": "branch_builds", "develop": 1, "feature": 2, "hotfix": 3, "untagged": 4},
            LifecyclePolicy.branch_builds(develop=1, feature=2, hotfix=3, untagged=4),
        ),
        ({"preset": "keep_releases"}, LifecyclePolicy.keep_releases()),
        (
            {"preset": "keep_releases", "patterns": ["stable"], "others": 30, "untagged": 2},
            LifecyclePolicy.keep_releases("stable", others=30, untagged=2),
        ),
        (
            {"preset": "keep_releases", "then": {"preset": "archive_cold", "unpulled": 9}},
            LifecyclePolicy.keep_releases(then=LifecyclePolicy.archive_cold(unpulled=9)),
        ),
        ({"preset": "archive_cold"}, LifecyclePolicy.archive_cold()),
        ({"preset": "archive_cold", "delete_after": 90}, LifecyclePolicy.archive_cold(delete_after=90)),
        ({"preset": "cache"}, LifecyclePolicy.cache()),
        ({"preset": "cache", "days": 5, "untagged": 6}, LifecyclePolicy.cache(days=5, untagged=6)),
    ],
)
def test_presets_and_their_numbers_are_the_models(lifecycle, expected):
    assert policy(lifecycle) == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policy_data())
def test_rules_are_ecrs_own(data):
    assert policy(data).to_dict() == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LIFECYCLES, min_size=1, max_size=2))
def test_releases_can_be_kept_before_anything(lifecycles):
    for lifecycle in lifecycles:
        kept = policy({"preset": "keep_releases", "patterns": ["v*"], "then": lifecycle})
        assert len(kept.rules) == 1 + len(policy(lifecycle).rules)
