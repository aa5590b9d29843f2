"""Protections that a change weakens: immutability, scanning, signing, encryption of what is created later, rotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..model import wildcards
from ..model.scanning import filter_pattern
from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .change import Change, ChangeKind
from .pairing import Pair, same
from .words import name_of, sentence, shown

_REPOSITORY: Final = "AWS::ECR::Repository"
_TEMPLATE: Final = "AWS::ECR::RepositoryCreationTemplate"
_KEY: Final = "AWS::KMS::Key"


def protection_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What a pair of resources loses of its protections."""
    if pair.base is None or pair.head is None:
        return
    if pair.head.type in (_REPOSITORY, _TEMPLATE):
        yield from _mutability(pair.base, pair.head)
    if pair.head.type == _REPOSITORY:
        yield from _coverage(pair.base, pair.head, base, head)
    if pair.head.type == _TEMPLATE:
        yield from _template(pair.base, pair.head)
    if pair.head.type == _KEY:
        yield from _key(pair.base, pair.head)


def _weakened(resource: Resource, message: str, *path: str) -> Change:
    where = ("Properties", *path) if path else ()
    return Change(ChangeKind.PROTECTION_WEAKENED, Severity.ERROR, resource, sentence(message), where)


def _mutability(before: Resource, after: Resource) -> Iterator[Change]:
    old, new = _mode(before), _mode(after)
    if old is None or new is None or not _moves_more(old, _filters(before), new, _filters(after)):
        return
    words = f"{_phrase(old, _filters(before))} to {_phrase(new, _filters(after))}"
    yield _weakened(after, f"{name_of(after)} lets more tags be moved: from {words}.", "ImageTagMutability")


def _moves_more(old: str, old_filters: list[str], new: str, new_filters: list[str]) -> bool:
    """Whether some tag can be moved that could not be moved before."""
    if new == "IMMUTABLE" or old == "MUTABLE":
        return False
    if old == "IMMUTABLE":
        return True
    old_excludes, new_excludes = old == "IMMUTABLE_WITH_EXCLUSION", new == "IMMUTABLE_WITH_EXCLUSION"
    if old_excludes and new_excludes:
        return not all(_covered(pattern, old_filters) for pattern in new_filters)
    if not old_excludes and not new_excludes:
        return new == "MUTABLE" or not all(_covered(pattern, new_filters) for pattern in old_filters)
    if old_excludes:
        return True
    return any(wildcards.overlaps(pattern, fixed) for pattern in new_filters for fixed in old_filters)


def _covered(pattern: str, by: list[str]) -> bool:
    return any(wildcards.covers(wider, pattern) for wider in by)


def _mode(resource: Resource) -> str | None:
    value = resource.get("ImageTagMutability")
    if isinstance(value, Unknown):
        return None
    return "MUTABLE" if value is None else str(value)


def _filters(resource: Resource) -> list[str]:
    listed = resource.get("ImageTagMutabilityExclusionFilters")
    entries = listed if isinstance(listed, list) else []
    values = [entry.get("ImageTagMutabilityExclusionFilterValue") for entry in entries if isinstance(entry, Mapping)]
    return [value for value in values if isinstance(value, str)]


def _phrase(mode: str, filters: list[str]) -> str:
    return f"{mode} ({', '.join(filters)})" if filters else mode


