"""The rules of a registry's scanning configuration are such as ECR takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ...model import limits
from ...model.scanning import ScanFrequency, ScanType, filter_problems
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ..rule import Found, Rule, Severity

_PATH: Final = ("Properties", "Rules")


def _check(configuration: Resource, _: RegistryState) -> Iterable[Found]:
    scan_type, rules = configuration.get("ScanType"), configuration.get("Rules")
    if isinstance(scan_type, str) and scan_type not in tuple(ScanType):
        yield Found(f"{scan_type!r} is no ScanType. Allowed: {', '.join(ScanType)}.", ("Properties", "ScanType"))
    if not isinstance(rules, list):
        return
    if len(rules) > limits.SCANNING_RULES:
        yield Found(f"{len(rules)} rules. Allowed: {limits.SCANNING_RULES}, one for each frequency.", _PATH)
    else:
        yield from (Found(what, _PATH) for what in _repeated(rules))
    for index, rule in enumerate(rules):
        for what, path in _faults(rule, scan_type):
            yield Found(what, (*_PATH, index, *path))


def _repeated(rules: Sequence[Value]) -> Iterable[str]:
    given = (rule.get("ScanFrequency") for rule in rules if isinstance(rule, Mapping))
    for frequency, count in Counter(each for each in given if isinstance(each, str)).items():
        if count > 1:
            yield f"{count} rules with {frequency}. Put their filters into one rule."


def _faults(rule: Value, scan_type: Value) -> Iterable[tuple[str, tuple[str | int, ...]]]:
    if not isinstance(rule, Mapping):
        return
    frequency, filters = rule.get("ScanFrequency"), rule.get("RepositoryFilters")
    allowed = (ScanFrequency.SCAN_ON_PUSH,) if scan_type == ScanType.BASIC else tuple(ScanFrequency)
    if not isinstance(frequency, Unknown) and frequency not in allowed:
        of_type = f" with {scan_type}" if isinstance(scan_type, str) else ""
        yield f"{frequency or 'No frequency'}{of_type}. Allowed: {', '.join(allowed)}.", ("ScanFrequency",)
    if isinstance(filters, Unknown):
        return
    entries = filters if isinstance(filters, list) else []
    if not 1 <= len(entries) <= limits.SCANNING_FILTERS:
        yield f"{len(entries)} filters. Allowed: 1-{limits.SCANNING_FILTERS}.", ("RepositoryFilters",)
    for at, entry in enumerate(entries):
        kind, pattern = (entry.get("FilterType"), entry.get("Filter")) if isinstance(entry, Mapping) else (None, None)
        if isinstance(kind, str) and kind != "WILDCARD":
            yield f"FilterType is {kind}. Allowed: WILDCARD.", ("RepositoryFilters", at, "FilterType")
        for problem in filter_problems(pattern) if isinstance(pattern, str) else ():
            yield f"{problem.what} {problem.mend}", ("RepositoryFilters", at, "Filter")


SCANNING_RULES = Rule(
    id="ScanningRules",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::RegistryScanningConfiguration",),
    summary="The registry's scanning rules are not such as ECR takes.",
    why="ECR refuses the configuration, and the registry is scanned as before or not at all.",
    mend="Give at most two rules, one for each frequency; CONTINUOUS_SCAN needs the scan type ENHANCED.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html",
    check=_check,
)
