"""Images lost or at stake: what is replaced, removed, made a second time, or no longer kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..rules.keys import KEYS, users
from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Value
from .change import Change, ChangeKind, ImagesAtStake
from .inventory import Inventory
from .pairing import IDENTITY, Pair, may_be_same, same
from .words import name_of, sentence, shown

CREATE_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "AWS::ECR::PublicRepository": ("RepositoryName",),
    "AWS::ECR::PullThroughCacheRule": (
        "EcrRepositoryPrefix",
        "UpstreamRegistryUrl",
        "UpstreamRegistry",
        "UpstreamRepositoryPrefix",
        "CredentialArn",
        "CustomRoleArn",
    ),
    "AWS::ECR::PullTimeUpdateExclusion": ("PrincipalArn",),
    "AWS::ECR::Repository": ("RepositoryName", "EncryptionConfiguration"),
    "AWS::ECR::RepositoryCreationTemplate": ("Prefix",),
}
"""Properties that CloudFormation sets when it creates a resource, and replaces the resource to change.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ECR.html
"""

_KEPT: Final = ("Retain", "RetainExceptOnCreate")
_REPOSITORIES: Final = frozenset({"AWS::ECR::Repository", "AWS::ECR::PublicRepository"})


def image_changes(pair: Pair, base: RegistryState, other_heads: str, inventory: Inventory) -> Iterator[Change]:
    """What a pair loses. other_heads: under which assumption the head would have the resource after all, if one."""
    if pair.base is None:
        return
    if pair.head is None:
        yield from _removal(pair.base, base, other_heads, inventory)
    elif pair.moved:
        yield _moved(pair.base, pair.head, pair.moved, inventory)
    else:
        yield from _replacement(pair.base, pair.head, inventory)
        yield from _retention(pair.base, pair.head, base, inventory)


def _removal(resource: Resource, base: RegistryState, other_heads: str, inventory: Inventory) -> Iterator[Change]:
    if not _matters(resource, base):
        return
    gone = f"leaves its stack (it stays where {other_heads})" if other_heads else "leaves its stack"
    fate = _fate_of_repository(resource) if resource.type in _REPOSITORIES else _FATES[resource.type]
    message = f"{name_of(resource)} {gone}: {fate}"
    severity = Severity.WARNING if resource.type in _LESS else Severity.ERROR
    yield Change(ChangeKind.REMOVAL, severity, resource, sentence(message), images=inventory.of(resource))


_LESS: Final = frozenset({"AWS::ECR::PullTimeUpdateExclusion", "AWS::ECR::RepositoryCreationTemplate"})
"""What concerns only repositories, or pulls, that are still to come."""


_FATES: Final[Mapping[str, str]] = {
    "AWS::ECR::PullThroughCacheRule": "pulls through it fail for what is not cached yet.",
    "AWS::ECR::PullTimeUpdateExclusion": "its pulls count as use from now on, and keep images from the archive.",
    "AWS::ECR::RegistryPolicy": "what it allowed to other accounts (replication into this registry, imports) stops, "
    "and what it denied is open.",
    "AWS::ECR::RegistryScanningConfiguration": "images are no longer scanned by the registry's rules.",
    "AWS::ECR::ReplicationConfiguration": "no image is copied to another registry any more.",
    "AWS::ECR::RepositoryCreationTemplate": "repositories that ECR creates below its prefix lose its lifecycle, "
    "encryption, mutability and policy.",
    "AWS::ECR::SigningConfiguration": "new images are no longer signed.",
    **dict.fromkeys(KEYS, "without it, the images that it encrypts can never be read again."),
}


def _matters(resource: Resource, base: RegistryState) -> bool:
    if resource.type in KEYS:
        return resource in users(base) and resource.attributes.get("DeletionPolicy") not in _KEPT
    return resource.type in _REPOSITORIES or resource.type in _FATES


def _fate_of_repository(resource: Resource) -> str:
    if resource.attributes.get("DeletionPolicy") in _KEPT:
        return "it stays in the account with its images, and no template governs it any more."
    if resource.get("EmptyOnDelete") in (True, "true"):
        return "CloudFormation deletes it with all its images."
    return "CloudFormation deletes it; while it holds images, the deletion fails."


def _moved(before: Resource, after: Resource, way: tuple[str, str], inventory: Inventory) -> Change:
    message = (
        f"{name_of(before)} moves from {way[0]} to {way[1]}: CloudFormation creates it a second time, which fails "
        "while the first is there, and gives the first up"
    )
    kept = before.attributes.get("DeletionPolicy") in _KEPT
    fate = "." if kept or before.type not in _REPOSITORIES else "; nothing retains it and its images."
    return Change(ChangeKind.LOGICAL_ID, Severity.ERROR, after, sentence(message + fate), images=inventory.of(before))


def _replacement(before: Resource, after: Resource, inventory: Inventory) -> Iterator[Change]:
    members = [
        member
        for member in CREATE_ONLY.get(before.type, ())
        if not same(_effective(before, member), _effective(after, member))
    ]
    if not members:
        return
    changed = " and ".join(
        f"{member} changes from {shown(_effective(before, member))} to {shown(_effective(after, member))}"
        for member in members
    )
    unsettled = all(may_be_same(_effective(before, member), _effective(after, member)) for member in members)
    verb, severity = ("may be", Severity.WARNING) if unsettled else ("is", Severity.ERROR)
    message = f"{name_of(before)} {verb} replaced: {changed}, {_consequence(before, members)}"
    path = ("Properties", members[0])
    yield Change(ChangeKind.REPLACEMENT, severity, after, sentence(message), path, images=inventory.of(before))


def _effective(resource: Resource, member: str) -> Value:
    """A property with ECR's default; not the encryption's, whose explicit AES256 replaces a repository without one."""
    value = resource.get(member)
    if member == "UpstreamRepositoryPrefix" and value is None:
        return "ROOT"
    return value


def _consequence(resource: Resource, members: list[str]) -> str:
    """What becomes of it. members: those that change."""
    (name, *_) = IDENTITY[resource.type]
    if name in members and resource.type in _REPOSITORIES:
        fate = "stays behind" if resource.attributes.get("UpdateReplacePolicy") in _KEPT else "is deleted"
        return f"and the new repository is empty; the old one {fate}."
    if name in members:
        return _RENAMED[resource.type]
    if isinstance(resource.get(name), str):
        return "fixed at creation; a second one of the same name cannot be created, so the deployment fails."
    return "fixed at creation; the new repository is empty."


_RENAMED: Final[Mapping[str, str]] = {
    "AWS::ECR::PullThroughCacheRule": "and whatever pulls by the old prefix fails for what is not cached yet.",
    "AWS::ECR::PullTimeUpdateExclusion": "and pulls of the old principal count as use from now on.",
    "AWS::ECR::RepositoryCreationTemplate": "and repositories that ECR creates below the old prefix lose its settings.",
}


def _retention(before: Resource, after: Resource, base: RegistryState, inventory: Inventory) -> Iterator[Change]:
    if before.type not in _REPOSITORIES and before not in users(base):
        return
    images = inventory.of(before)
    for attribute, taken in _TAKEN.items():
        old, new = before.attributes.get(attribute), after.attributes.get(attribute)
        if old in _KEPT and new not in _KEPT:
            message = f"{name_of(before)} loses {attribute} {old} (now {shown(new)}): {taken}"
            yield _unretained(Severity.ERROR, after, message, (attribute,), images)
    if after.get("EmptyOnDelete") in (True, "true") and before.get("EmptyOnDelete") not in (True, "true"):
        message = f"{name_of(before)} gets EmptyOnDelete: a deletion no longer fails while it holds images."
        yield _unretained(Severity.WARNING, after, message, ("Properties", "EmptyOnDelete"), images)


_TAKEN: Final[Mapping[str, str]] = {
    "DeletionPolicy": "whatever takes it out of its stack deletes it.",
    "UpdateReplacePolicy": "whatever replaces it deletes the old one.",
}


def _unretained(
    severity: Severity, resource: Resource, message: str, path: tuple[str, ...], images: ImagesAtStake | None
) -> Change:
    return Change(ChangeKind.RETENTION_REMOVED, severity, resource, sentence(message), path, images=images)
