"""ExclusionFilters: mode, number, form."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.integrity.exclusion_filters import EXCLUSION_FILTERS
from tests.rules.integrity.test_tag_immutability import LATE, filters
from tests.rules.judge import findings, repository

IMMUTABLE, EXCLUDING = "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"


def messages(mode: Any, given: Any) -> list[str]:
    properties = {"ImageTagMutability": mode, "ImageTagMutabilityExclusionFilters": given}
    resources = repository(**{name: value for name, value in properties.items() if value is not None})
    return [finding.found.message for finding in findings(resources, EXCLUSION_FILTERS, of=LATE)]


@pytest.mark.parametrize(
    ("mode", "given"),
    [
        (IMMUTABLE, None),
        (None, None),
        ("MUTABLE", []),
        (EXCLUDING, filters("dev-*", "a.b_c")),
        ("MUTABLE_WITH_EXCLUSION", filters(*"abcde")),
        (EXCLUDING, filters("*")),  # MovableReleaseTags speaks of it
        (EXCLUDING, {"Ref": "Tags"}),
        (IMMUTABLE, {"Ref": "Tags"}),
        ({"Ref": "Mode"}, filters("dev-*")),
        (EXCLUDING, filters({"Ref": "Tags"})),
    ],
)
def test_good_and_late(mode: Any, given: Any) -> None:
    assert messages(mode, given) == []


@pytest.mark.parametrize(
    ("mode", "given", "said"),
    [
        (IMMUTABLE, filters("dev-*"), "IMMUTABLE with 1 exclusion filters."),
        ("MUTABLE", filters("dev-*"), "MUTABLE with 1 exclusion filters."),
        (None, filters("dev-*"), "MUTABLE with 1 exclusion filters."),
        (EXCLUDING, None, "IMMUTABLE_WITH_EXCLUSION with 0 exclusion filters."),
        ("MUTABLE_WITH_EXCLUSION", [], "MUTABLE_WITH_EXCLUSION with 0 exclusion filters."),
        (EXCLUDING, filters(*"abcdef"), "6 exclusion filters."),
        (EXCLUDING, filters("dev/*"), "'dev/*' is not an exclusion filter."),
        (EXCLUDING, filters(""), "'' is not an exclusion filter."),
        (EXCLUDING, filters("a" * 129), f"'{'a' * 129}' is not an exclusion filter."),
        (EXCLUDING, filters(7), "ImageTagMutabilityExclusionFilterValue is 7."),
        (EXCLUDING, ["dev-*"], "'dev-*' is not an exclusion filter."),
        (EXCLUDING, {"a": "b"}, "ImageTagMutabilityExclusionFilters is {'a': 'b'}."),
        ("immutable", None, "ImageTagMutability is 'immutable'."),
        (["IMMUTABLE"], None, "ImageTagMutability is ['IMMUTABLE']."),
    ],
)
def test_what_ecr_refuses(mode: Any, given: Any, said: str) -> None:
    (message,) = messages(mode, given)
    assert message.startswith(said)
    assert len(message) > len(said), "what is allowed is said, too"


@pytest.mark.parametrize("kind", ["REGEX", None])
def test_type_of_a_filter(kind: str | None) -> None:
    (entry,) = filters("dev-*")
    (message,) = messages(EXCLUDING, [{**entry, "ImageTagMutabilityExclusionFilterType": kind}])
    assert message == f"ImageTagMutabilityExclusionFilterType is {kind or 'missing'}. Allowed: WILDCARD."
