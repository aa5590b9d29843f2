"""One consequence of a change, and the kinds that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..access.witness import Witness
from ..rules.rule import Finding, Severity, place_of
from ..state.registry import Resource


class Group(StrEnum):
    """What a change is about, in the order in which people read it."""

    IMAGES = "Images lost or at stake"
    ACCESS = "Access"
    PROTECTION = "Protection"
    FLOW = "Flow"

    @property
    def rank(self) -> int:
        """0 for what is read first."""
        return tuple(Group).index(self)


class ChangeKind(StrEnum):
    """What happens, in the order in which it is reported within a group."""

    REPLACEMENT = "replacement"
    """A property that CloudFormation sets at creation only: a new resource is made, and the old one given up."""
    REMOVAL = "removal"
    """A resource is no longer in the registry: taken out, or its Condition turned false."""
    LOGICAL_ID = "logical-id-change"
    """The same thing under another logical id, or in another stack: created a second time, then the first given up."""
    RETENTION_REMOVED = "retention-removed"
    """What a deletion spared before, it will not spare any more."""
    LIFECYCLE_TIGHTENED = "lifecycle-tightened"
    """Images can expire, or leave for the archive, that did not before."""
    ACCESS_WIDENED = "access-widened"
    DENY_REMOVED = "deny-removed"
    ACCESS_NARROWED = "access-narrowed"
    """Requests are refused that were allowed: consumers break."""
    PROTECTION_WEAKENED = "protection-weakened"
    """Immutability, scanning, signing, encryption or key rotation."""
    REPLICATION_REMOVED = "replication-removed"
    REPLICATION_ADDED = "replication-added"

    @property
    def rank(self) -> int:
        """0 for what is reported first."""
        return tuple(ChangeKind).index(self)


@dataclass(frozen=True, slots=True)
class ImagesAtStake:
    """Images of an inventory that a change costs or endangers: how many, how many bytes, and their tags."""

    count: int
    bytes: int
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A consequence of a change.

    resource: the resource in the head, or in the base where the head has none. message: one sentence, with values.
    path: the property, from the resource down.
    """

    kind: ChangeKind
    severity: Severity
    resource: Resource
    message: str
    path: tuple[str | int, ...] = ()
    images: ImagesAtStake | None = None
    witness: Witness | None = None

    @property
    def place(self) -> str:
        """Where, as a path in the template: ``Resources.Repo.Properties.ImageTagMutability``."""
        return place_of(self.resource, self.path)

    @property
    def group(self) -> Group:
        """What it is about."""
        if self.kind in _OF_ANYTHING:
            return _WITHOUT_IMAGES.get(self.resource.type, Group.IMAGES)
        return _GROUPS[self.kind]


_GROUPS: Final[Mapping[ChangeKind, Group]] = {
    **dict.fromkeys(ChangeKind, Group.IMAGES),
    **dict.fromkeys((ChangeKind.ACCESS_WIDENED, ChangeKind.DENY_REMOVED, ChangeKind.ACCESS_NARROWED), Group.ACCESS),
    ChangeKind.PROTECTION_WEAKENED: Group.PROTECTION,
    **dict.fromkeys((ChangeKind.REPLICATION_REMOVED, ChangeKind.REPLICATION_ADDED), Group.FLOW),
}
_OF_ANYTHING: Final = frozenset({ChangeKind.REPLACEMENT, ChangeKind.REMOVAL, ChangeKind.LOGICAL_ID})
_WITHOUT_IMAGES: Final[Mapping[str, Group]] = {
    "AWS::ECR::RegistryScanningConfiguration": Group.PROTECTION,
    "AWS::ECR::RepositoryCreationTemplate": Group.PROTECTION,
    "AWS::ECR::SigningConfiguration": Group.PROTECTION,
    "AWS::ECR::PullTimeUpdateExclusion": Group.FLOW,
    "AWS::ECR::RegistryPolicy": Group.FLOW,
    "AWS::ECR::ReplicationConfiguration": Group.FLOW,
}
"""What no image is lost with, when it is removed or replaced."""

Lines = Mapping[Change | Finding, int]
"""Where changes and findings stand in the texts of their templates, as far as known."""
