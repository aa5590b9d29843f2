import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.mutability import Immutability, TagMutability


def test_the_default_makes_every_tag_immutable():
    assert Immutability() == Immutability(TagMutability.IMMUTABLE, ())


def test_filters_exclude_some_tags():
    assert Immutability.but_for("cache-*", "latest").mode is TagMutability.IMMUTABLE_WITH_EXCLUSION
    assert Immutability.mutable().mode is TagMutability.MUTABLE


@pytest.mark.parametrize("pattern", ["a", "cache-*", "*-dev", "v1._-*", "a" * 128])
def test_filters_that_ecr_takes(pattern):
    assert Immutability.but_for(pattern).exclusion_filters == (pattern,)


@pytest.mark.parametrize(
    ("mode", "filters", "place", "what"),
    [
        ("IMMUTABLE", ["a"], "exclusion_filters", "IMMUTABLE with 1 exclusion filters."),
        ("MUTABLE", ["a"], "exclusion_filters", "MUTABLE with 1 exclusion filters."),
        ("IMMUTABLE_WITH_EXCLUSION", [], "exclusion_filters", "IMMUTABLE_WITH_EXCLUSION with 0 exclusion filters."),
        ("MUTABLE_WITH_EXCLUSION", [], "exclusion_filters", "MUTABLE_WITH_EXCLUSION with 0 exclusion filters."),
        ("IMMUTABLE_WITH_EXCLUSION", list("abcdef"), "exclusion_filters", "6 exclusion filters."),
        ("IMMUTABLE_WITH_EXCLUSION", ["a", "*"], "exclusion_filters[1]", "'*' excludes every tag."),
        ("IMMUTABLE_WITH_EXCLUSION", ["***"], "exclusion_filters[0]", "'***' excludes every tag."),
        ("IMMUTABLE_WITH_EXCLUSION", ["a b"], "exclusion_filters[0]", "'a b' is not an exclusion filter."),
        ("IMMUTABLE_WITH_EXCLUSION", [""], "exclusion_filters[0]", "'' is not an exclusion filter."),
        ("IMMUTABLE_WITH_EXCLUSION", ["a\n"], "exclusion_filters[0]", "'a\\n' is not an exclusion filter."),
        ("IMMUTABLE_WITH_EXCLUSION", ["a" * 129], "exclusion_filters[0]", f"'{'a' * 129}' is not an exclusion filter."),
    ],
)
def test_modes_and_filters_that_disagree_are_refused(mode, filters, place, what):
    with pytest.raises(GovernedEcrError) as caught:
        Immutability(TagMutability(mode), tuple(filters))
    assert [(p.place, p.what) for p in caught.value.problems] == [(f"immutability.{place}", what)]