def _coverage(before: Resource, after: Resource, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    name = after.get("RepositoryName")
    if not isinstance(name, str):
        yield from _scan_flag(before, after, base, head)
        return
    old, new = scan_level(before, name, base), scan_level(after, name, head)
    if new < old:
        message = f"{name_of(after)} is scanned less: {_LEVELS[old]} before, {_LEVELS[new]} after."
        yield _weakened(after, message, "ImageScanningConfiguration")
    lost = _signers(name, base) - _signers(name, head)
    if lost:
        yield _weakened(after, f"new images of {name_of(after)} are no longer signed with {', '.join(sorted(lost))}.")


def _scan_flag(before: Resource, after: Resource, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    unscanned = not any((*base.of_type(_SCANNING), *head.of_type(_SCANNING)))
    if unscanned and _scans_on_push(before) and not _scans_on_push(after):
        yield _weakened(after, f"{name_of(after)} is no longer scanned on push.", "ImageScanningConfiguration")


_SCANNING: Final = "AWS::ECR::RegistryScanningConfiguration"
_LEVELS: Final = ("not at all", "on push", "on push by Amazon Inspector", "continuously by Amazon Inspector")


def scan_level(repository: Resource, name: str, state: RegistryState) -> int:
    """How well a repository is scanned, by the registry's rules and by itself: an index of ``_LEVELS``."""
    levels = [1 if _scans_on_push(repository) else 0]
    for configuration in state.of_type(_SCANNING):
        enhanced = configuration.get("ScanType") == "ENHANCED"
        for rule in _entries(configuration.get("Rules")):
            filters = [entry.get("Filter") for entry in _entries(rule.get("RepositoryFilters"))]
            if any(
                isinstance(pattern, str) and wildcards.matches(filter_pattern(pattern), name) for pattern in filters
            ):
                continuous = rule.get("ScanFrequency") == "CONTINUOUS_SCAN"
                levels.append((3 if continuous else 2) if enhanced else 1)
    return max(levels)


def _scans_on_push(repository: Resource) -> bool:
    return repository.get("ImageScanningConfiguration", "ScanOnPush") in (True, "true")


def _signers(name: str, state: RegistryState) -> set[str]:
    """The profiles that sign what is pushed to a repository."""
    signers = set()
    for configuration in state.of_type("AWS::ECR::SigningConfiguration"):
        for rule in _entries(configuration.get("Rules")):
            filters = rule.get("RepositoryFilters")
            patterns = [entry.get("Filter") for entry in _entries(filters)]
            if filters is None or any(isinstance(p, str) and wildcards.matches(p, name) for p in patterns):
                signers.add(str(rule.get("SigningProfileArn")))
    return signers


def _entries(value: Value) -> list[Mapping[str, Value]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _template(before: Resource, after: Resource) -> Iterator[Change]:
    old, new = before.get("EncryptionConfiguration"), after.get("EncryptionConfiguration")
    if not same(old, new) and _strength(new) < _strength(old):
        message = (
            f"repositories that {name_of(after)} makes are encrypted with {shown(new) if new else 'AES256'} "
            f"instead of {shown(old)}, which their creation fixes."
        )
        yield _weakened(after, message, "EncryptionConfiguration")
    if before.get("LifecyclePolicy") is not None and after.get("LifecyclePolicy") is None:
        yield _weakened(after, f"{name_of(after)} gives no lifecycle policy any more.", "LifecyclePolicy")
    lost = [reason for reason in _listed(before.get("AppliedFor")) if reason not in _listed(after.get("AppliedFor"))]
    if lost:
        yield _weakened(after, f"{name_of(after)} no longer governs repositories made for {shown(lost)}.", "AppliedFor")


def _strength(encryption: Value) -> int:
    """AES256, the AWS managed key, a customer managed key, two layers."""
    if not isinstance(encryption, Mapping) or encryption.get("EncryptionType") in (None, "AES256"):
        return 0
    if encryption.get("EncryptionType") == "KMS_DSSE":
        return 3
    return 2 if encryption.get("KmsKey") is not None else 1


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(before: Resource, after: Resource) -> Iterator[Change]:
    for member, default, lost in _KEY_SWITCHES:
        if _on(before, member, default) and not _on(after, member, default):
            yield _weakened(after, f"{name_of(after)} {lost}", member)


def _on(key: Resource, member: str, default: bool) -> bool:
    value = key.get(member)
    return default if value is None else value in (True, "true") or isinstance(value, Unknown)


_KEY_SWITCHES: Final = (
    ("EnableKeyRotation", False, "is no longer rotated."),
    ("Enabled", True, "is disabled: no image that it encrypts can be pulled or pushed."),
)
