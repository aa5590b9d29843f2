"""The tags that a repository, or a creation template, excludes from its tag mutability mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...state.registry import Resource
from ...state.unknown import Unknown, Value

FILTERS: Final = "ImageTagMutabilityExclusionFilters"


def excluded(resource: Resource) -> list[Value] | None:
    """The patterns of the exclusion filters, unknown ones among them; None where not even their number is known."""
    filters = resource.get(FILTERS)
    if isinstance(filters, Unknown):
        return None
    return [_pattern(entry) for entry in filters] if isinstance(filters, list) else []


def _pattern(entry: Value) -> Value:
    return entry.get("ImageTagMutabilityExclusionFilterValue") if isinstance(entry, Mapping) else entry
