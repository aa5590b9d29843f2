"""Rules in plain words; the sentences of decisions, explanations and comparisons are made of these."""

from __future__ import annotations

from typing import Final

from ..model.lifecycle_rule import ActionType, CountType, LifecycleRule, TagStatus

VERBS: Final = {ActionType.EXPIRE: "expire", ActionType.TRANSITION: "archive"}
_AGES: Final = {
    CountType.SINCE_IMAGE_PUSHED: "pushed",
    CountType.SINCE_IMAGE_PULLED: "last pulled",
    CountType.SINCE_IMAGE_TRANSITIONED: "archived",
}


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def name(rule: LifecycleRule) -> str:
    """ "rule 10": rules are known by their priority."""
    return f"rule {rule.priority}"


def tags(rule: LifecycleRule) -> str:
    """The images that a rule selects: "images tagged 'prod*'", "untagged images", "images"."""
    if rule.tag_status is TagStatus.ANY:
        return "images"
    if rule.tag_status is TagStatus.UNTAGGED:
        return "untagged images"
    return "images tagged " + " and ".join(f"'{entry}'" for entry in _list(rule))


def criterion(rule: LifecycleRule) -> str:
    """When the rule acts on an image that it selects: "pushed more than 14 days ago"."""
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return f"not among the {rule.count_number:,} youngest {tags(rule)}"
    return f"{_AGES[rule.count_type]} more than {days(rule.count_number)} ago"


def spared(rule: LifecycleRule) -> str:
    """Why the rule leaves an image that it selects: "pushed no more than 14 days ago"."""
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        return f"among the {rule.count_number:,} youngest {tags(rule)}"
    return f"{_AGES[rule.count_type]} no more than {days(rule.count_number)} ago"


def _list(rule: LifecycleRule) -> tuple[str, ...]:
    return (*rule.tag_patterns, *(f"{prefix}*" for prefix in rule.tag_prefixes))


def when(rule: LifecycleRule) -> str:
    """When the rule acts on images, after its verb and them: "that were pushed more than 14 days ago"."""
    number = days(rule.count_number)
    match rule.count_type:
        case CountType.IMAGE_COUNT_MORE_THAN:
            return "beyond the youngest" if rule.count_number == 1 else f"beyond the {rule.count_number:,} youngest"
        case CountType.SINCE_IMAGE_PUSHED:
            return f"that were pushed more than {number} ago"
        case CountType.SINCE_IMAGE_PULLED:
            return f"that nobody pulled for more than {number} (never pulled: since their push)"
        case CountType.SINCE_IMAGE_TRANSITIONED:
            return f"that were archived more than {number} ago"
