"""Every repository is scanned, by the registry's rules or by its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...model.scanning import ScanFrequency, filter_pattern
from ...model.wildcards import ANY, overlaps
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ..once import once_per_state
from ..rule import Found, Rule, Severity

_REGISTRY: Final = "AWS::ECR::RegistryScanningConfiguration"


def _check(repository: Resource, state: RegistryState) -> Iterable[Found]:
    on_push = repository.get("ImageScanningConfiguration", "ScanOnPush")
    if isinstance(on_push, Unknown) or str(on_push).lower() == "true":
        return
    filters = _filters(state)
    name = repository.get("RepositoryName")
    if filters is None or any(overlaps(filter_pattern(each), _as_pattern(name)) for each in filters):
        return
    own = "ScanOnPush is not set" if on_push is None else f"ScanOnPush is {str(on_push).lower()}"
    others = "no registry scanning configuration is known"
    if filters:
        others = f"none of the registry's scanning filters ({_listed(filters)}) matches {name or 'its name'}"
    elif any(state.of_type(_REGISTRY)):
        others = "the registry's scanning rules scan no repository"
    path = ("Properties",) if on_push is None else ("Properties", "ImageScanningConfiguration", "ScanOnPush")
    yield Found(f"{own}, and {others}.", path)


@once_per_state
def _filters(state: RegistryState) -> tuple[str, ...] | None:
    """The filters of all scanning rules, ``*`` for one that is not known. None where a configuration has no rules:
    that is one mistake of the registry and not one of each repository."""
    found: list[str] = []
    for configuration in state.of_type(_REGISTRY):
        rules = configuration.get("Rules")
        if not rules:
            return None
        found += _filters_of(rules)
    return tuple(dict.fromkeys(found))


def _filters_of(rules: Value) -> Iterator[str]:
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, Mapping):
            yield ANY
        elif isinstance(rule.get("ScanFrequency"), Unknown) or rule.get("ScanFrequency") in tuple(ScanFrequency):
            filters = rule.get("RepositoryFilters")
            for entry in filters if isinstance(filters, list) else [filters] if filters else []:
                pattern = entry.get("Filter") if isinstance(entry, Mapping) else None
                yield pattern if isinstance(pattern, str) else ANY


def _listed(filters: Sequence[str], most: int = 5) -> str:
    more = [f"... {len(filters) - most} more"] if len(filters) > most else []
    return ", ".join([*filters[:most], *more])


def _as_pattern(name: Value) -> str:
    """Every name that this one may become: CloudFormation makes one up where none is given."""
    if isinstance(name, Unknown):
        return "".join(part if isinstance(part, str) else ANY for part in name.parts)
    return name if isinstance(name, str) else ANY


NOT_SCANNED = Rule(
    id="NotScanned",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository",),
    summary="The images of the repository are not scanned.",
    why="Known vulnerabilities are deployed without anyone being told.",
    mend="Let a filter of the registry's scanning rules match the repository ('*' matches all; without '*' a filter "
    "matches anywhere in the name), or set ImageScanningConfiguration.ScanOnPush.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
    check=_check,
)
