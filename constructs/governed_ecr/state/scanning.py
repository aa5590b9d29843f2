"""What is scanned: a repository's own switch, and the rules of an AWS::ECR::RegistryScanningConfiguration.

docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..model.scanning import ScanFrequency, filter_pattern
from ..model.wildcards import ANY
from .patterns import widest
from .registry import Resource
from .unknown import Unknown, Value

SCANNING: Final = "AWS::ECR::RegistryScanningConfiguration"


@dataclass(frozen=True, slots=True)
class ScanFilter:
    """A filter of a scanning rule. text: as messages show it. pattern: the repository names that it matches, or may
    match where ``known`` is false. frequency: None where that is not known."""

    text: str
    pattern: str
    frequency: ScanFrequency | None
    known: bool


def scans_on_push(repository: Resource) -> bool | None:
    """Whether a repository is scanned by its own switch; None where that is not known."""
    value = repository.get("ImageScanningConfiguration", "ScanOnPush")
    return None if isinstance(value, Unknown) else value is True


def has_rules(configuration: Resource) -> bool:
    """Whether there are rules, or may be."""
    return bool(configuration.get("Rules"))


def scan_filters(configuration: Resource) -> Iterator[ScanFilter]:
    """The filters of all rules. What is not known, or no rule or filter by its form, may match anything."""
    rules = configuration.get("Rules")
    if rules is None:
        return
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, Mapping):
            yield _filter(None, None)
            continue
        frequency = rule.get("ScanFrequency")
        if isinstance(frequency, Unknown) or frequency in tuple(ScanFrequency):
            often = None if isinstance(frequency, Unknown) else ScanFrequency(frequency)
            filters = rule.get("RepositoryFilters")
            for entry in filters if isinstance(filters, list) else [filters] if filters else []:
                yield _filter(entry, often)


def _filter(entry: Value, frequency: ScanFrequency | None) -> ScanFilter:
    value = entry.get("Filter") if isinstance(entry, Mapping) else None
    if isinstance(value, str):
        return ScanFilter(value, filter_pattern(value), frequency, known=True)
    if isinstance(value, Unknown):
        return ScanFilter(str(value), filter_pattern(widest(value)), frequency, known=False)
    return ScanFilter(ANY, ANY, frequency, known=False)
