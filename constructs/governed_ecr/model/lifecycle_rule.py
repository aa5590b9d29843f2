"""One rule of a lifecycle policy, and what ECR demands of the rules of one policy.

docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html and .../LifecyclePolicies.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from . import limits
from .errors import Problem


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

    def problems(self) -> list[Problem]:
        """What ECR would refuse in this rule by itself, placed as in its JSON."""
        return [*self._selection_problems(), *self._count_problems(), *self._class_problems()]

    def _selection_problems(self) -> list[Problem]:
        problems = []
        lists = {"tagPatternList": self.tag_patterns, "tagPrefixList": self.tag_prefixes}
        given = [name for name, values in lists.items() if values]
        if self.tag_status is TagStatus.TAGGED and len(given) != 1:
            problems.append(
                Problem(
                    "selection",
                    f"tagStatus 'tagged' with {' and '.join(given) or 'no tag list'}.",
                    "Allowed: exactly one of tagPatternList and tagPrefixList.",
                )
            )
        if self.tag_status is not TagStatus.TAGGED and given:
            problems.append(
                Problem(
                    f"selection.{given[0]}",
                    f"A tag list with tagStatus {self.tag_status.value!r}.",
                    "Allowed with 'tagged' only.",
                )
            )
        for name, values in lists.items():
            for index, value in enumerate(values):
                place = f"selection.{name}[{index}]"
                if not value:
                    problems.append(Problem(place, "An empty entry.", "Name a tag, or use tagStatus 'any'."))
                if name == "tagPatternList" and value.count("*") > limits.LIFECYCLE_PATTERN_WILDCARDS:
                    problems.append(
                        Problem(
                            place,
                            f"{value!r} has {value.count('*')} wildcards.",
                            f"Allowed: at most {limits.LIFECYCLE_PATTERN_WILDCARDS}.",
                        )
                    )
        return problems

    def _count_problems(self) -> list[Problem]:
        problems = []
        if self.count_number < 1:
            problems.append(Problem("selection.countNumber", f"{self.count_number}.", "Allowed: 1 or more."))
        elif self.count_type is CountType.SINCE_IMAGE_TRANSITIONED and self.count_number < limits.ARCHIVE_MINIMUM_DAYS:
            problems.append(
                Problem(
                    "selection.countNumber",
                    f"{self.count_number} days in the archive.",
                    f"Allowed: {limits.ARCHIVE_MINIMUM_DAYS} or more; ECR keeps archived images that long.",
                )
            )
        if self.priority is not None and self.priority < 1:
            problems.append(Problem("rulePriority", f"{self.priority}.", "Allowed: 1 or more."))
        return problems

    def _class_problems(self) -> list[Problem]:
        problems = []
        transitioned = self.count_type is CountType.SINCE_IMAGE_TRANSITIONED
        if transitioned != (self.selected_class is StorageClass.ARCHIVE):
            mend = "Allowed: 'archive' (required)." if transitioned else "Allowed: 'standard', or leave it out."
            what = f"storageClass {self.selected_class.value!r} with countType {self.count_type.value!r}."
            problems.append(Problem("selection.storageClass", what, mend))
        only = {
            CountType.SINCE_IMAGE_PULLED: ActionType.TRANSITION,
            CountType.SINCE_IMAGE_TRANSITIONED: ActionType.EXPIRE,
        }.get(self.count_type)
        if only and self.action is not only:
            problems.append(
                Problem(
                    "action.type",
                    f"{self.action.value!r} with countType {self.count_type.value!r}.",
                    f"Allowed: {only.value!r}. To delete what nobody pulls, archive it first (sinceImagePulled), then "
                    "expire it (sinceImageTransitioned).",
                )
            )
        return problems


def policy_problems(rules: Sequence[LifecycleRule | None]) -> list[Problem]:
    """What ECR would refuse in these rules together; None stands for a rule that could not be read."""
    problems = []
    if not 1 <= len(rules) <= limits.LIFECYCLE_RULES:
        problems.append(
            Problem("rules", f"{len(rules)} rules.", f"Allowed: 1-{limits.LIFECYCLE_RULES}; no policy is no policy.")
        )
    readable = [(index, rule) for index, rule in enumerate(rules) if rule]
    for index, rule in readable:
        peers = [(at, other) for at, other in readable if at != index]
        problems += [p.under(f"rules[{index}]") for p in (*rule.problems(), *_peer_problems(index, rule, peers))]
    return problems


def _peer_problems(index: int, rule: LifecycleRule, peers: Sequence[tuple[int, LifecycleRule]]) -> list[Problem]:
    problems = []
    if rule.priority is not None and any(other.priority == rule.priority for _, other in peers):
        problems.append(Problem("rulePriority", f"{rule.priority} more than once.", "Allowed: each priority once."))
    if rule.priority is None and any(other.priority is not None for _, other in peers):
        problems.append(Problem("rulePriority", "Missing.", "Number all rules of a policy, or none of them."))
    of_class = [(at, other) for at, other in peers if other.selected_class is rule.selected_class]
    if rule.tag_status is TagStatus.ANY and any((o.priority or 0) > (rule.priority or 0) for _, o in of_class):
        problems.append(
            Problem(
                "rulePriority",
                f"A rule with tagStatus 'any' and priority {rule.priority} comes before others.",
                "Allowed: 'any' last, with the highest number of its storage class.",
            )
        )
    earlier = [other for at, other in of_class if at < index]
    if rule.tag_status is TagStatus.UNTAGGED and any(o.tag_status is TagStatus.UNTAGGED for o in earlier):
        problems.append(
            Problem(
                "selection.tagStatus",
                f"A second rule for untagged images of the {rule.selected_class.value} class.",
                "Allowed: one for each storage class.",
            )
        )
    if rule.tag_prefixes and any(set(o.tag_prefixes) == set(rule.tag_prefixes) for o in earlier):
        problems.append(
            Problem(
                "selection.tagPrefixList",
                f"{list(rule.tag_prefixes)} a second time.",
                "Allowed: each set of prefixes once for each storage class.",
            )
        )
    return problems


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
