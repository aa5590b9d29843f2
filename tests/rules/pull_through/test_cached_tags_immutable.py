"""Cached tags that cannot follow the upstream."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.pull_through.cached_tags_immutable import CACHED_TAGS_IMMUTABLE
from tests.rules.judge import creation_template, places


@pytest.mark.parametrize(
    ("mutability", "purpose", "found"),
    [
        ("IMMUTABLE", "PULL_THROUGH_CACHE", True),
        ("IMMUTABLE", "REPLICATION", False),
        ("MUTABLE", "PULL_THROUGH_CACHE", False),
        ("IMMUTABLE_WITH_EXCLUSION", "PULL_THROUGH_CACHE", False),
        ({"Fn::ImportValue": "mutability"}, "PULL_THROUGH_CACHE", False),
        (None, "PULL_THROUGH_CACHE", False),
    ],
)
def test_mutability(mutability: Any, purpose: str, found: bool) -> None:
    template = creation_template(AppliedFor=[purpose], ImageTagMutability=mutability)
    expected = ["CachedTagsImmutable Template.ImageTagMutability"] if found else []
    assert places(template, CACHED_TAGS_IMMUTABLE) == expected
