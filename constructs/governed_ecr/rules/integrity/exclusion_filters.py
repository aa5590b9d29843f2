"""Tag mutability and exclusion filters are such as ECR takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ...model.mutability import TagMutability, count_problems, filter_problems, mode_problems
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ..rule import Found, Rule, Severity
from .exclusions import FILTERS

_MODES: Final = tuple(TagMutability)


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    mode = resource.get("ImageTagMutability") or TagMutability.MUTABLE
    filters = resource.get(FILTERS) or []
    path = ("Properties", FILTERS)
    if mode not in _MODES and not isinstance(mode, Unknown):
        yield Found(
            f"ImageTagMutability is {mode!r}. Allowed: {', '.join(_MODES)}.", ("Properties", "ImageTagMutability")
        )
    if isinstance(filters, Unknown):
        return
    if not isinstance(filters, list):
        yield Found(f"{FILTERS} is {filters!r}. Allowed: a list of filters.", path)
        return
    problems = count_problems(len(filters))
    if mode in _MODES:
        problems = mode_problems(TagMutability(mode), len(filters)) or problems
    for problem in problems:
        yield Found(f"{problem.what} {problem.mend}", path if filters else ("Properties",))
    for index, entry in enumerate(filters):
        yield from (Found(what, (*path, index)) for what in _faults(entry))


def _faults(entry: Value) -> Iterable[str]:
    if isinstance(entry, Unknown):
        return
    if not isinstance(entry, Mapping):
        yield f"{entry!r} is not an exclusion filter. Allowed: an object of type and value."
        return
    kind, pattern = (entry.get(f"ImageTagMutabilityExclusionFilter{member}") for member in ("Type", "Value"))
    if kind != "WILDCARD" and not isinstance(kind, Unknown):
        yield f"ImageTagMutabilityExclusionFilterType is {kind or 'missing'}. Allowed: WILDCARD."
    if isinstance(pattern, str):
        yield from (f"{problem.what} {problem.mend}" for problem in filter_problems(pattern))
    elif not isinstance(pattern, Unknown):
        yield f"ImageTagMutabilityExclusionFilterValue is {pattern or 'missing'}. Allowed: a pattern of tags."


EXCLUSION_FILTERS = Rule(
    id="ExclusionFilters",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate"),
    summary="Tag mutability mode and exclusion filters do not fit together.",
    why="ECR refuses the combination: the deployment fails.",
    mend="Give 1-5 filters of type WILDCARD with IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION, and none with "
    "IMMUTABLE or MUTABLE.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html",
    check=_check,
)
