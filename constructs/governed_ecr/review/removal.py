"""What is no longer in a stack, and what stops with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..rules.deletion.retention import is_kept
from ..rules.keys import KEYS, users
from ..rules.policies import policy_of
from ..rules.rule import Severity
from ..state.action_patterns import may_be_about
from ..state.policy import Effect, Policy
from ..state.registry import RegistryState, Resource
from .change import Change, ChangeKind
from .inventory import Inventory
from .words import REPOSITORIES, name_of, sentence

_POLICY: Final = "AWS::ECR::RegistryPolicy"
_LESS: Final = frozenset({"AWS::ECR::PullTimeUpdateExclusion", "AWS::ECR::RepositoryCreationTemplate"})
"""What concerns only repositories, or pulls, that are still to come."""

_FATES: Final[Mapping[str, str]] = {
    "AWS::ECR::PullThroughCacheRule": "pulls through it fail for what is not cached yet.",
    "AWS::ECR::PullTimeUpdateExclusion": "its pulls count as use from now on, and keep images from the archive.",
    "AWS::ECR::RegistryScanningConfiguration": "images are no longer scanned by the registry's rules.",
    "AWS::ECR::ReplicationConfiguration": "no image is copied to another registry any more.",
    "AWS::ECR::RepositoryCreationTemplate": "repositories that ECR creates below its prefix lose its lifecycle, "
    "encryption, mutability and policy.",
    "AWS::ECR::SigningConfiguration": "new images are no longer signed.",
    **dict.fromkeys(KEYS, "without it, the images that it encrypts can never be read again."),
}


def removal(resource: Resource, base: RegistryState, other_heads: str, inventory: Inventory) -> Iterator[Change]:
    """What a resource's removal costs. other_heads: under which assumption the head would have it after all, if one."""
    gone = f"leaves its stack (it stays where {other_heads})" if other_heads else "leaves its stack"
    if resource.type == _POLICY:
        yield from _of_registry_policy(resource, base, gone)
        return
    if resource.type in KEYS and (resource not in users(base) or is_kept(resource, "DeletionPolicy")):
        return
    fate = _fate_of_repository(resource) if resource.type in REPOSITORIES else _FATES.get(resource.type)
    if fate:
        severity = Severity.WARNING if resource.type in _LESS else Severity.ERROR
        message = sentence(f"{name_of(resource)} {gone}: {fate}")
        yield Change(ChangeKind.REMOVAL, severity, resource, message, images=inventory.of(resource))


def _fate_of_repository(resource: Resource) -> str:
    kept = is_kept(resource, "DeletionPolicy")
    if kept:
        return "it stays in the account with its images, and no template governs it any more."
    unless = " unless the deployment knows of a DeletionPolicy that keeps it" if kept is None else ""
    if resource.get("EmptyOnDelete") is True:
        return f"CloudFormation deletes it with all its images{unless}."
    return f"CloudFormation deletes it{unless}; while it holds images, the deletion fails."


def _of_registry_policy(resource: Resource, base: RegistryState, gone: str) -> Iterator[Change]:
    """What it allowed and what it denied are different things to lose."""
    attached = policy_of(resource, base)
    policy = attached.reading.policy if attached else None
    if attached is None or policy is None:
        message = f"{name_of(resource)} {gone}: whom it let in, and whom it kept out, is not known."
        yield Change(ChangeKind.REMOVAL, Severity.ERROR, resource, sentence(message))
        return
    severity, fate = _lost_grants(policy)
    yield Change(ChangeKind.REMOVAL, severity, resource, sentence(f"{name_of(resource)} {gone}: {fate}"))
    for statement in attached.denials:
        name = f'"{statement.sid}"' if statement.sid else f"number {statement.index}"
        message = f"this registry loses its Deny {name}: what it refused is decided by the rest."
        yield Change(ChangeKind.DENY_REMOVED, Severity.ERROR, resource, sentence(message), attached.path)


def _lost_grants(policy: Policy) -> tuple[Severity, str]:
    """Replication into a registry stops unseen; whoever else is refused notices."""
    grants = [statement for statement in policy.statements if statement.effect is Effect.ALLOW]
    if any(may_be_about(grant, "ecr:ReplicateImage") for grant in grants):
        return Severity.ERROR, "what it allowed to other accounts stops, replication into this registry among it."
    if grants:
        return Severity.WARNING, "what it allowed to others stops."
    return Severity.NOTE, "it allowed nothing."
