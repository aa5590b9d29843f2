"""Protections that a change weakens: immutability, encryption of what is created later, rotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..model import wildcards
from ..rules.keys import KEYS, users
from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .change import Change, ChangeKind
from .pairing import Pair, same
from .words import name_of, sentence, several, shown

_REPOSITORY: Final = "AWS::ECR::Repository"
_TEMPLATE: Final = "AWS::ECR::RepositoryCreationTemplate"


def protection_changes(pair: Pair, base: RegistryState) -> Iterator[Change]:
    """What a pair of resources loses of its protections."""
    if pair.base is None or pair.head is None:
        return
    if pair.head.type in (_REPOSITORY, _TEMPLATE):
        yield from _mutability(pair.base, pair.head)
    if pair.head.type == _TEMPLATE:
        yield from _template(pair.base, pair.head)
    if pair.head.type in KEYS and pair.base in users(base):
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


_MOST_FILTERS: Final = 100
"""Many more than the five that ECR takes."""


def _filters(resource: Resource) -> list[str]:
    listed = resource.get("ImageTagMutabilityExclusionFilters")
    entries = listed if isinstance(listed, list) else []
    values = [entry.get("ImageTagMutabilityExclusionFilterValue") for entry in entries if isinstance(entry, Mapping)]
    return [value for value in values if isinstance(value, str)][:_MOST_FILTERS]


def _phrase(mode: str, filters: list[str]) -> str:
    return f"{mode} ({several(filters)})" if filters else mode


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
