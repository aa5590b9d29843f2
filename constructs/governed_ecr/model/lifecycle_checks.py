"""What ECR demands of the rules of a lifecycle policy, one by one and together.

docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html and .../LifecyclePolicies.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from . import limits
from .errors import Problem
from .lifecycle_rule import ActionType, CountType, StorageClass, TagStatus
from .shown import shown

_ONLY: Final = {
    CountType.SINCE_IMAGE_PULLED: ActionType.TRANSITION,
    CountType.SINCE_IMAGE_TRANSITIONED: ActionType.EXPIRE,
}


class Known(Protocol):
    """A rule, or what is known of one. What is None is not known, and nothing is demanded of it."""

    @property
    def tag_status(self) -> TagStatus | None: ...
    @property
    def tag_patterns(self) -> tuple[str, ...] | None: ...
    @property
    def tag_prefixes(self) -> tuple[str, ...] | None: ...
    @property
    def selected_class(self) -> StorageClass | None: ...
    @property
    def count_type(self) -> CountType | None: ...
    @property
    def count_number(self) -> int | None: ...
    @property
    def action(self) -> ActionType | None: ...
    @property
    def priority(self) -> int | None: ...


def policy_problems(rules: Sequence[Known]) -> list[Problem]:
    """What ECR would refuse in these rules, placed as in the policy's JSON."""
    by_rule = problems_by_rule(rules)
    placed = [problem.under(f"rules[{index}]") for index, found in enumerate(by_rule) for problem in found]
    return [*number_problems(len(rules)), *placed]


def number_problems(rules: int) -> list[Problem]:
    """What ECR would refuse in the number of rules."""
    if 1 <= rules <= limits.LIFECYCLE_RULES:
        return []
    mend = f"Allowed: 1-{limits.LIFECYCLE_RULES}{'' if rules else '; to have none, give no policy'}."
    return [Problem("rules", f"{rules:,} rules.", mend)]


def problems_by_rule(rules: Sequence[Known | None]) -> list[list[Problem]]:
    """What ECR would refuse in each of the rules, placed as in the rule's JSON; None is a rule that cannot be read.

    Of more rules than a policy may have, none is compared with the others.
    """
    readable = [(index, rule) for index, rule in enumerate(rules) if rule]
    found: list[list[Problem]] = [[] for _ in rules]
    for index, rule in readable:
        found[index] += [*_selection_problems(rule), *_count_problems(rule), *_class_problems(rule)]
        if len(rules) <= limits.LIFECYCLE_RULES:
            found[index] += _peer_problems(index, rule, [(at, other) for at, other in readable if at != index])
    return found


def _selection_problems(rule: Known) -> Iterator[Problem]:
    lists = {"tagPatternList": rule.tag_patterns, "tagPrefixList": rule.tag_prefixes}
    given = [name for name, values in lists.items() if values]
    if rule.tag_status is TagStatus.TAGGED and len(given) != 1 and None not in lists.values():
        what = f"tagStatus 'tagged' with {' and '.join(given) or 'no tag list'}."
        yield Problem("selection", what, "Allowed: exactly one of tagPatternList and tagPrefixList.")
    if rule.tag_status in (TagStatus.UNTAGGED, TagStatus.ANY) and given:
        what = f"A tag list with tagStatus {rule.tag_status.value!r}."
        yield Problem(f"selection.{given[0]}", what, "Allowed with 'tagged' only.")
    for name, values in lists.items():
        for index, value in enumerate(values or ()):
            place = f"selection.{name}[{index}]"
            if not value:
                yield Problem(place, "An empty entry.", "Name a tag, or use tagStatus 'any'.")
            if name == "tagPatternList" and value.count("*") > limits.LIFECYCLE_PATTERN_WILDCARDS:
                mend = f"Allowed: at most {limits.LIFECYCLE_PATTERN_WILDCARDS}."
                yield Problem(place, f"{value!r} has {value.count('*')} wildcards.", mend)


def _count_problems(rule: Known) -> Iterator[Problem]:
    if rule.count_number is not None and rule.count_number < 1:
        yield Problem("selection.countNumber", f"{rule.count_number}.", "Allowed: 1 or more.")
    elif (
        rule.count_number is not None
        and rule.count_type is CountType.SINCE_IMAGE_TRANSITIONED
        and rule.count_number < limits.ARCHIVE_MINIMUM_DAYS
    ):
        what = f"{rule.count_number} days in the archive."
        mend = f"Allowed: {limits.ARCHIVE_MINIMUM_DAYS} or more; ECR keeps archived images that long."
        yield Problem("selection.countNumber", what, mend)
    if rule.priority is not None and rule.priority < 1:
        yield Problem("rulePriority", f"{rule.priority}.", "Allowed: 1 or more.")


def _class_problems(rule: Known) -> Iterator[Problem]:
    if rule.count_type is None:
        return
    transitioned = rule.count_type is CountType.SINCE_IMAGE_TRANSITIONED
    if rule.selected_class and transitioned != (rule.selected_class is StorageClass.ARCHIVE):
        mend = "Allowed: 'archive' (required)." if transitioned else "Allowed: 'standard', or leave it out."
        what = f"storageClass {rule.selected_class.value!r} with countType {rule.count_type.value!r}."
        yield Problem("selection.storageClass", what, mend)
    only = _ONLY.get(rule.count_type)
    if only and rule.action and rule.action is not only:
        yield Problem(
            "action.type",
            f"{rule.action.value!r} with countType {rule.count_type.value!r}.",
            f"Allowed: {only.value!r}. To delete what nobody pulls, archive it first (sinceImagePulled), then "
            "expire it (sinceImageTransitioned).",
        )


def _peer_problems(index: int, rule: Known, peers: Sequence[tuple[int, Known]]) -> Iterator[Problem]:
    """What is wrong with a rule among ``peers``, each with its index."""
    if rule.priority is not None and any(other.priority == rule.priority for _, other in peers):
        yield Problem("rulePriority", f"{rule.priority} more than once.", "Allowed: each priority once.")
    if rule.priority is None and any(other.priority is not None for _, other in peers):
        yield Problem("rulePriority", "Missing.", "Number all rules of a policy, or none of them.")
    if not rule.selected_class:
        return
    of_class = [(at, other) for at, other in peers if other.selected_class is rule.selected_class]
    last = max((other.priority or 0 for _, other in of_class), default=0)
    if rule.tag_status is TagStatus.ANY and rule.priority is not None and rule.priority < last:
        what = f"A rule with tagStatus 'any' and priority {rule.priority} comes before others."
        yield Problem("rulePriority", what, "Allowed: 'any' last, with the highest number of its storage class.")
    earlier = [other for at, other in of_class if at < index]
    if rule.tag_status is TagStatus.UNTAGGED and any(other.tag_status is TagStatus.UNTAGGED for other in earlier):
        what = f"A second rule for untagged images of the {rule.selected_class.value} class."
        yield Problem("selection.tagStatus", what, "Allowed: one for each storage class.")
    prefixes = set(rule.tag_prefixes or ())
    if prefixes and any(set(other.tag_prefixes or ()) == prefixes for other in earlier):
        what = f"{shown(rule.tag_prefixes)} a second time."
        yield Problem("selection.tagPrefixList", what, "Allowed: each set of prefixes once for each storage class.")
