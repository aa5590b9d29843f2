"""One rule of a lifecycle policy.

docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class TagStatus(StrEnum):
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    ANY = "any"


class StorageClass(StrEnum):
    STANDARD = "standard"
    ARCHIVE = "archive"


class CountType(StrEnum):
    IMAGE_COUNT_MORE_THAN = "imageCountMoreThan"
    SINCE_IMAGE_PUSHED = "sinceImagePushed"
    SINCE_IMAGE_PULLED = "sinceImagePulled"
    SINCE_IMAGE_TRANSITIONED = "sinceImageTransitioned"


class ActionType(StrEnum):
    EXPIRE = "expire"
    TRANSITION = "transition"
    """To the archive storage class, the only target there is."""


@dataclass(frozen=True, slots=True)
class LifecycleRule:
    """A rule in ECR's own terms. Values are checked by the policy that holds the rule.

    tag_patterns, tag_prefixes: with TagStatus.TAGGED exactly one of them; an image must match **every** entry.
    count_number: images for IMAGE_COUNT_MORE_THAN, days otherwise; at least 1.
    storage_class: None is ECR's default, standard.
    priority: 1 or more, low is decided first; None lets the policy number its rules.
    """

    tag_status: TagStatus
    count_type: CountType
    count_number: int
    action: ActionType = ActionType.EXPIRE
    tag_patterns: tuple[str, ...] = ()
    tag_prefixes: tuple[str, ...] = ()
    storage_class: StorageClass | None = None
    description: str | None = None
    priority: int | None = None

    @property
    def selected_class(self) -> StorageClass:
        """The storage class whose images the rule looks at."""
        return self.storage_class or StorageClass.STANDARD

    def to_dict(self) -> dict[str, Any]:
        """The rule as ECR's JSON has it."""
        selection: dict[str, Any] = {"tagStatus": self.tag_status.value}
        if self.tag_patterns:
            selection["tagPatternList"] = list(self.tag_patterns)
        if self.tag_prefixes:
            selection["tagPrefixList"] = list(self.tag_prefixes)
        if self.storage_class:
            selection["storageClass"] = self.storage_class.value
        selection["countType"] = self.count_type.value
        if self.count_type is not CountType.IMAGE_COUNT_MORE_THAN:
            selection["countUnit"] = "days"
        selection["countNumber"] = self.count_number
        action = {"type": self.action.value}
        if self.action is ActionType.TRANSITION:
            action["targetStorageClass"] = StorageClass.ARCHIVE.value
        rule: dict[str, Any] = {} if self.priority is None else {"rulePriority": self.priority}
        if self.description is not None:
            rule["description"] = self.description
        return {**rule, "selection": selection, "action": action}


_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset({"rulePriority", "description", "selection", "action"}),
    "selection": frozenset(
        {"tagStatus", "tagPatternList", "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber"}
    ),
    "action": frozenset({"type", "targetStorageClass"}),
}


def members_of(part: str) -> frozenset[str]:
    """The members that ECR knows of a rule (``""``), of its ``selection`` or of its ``action``."""
    return _MEMBERS[part]
