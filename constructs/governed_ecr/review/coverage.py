"""Scanning and signing: what a registry, or a repository for itself, does no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from ..model import limits, wildcards
from ..model.scanning import ScanFrequency, ScanType
from ..state.patterns import widest
from ..state.registry import RegistryState, Resource
from ..state.scanning import SCANNING, scan_filters, scans_on_push
from ..state.unknown import Unknown, Value
from .change import Change
from .covers import Cover, done, subject, told
from .links import registry_place
from .pairing import Pair
from .weakened import may_be_weakened, weakened
from .words import name_of, several

_REPOSITORY: Final = "AWS::ECR::Repository"
_OWN: Final = "ImageScanningConfiguration"
_SIGNING: Final = "AWS::ECR::SigningConfiguration"
_OFTEN: Final[Mapping[ScanFrequency | None, int]] = {
    ScanFrequency.SCAN_ON_PUSH: 1,
    ScanFrequency.CONTINUOUS_SCAN: 2,
    None: 2,
}
_MOST: Final = max(limits.SCANNING_RULES * limits.SCANNING_FILTERS, limits.SIGNING_RULES * limits.SIGNING_FILTERS)
"""No configuration that ECR takes has more filters."""


def coverage_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What a pair of resources loses of scanning and signing.

    docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
    docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
    """
    if pair.base is None or pair.head is None:
        return
    if pair.head.type == _REPOSITORY:
        yield from _switched_off(pair.base, pair.head, base, head)
    elif pair.head.type == SCANNING:
        yield from _scanning(pair.base, pair.head, head)
    elif pair.head.type == _SIGNING:
        yield from _lost(pair.head, _signs(pair.base), _signs(pair.head), head)


def _switched_off(before: Resource, after: Resource, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """The repository's own switch, unless the registry scans it, or has scanned it until now and lost that."""
    old, new = scans_on_push(before), scans_on_push(after)
    if old is False or new is True or (old is None and new is None):
        return
    for_itself = Cover(widest(after.get("RepositoryName")), often=1)
    of_registry = [[each for one in state.of_type(SCANNING) for each in _scans(one)] for state in (base, head)]
    if any(for_itself.is_in(one for one in covers if one.known) for covers in of_registry):
        return
    if new is None or any(map(for_itself.is_in, of_registry)):
        yield may_be_weakened(after, f"{name_of(after)} may no longer be scanned on push", _OWN)
    else:
        yield weakened(after, f"{name_of(after)} is no longer scanned on push.", _OWN)


def _scanning(before: Resource, after: Resource, head: RegistryState) -> Iterator[Change]:
    old, new = before.get("ScanType"), after.get("ScanType") or ScanType.BASIC
    basic = old == ScanType.ENHANCED and new == ScanType.BASIC
    where = _registry(head)
    if basic:
        yield weakened(
            after,
            f"the scanning of {where} is BASIC and no longer ENHANCED: Amazon Inspector finds nothing in language "
            "packages, and nothing after the push, any more.",
            "ScanType",
        )
    elif old == ScanType.ENHANCED and isinstance(new, Unknown):
        yield may_be_weakened(after, f"the scanning of {where} may no longer be ENHANCED: {new}", "ScanType")
    wanted = [replace(cover, often=min(cover.often, 1)) if basic else cover for cover in _scans(before)]
    yield from _lost(after, wanted, _scans(after), head)


def _lost(after: Resource, before: Sequence[Cover], now: Sequence[Cover], head: RegistryState) -> Iterator[Change]:
    """What is no longer done, in one sentence for all filters that share it."""
    certain: dict[tuple[Cover, tuple[str, ...], tuple[str, ...]], list[Cover]] = {}
    perhaps: dict[Cover, list[Cover]] = {}
    known = [one for one in now if one.known]
    for cover in before:
        if cover.is_in(known) or cover in now or (cover.is_in(now) and not cover.known):
            continue
        kind = replace(cover, pattern="")
        if cover.known and not cover.is_in(now):
            certain.setdefault((kind, tuple(cover.left_by(now)), tuple(cover.instead(now))), []).append(cover)
        else:
            perhaps.setdefault(kind, []).append(cover)
    where = _registry(head)
    for (kind, left, instead), covers in certain.items():
        names = list(dict.fromkeys(name for cover in covers for name in _names(cover, now, head)))
        example = f": {several(names)}" if names else ""
        message = f"in {where}, {told(kind, _patterns(covers), left, instead)}{example}."
        yield weakened(after, message, "Rules")
    for kind, covers in perhaps.items():
        message = f"in {where}, {subject(kind, _patterns(covers))} may no longer be {done(kind)}"
        yield may_be_weakened(after, message, "Rules")


def _patterns(covers: Sequence[Cover]) -> list[str]:
    return [cover.pattern for cover in covers]


def _registry(state: RegistryState) -> str:
    return f"the registry of {registry_place(state.environment).label}"


def _names(cover: Cover, now: Sequence[Cover], head: RegistryState) -> list[str]:
    """The repositories of the templates that are concerned."""
    return [name for each in head.of_type(_REPOSITORY) if cover.lost(name := each.get("RepositoryName"), now)]


def _scans(configuration: Resource) -> list[Cover]:
    covers = (
        Cover(each.pattern, _OFTEN[each.frequency], known=each.known and each.frequency is not None)
        for each in scan_filters(configuration)
    )
    return list(islice(dict.fromkeys(covers), _MOST))


def _signs(configuration: Resource) -> list[Cover]:
    rules = configuration.get("Rules")
    if isinstance(rules, Unknown):
        return [Cover(wildcards.ANY, profile=str(rules), known=False)]
    covers = (
        Cover(pattern, profile=str(profile), known=known and _is_settled(profile))
        for rule in _entries(rules)
        for profile in [rule.get("SigningProfileArn")]
        for pattern, known in _filters(rule)
    )
    return list(islice(dict.fromkeys(covers), _MOST))


def _is_settled(profile: Value) -> bool:
    """Whether it is certain which profile this is: one by its ARN, or one of these templates."""
    return not isinstance(profile, Unknown) or bool(profile.reference and profile.reference.logical_id)


def _filters(rule: Mapping[str, Value]) -> Iterator[tuple[str, bool]]:
    """The patterns of a signing rule, and whether they are known."""
    filters = rule.get("RepositoryFilters")
    if filters is None or isinstance(filters, Unknown):
        yield wildcards.ANY, filters is None
    for entry in _entries(filters):
        value = entry.get("Filter")
        yield widest(value), isinstance(value, str)


def _entries(value: Value) -> list[Mapping[str, Value]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
