"""Protections that a change weakens: immutability, encryption of what is created later, rotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..rules.keys import KEYS, users
from ..state.creation_templates import CREATION_TEMPLATE, covering_templates
from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .change import Change
from .mutability import mutability_changes
from .pairing import Pair, same
from .weakened import may_be_weakened, weakened
from .words import name_of, shown

_REPOSITORY: Final = "AWS::ECR::Repository"
_ENCRYPTION: Final = "EncryptionConfiguration"
_STRONGEST: Final = 3


def protection_changes(pair: Pair, base: RegistryState) -> Iterator[Change]:
    """What a pair of resources loses of its protections."""
    if pair.head is None:
        return
    before = pair.base or _governing_until_now(pair.head, base)
    if before is None:
        return
    who = name_of(pair.head) if pair.base else f"{name_of(pair.head)}, in the place of {name_of(before)},"
    if pair.head.type in (_REPOSITORY, CREATION_TEMPLATE):
        yield from mutability_changes(before, pair.head, who)
    if pair.head.type == CREATION_TEMPLATE:
        yield from _creation(before, pair.head, who)
    if pair.head.type in KEYS and before in users(base):
        yield from _key(before, pair.head)


def _governing_until_now(template: Resource, base: RegistryState) -> Resource | None:
    """The template that gives way to a new one with a longer prefix, for repositories made for the same reason."""
    if template.type != CREATION_TEMPLATE:
        return None
    reasons = _listed(template.get("AppliedFor"))
    covering = covering_templates(base, template.get("Prefix")) or ()
    return next((one for one in covering if any(reason in _listed(one.get("AppliedFor")) for reason in reasons)), None)


def _creation(before: Resource, after: Resource, who: str) -> Iterator[Change]:
    yield from _encryption(before, after, who)
    if before.get("LifecyclePolicy") is not None and after.get("LifecyclePolicy") is None:
        yield weakened(after, f"{who} gives no lifecycle policy any more.", "LifecyclePolicy")
    old, new = before.get("AppliedFor"), after.get("AppliedFor")
    if before.get("Prefix") != after.get("Prefix") or same(old, new):
        return
    lost = [reason for reason in _listed(old) if reason not in _listed(new)]
    if isinstance(new, Unknown) or any(isinstance(reason, Unknown) for reason in _listed(new)):
        yield may_be_weakened(after, f"{who} may no longer govern repositories made for {shown(lost)}", "AppliedFor")
    elif lost:
        yield weakened(after, f"{who} no longer governs repositories made for {shown(lost)}.", "AppliedFor")


def _encryption(before: Resource, after: Resource, who: str) -> Iterator[Change]:
    old, new = before.get(_ENCRYPTION), after.get(_ENCRYPTION)
    if same(old, new):
        return
    made = f"repositories that {who} makes"
    if _strength(new, unknown=_STRONGEST) < _strength(old, unknown=0):
        message = f"{made} are encrypted with {shown(new) if new else 'AES256'} instead of {shown(old)}"
        yield weakened(after, f"{message}, which their creation fixes.", _ENCRYPTION)
    elif _strength(new, unknown=0) < _strength(old, unknown=0):
        yield may_be_weakened(after, f"{made} may be encrypted with less than {shown(old)}: {shown(new)}", _ENCRYPTION)


def _strength(encryption: Value, *, unknown: int) -> int:
    """AES256, the AWS managed key, a customer managed key, two layers."""
    kind = encryption.get("EncryptionType") if isinstance(encryption, Mapping) else encryption
    if isinstance(kind, Unknown):
        return unknown
    if not isinstance(encryption, Mapping) or kind in (None, "AES256"):
        return 0
    if kind == "KMS_DSSE":
        return _STRONGEST
    return 2 if encryption.get("KmsKey") is not None else 1


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(before: Resource, after: Resource) -> Iterator[Change]:
    for member, default, lost in _KEY_SWITCHES:
        old, new = _on(before, member, default), _on(after, member, default)
        if old and new is None:
            yield may_be_weakened(after, f"{name_of(after)} perhaps {lost}", member)
        elif old is not False and new is False:
            yield weakened(after, f"{name_of(after)} {lost}.", member)


def _on(key: Resource, member: str, default: bool) -> bool | None:
    """None where that is not known."""
    value = key.get(member)
    return None if isinstance(value, Unknown) else default if value is None else value is True


_KEY_SWITCHES: Final = (
    ("EnableKeyRotation", False, "is no longer rotated"),
    ("Enabled", True, "is disabled: no image that it encrypts can be pulled or pushed"),
)
