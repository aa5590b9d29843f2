"""Scanning and signing: what a registry, or a repository for itself, does no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ..model import limits, wildcards
from ..model.scanning import filter_pattern
from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .change import Change, ChangeKind
from .pairing import Pair
from .words import name_of, sentence, several

_REPOSITORY: Final = "AWS::ECR::Repository"
_SCANNING: Final = "AWS::ECR::RegistryScanningConfiguration"
_SIGNING: Final = "AWS::ECR::SigningConfiguration"
_FREQUENCIES: Final[Mapping[str, int]] = {"SCAN_ON_PUSH": 1, "CONTINUOUS_SCAN": 2}
_SCANNED: Final = ("", "on push", "continuously")
_MOST: Final = max(limits.SCANNING_RULES * limits.SCANNING_FILTERS, limits.SIGNING_RULES * limits.SIGNING_FILTERS)
"""No configuration that ECR takes has more filters."""


@dataclass(frozen=True, slots=True)
class _Cover:
    """What is done for the repositories whose names are like a pattern: how often they are scanned, or who signs."""

    pattern: str
    often: int = 0
    profile: str = ""

    def is_in(self, others: Iterable[_Cover]) -> bool:
        """Whether one of the others does as much for all of these repositories."""
        return any(wildcards.covers(other.pattern, self.pattern) for other in others if self._is_met_by(other))

    def lost(self, name: Value, others: Iterable[_Cover]) -> bool:
        """Whether this is for a repository of that name, and none of the others is."""
        if not isinstance(name, str) or not wildcards.matches(self.pattern, name):
            return False
        return not any(wildcards.matches(other.pattern, name) for other in others if self._is_met_by(other))

    def _is_met_by(self, other: _Cover) -> bool:
        return other.often >= self.often and other.profile == self.profile


def coverage_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What a pair of resources loses of scanning and signing.

    docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
    docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
    """
    if pair.base is None or pair.head is None:
        return
    if pair.head.type == _REPOSITORY:
        yield from _switched_off(pair.base, pair.head, base, head)
    elif pair.head.type == _SCANNING:
        yield from _scanning(pair.base, pair.head, head)
    elif pair.head.type == _SIGNING:
        yield from _signing(pair.base, pair.head, head)


def _switched_off(before: Resource, after: Resource, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """The repository's own switch, unless the registry scans it, or has scanned it until now and lost that."""
    if not _scans_on_push(before) or _scans_on_push(after):
        return
    for_itself = _Cover(str(after.get("RepositoryName") or wildcards.ANY), often=1)
    of_registry = [[each for one in state.of_type(_SCANNING) for each in _scans(one)] for state in (base, head)]
    if not any(for_itself.is_in(covers) for covers in of_registry):
        yield _weakened(after, f"{name_of(after)} is no longer scanned on push.", "ImageScanningConfiguration")


def _scans_on_push(repository: Resource) -> bool:
    value = repository.get("ImageScanningConfiguration", "ScanOnPush")
    return value in (True, "true") or isinstance(value, Unknown)


def _scanning(before: Resource, after: Resource, head: RegistryState) -> Iterator[Change]:
    basic = before.get("ScanType") == "ENHANCED" and after.get("ScanType") in (None, "BASIC")
    if basic:
        yield _weakened(
            after,
            "the registry's scanning is BASIC and no longer ENHANCED: Amazon Inspector finds nothing in language "
            "packages, and nothing after the push, any more.",
            "ScanType",
        )
    now = _scans(after)
    for cover in _scans(before) if _is_known(after) else ():
        wanted = _Cover(cover.pattern, min(cover.often, 1)) if basic else cover
        if not wanted.is_in(now):
            example = _for_example(wanted, now, head)
            message = f"not all {_repositories(cover)} are scanned {_SCANNED[wanted.often]} any more{example}."
            yield _weakened(after, message, "Rules")


def _signing(before: Resource, after: Resource, head: RegistryState) -> Iterator[Change]:
    now = _signs(after)
    for cover in _signs(before) if _is_known(after) else ():
        if not cover.is_in(now):
            example = _for_example(cover, now, head)
            message = f"images of not all {_repositories(cover)} are signed with {cover.profile} any more{example}."
            yield _weakened(after, message, "Rules")


def _is_known(configuration: Resource) -> bool:
    return not isinstance(configuration.get("Rules"), Unknown)


def _repositories(cover: _Cover) -> str:
    return "repositories" if wildcards.is_any(cover.pattern) else f"repositories named like {cover.pattern}"


def _for_example(cover: _Cover, now: list[_Cover], head: RegistryState) -> str:
    """The repositories of the templates that are concerned."""
    names = [name for each in head.of_type(_REPOSITORY) if cover.lost(name := each.get("RepositoryName"), now)]
    return f": {several(names)}" if names else ""


def _scans(configuration: Resource) -> list[_Cover]:
    covers = (
        _Cover(filter_pattern(pattern), often)
        for rule in _entries(configuration.get("Rules"))
        if (often := _often(rule.get("ScanFrequency")))
        for pattern in _filters(rule)
    )
    return list(islice(dict.fromkeys(covers), _MOST))


def _often(frequency: Value) -> int:
    return max(_FREQUENCIES.values()) if isinstance(frequency, Unknown) else _FREQUENCIES.get(str(frequency), 0)


def _signs(configuration: Resource) -> list[_Cover]:
    covers = (
        _Cover(pattern, profile=str(rule.get("SigningProfileArn")))
        for rule in _entries(configuration.get("Rules"))
        for pattern in ([wildcards.ANY] if rule.get("RepositoryFilters") is None else _filters(rule))
    )
    return list(islice(dict.fromkeys(covers), _MOST))


def _filters(rule: Mapping[str, Value]) -> list[str]:
    """The filters of a rule; those that are not known may match anything."""
    filters = rule.get("RepositoryFilters")
    if isinstance(filters, Unknown):
        return [wildcards.ANY]
    values = [entry.get("Filter") for entry in _entries(filters)]
    return [wildcards.ANY if isinstance(value, Unknown) else str(value) for value in values]


def _entries(value: Value) -> list[Mapping[str, Value]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _weakened(resource: Resource, message: str, member: str) -> Change:
    path = ("Properties", member)
    return Change(ChangeKind.PROTECTION_WEAKENED, Severity.ERROR, resource, sentence(message), path)
