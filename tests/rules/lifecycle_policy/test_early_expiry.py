"""What a rule can take past its shields, against the simulator's own reading of tags."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.lifecycle.selection import meets
from governed_ecr.model.lifecycle_rule import CountType, LifecycleRule, TagStatus
from governed_ecr.model.wildcards import matches
from governed_ecr.rules.lifecycle_policy.early_expiry import exposed

TAGS = ["".join(letters) for length in range(1, 4) for letters in product("abc", repeat=length)]
PATTERNS = st.text("ab*", min_size=1, max_size=3)


def tagged(patterns: list[str], prefixes: list[str]) -> LifecycleRule:
    status = TagStatus.TAGGED if patterns or prefixes else TagStatus.ANY
    count = CountType.IMAGE_COUNT_MORE_THAN
    return LifecycleRule(
        status, count, 1, tag_patterns=tuple(patterns), tag_prefixes=() if patterns else tuple(prefixes)
    )


RULES = st.builds(tagged, st.lists(PATTERNS, max_size=2), st.lists(st.text("ab", min_size=1, max_size=2), max_size=2))


def images(releases: list[str]) -> list[tuple[str, ...]]:
    """Images with one or two tags, all of them release tags."""
    tags = [tag for tag in TAGS if any(matches(release, tag) for release in releases)]
    return [(tag,) for tag in tags] + list(combinations(tags, 2))


@settings(max_examples=200, deadline=None)
@given(RULES, st.lists(RULES, max_size=2), st.lists(PATTERNS, min_size=1, max_size=2))
def test_no_release_that_a_rule_takes_is_missed(
    rule: LifecycleRule, above: list[LifecycleRule], releases: list[str]
) -> None:
    taken = (
        image for image in images(releases) if meets(rule, image) and not any(meets(other, image) for other in above)
    )
    if next(taken, None):
        assert exposed(rule, above, releases)


@settings(max_examples=200, deadline=None)
@given(PATTERNS, st.lists(PATTERNS, max_size=2), PATTERNS)
def test_what_is_exposed_to_a_simple_rule_is_not_shielded_by_a_wider_one(
    pattern: str, above: list[str], release: str
) -> None:
    rule, shields = tagged([pattern], []), [tagged([other], []) for other in above]
    if exposed(rule, shields, [release]):
        assert not any(set(other) <= {"*"} for other in above)
        assert release not in above
        assert pattern not in above
