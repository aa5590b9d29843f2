"""Images lost or at stake: what is replaced, removed, made a second time, or no longer kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..rules.deletion.retention import is_kept
from ..rules.keys import users
from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from .change import Change, ChangeKind, ImagesAtStake
from .inventory import Inventory
from .pairing import IDENTITY, Pair, may_be_same, same
from .removal import removal
from .words import REPOSITORIES, name_of, sentence, shown

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

It compares what the templates say, and knows no defaults of ECR: to say AES256, or the upstream prefix ROOT, where a
template said nothing replaces the resource just as well.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ECR.html
"""


def image_changes(pair: Pair, base: RegistryState, other_heads: str, inventory: Inventory) -> Iterator[Change]:
    """What a pair loses. other_heads: under which assumption the head would have the resource after all, if one."""
    if pair.base is None:
        return
    if pair.head is None:
        yield from removal(pair.base, base, other_heads, inventory)
    elif pair.moved:
        yield _moved(pair.base, pair.head, pair.moved, inventory)
    else:
        yield from _replacement(pair.base, pair.head, inventory)
        yield from _retention(pair.base, pair.head, base, inventory)


def _moved(before: Resource, after: Resource, way: tuple[str, str], inventory: Inventory) -> Change:
    unnamed = before.type in REPOSITORIES and before.get("RepositoryName") is None
    creates = "a new, empty one" if unnamed else "it a second time, which fails while the first is there,"
    kept = is_kept(before, "DeletionPolicy") if before.type in REPOSITORIES else True
    fate = {True: "", False: "; nothing retains it and its images", None: "; it may not be retained with its images"}
    message = (
        f"{name_of(before)} moves from {way[0]} to {way[1]}: CloudFormation creates {creates} "
        f"and gives the first up{fate[kept]}."
    )
    return Change(ChangeKind.LOGICAL_ID, Severity.ERROR, after, sentence(message), images=inventory.of(before))


def _replacement(before: Resource, after: Resource, inventory: Inventory) -> Iterator[Change]:
    members = [member for member in CREATE_ONLY.get(before.type, ()) if not same(before.get(member), after.get(member))]
    if not members:
        return
    changed = " and ".join(
        f"{member} changes from {shown(before.get(member))} to {shown(after.get(member))}" for member in members
    )
    unsettled = all(may_be_same(before.get(member), after.get(member)) for member in members)
    verb, severity = ("may be", Severity.WARNING) if unsettled else ("is", Severity.ERROR)
    message = f"{name_of(before)} {verb} replaced: {changed}, {_consequence(before, members)}"
    path = ("Properties", members[0])
    yield Change(ChangeKind.REPLACEMENT, severity, after, sentence(message), path, images=inventory.of(before))


def _consequence(resource: Resource, members: list[str]) -> str:
    """What becomes of it. members: those that change."""
    (name, *_) = IDENTITY[resource.type]
    if name in members and resource.type in REPOSITORIES:
        fate = {True: "stays behind", False: "is deleted", None: "may be deleted"}
        return f"and the new repository is empty; the old one {fate[is_kept(resource, 'UpdateReplacePolicy')]}."
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
    if before.type not in REPOSITORIES and before not in users(base):
        return
    images = inventory.of(before)
    for attribute, taken in _TAKEN.items():
        kept = is_kept(after, attribute)
        if is_kept(before, attribute) and not kept:
            loses, severity = ("may lose", Severity.WARNING) if kept is None else ("loses", Severity.ERROR)
            old, new = before.attributes.get(attribute), after.attributes.get(attribute)
            message = f"{name_of(before)} {loses} {attribute} {old} (now {shown(new)}): {taken}"
            yield _unretained(severity, after, message, (attribute,), images)
    if after.get("EmptyOnDelete") is True and before.get("EmptyOnDelete") is not True:
        message = f"{name_of(before)} gets EmptyOnDelete: a deletion no longer fails while it holds images."
        yield _unretained(Severity.WARNING, after, message, ("Properties", "EmptyOnDelete"), images)


_TAKEN: Final[Mapping[str, str]] = {
    "DeletionPolicy": "without it, whatever takes it out of its stack deletes it.",
    "UpdateReplacePolicy": "without it, whatever replaces it deletes the old one.",
}


def _unretained(
    severity: Severity, resource: Resource, message: str, path: tuple[str, ...], images: ImagesAtStake | None
) -> Change:
    return Change(ChangeKind.RETENTION_REMOVED, severity, resource, sentence(message), path, images=images)
