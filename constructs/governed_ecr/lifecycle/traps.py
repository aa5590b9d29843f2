"""What people who write lifecycle policies are surprised by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..model.lifecycle import LifecyclePolicy
from ..model.lifecycle_rule import CountType, LifecycleRule, StorageClass, TagStatus
from . import words
from .explain import either, keeps_all
from .selection import entries
from .witnesses import deciding, in_order, named, typical

RELEASES: Final = ("v*", "release-*")
"""The tags of releases, unless told otherwise."""


class Trap(StrEnum):
    AND_LIST = "and-list"
    SHIELDING = "shielding"
    ANY_TAKES_RELEASES = "any-takes-releases"
    NEVER_FIRES = "never-fires"
    RUNNING_IMAGES = "running-images"


@dataclass(frozen=True, slots=True)
class Caution:
    trap: Trap
    rule: int | None
    """rulePriority; None: the policy as a whole."""
    message: str


def traps(policy: LifecyclePolicy, releases: Sequence[str] = RELEASES) -> tuple[Caution, ...]:
    """The cautions, by rule in the order in which the rules decide, then of the policy. releases: tag patterns."""
    found: list[Caution] = []
    for storage_class in StorageClass:
        rules = in_order(policy.rules, storage_class)
        for place, rule in enumerate(rules):
            found += [
                *_and_list(rule),
                *_never_fires(rule, rules[:place]),
                *_shielded(rule, rules[:place]),
                *_takes_releases(rule, rules, releases),
            ]
    return (*found, *_running_images(policy.rules))


def _and_list(rule: LifecycleRule) -> Iterator[Caution]:
    if len(entries(rule)) > 1:
        message = (
            f"{words.name(rule).capitalize()} has a list, which is an AND: it selects only {words.tags(rule)}. To "
            "select images that match any of the entries, write a rule for each."
        )
        yield Caution(Trap.AND_LIST, rule.priority, message)


def _never_fires(rule: LifecycleRule, above: Sequence[LifecycleRule]) -> Iterator[Caution]:
    selectors = [deciding(above, tags) for tags in typical(rule)]
    shields = [other for other in selectors if other]
    if len(shields) == len(selectors):
        by = " and ".join(dict.fromkeys(words.name(other) for other in shields))
        message = f"{words.name(rule).capitalize()} never acts: {by} selects all of its images first."
        yield Caution(Trap.NEVER_FIRES, rule.priority, message)


def _shielded(rule: LifecycleRule, above: Sequence[LifecycleRule]) -> Iterator[Caution]:
    """Rules for tags that share images: whoever wrote the lower one may expect it to act on all of its own."""
    if (
        rule.tag_status is not TagStatus.TAGGED
        or keeps_all(rule)
        or all(deciding(above, tags) for tags in typical(rule))
    ):
        return
    shields = [other for other in above if other.tag_status is TagStatus.TAGGED]
    shared = [tags for other in shields for tags in typical(rule, other)]
    if shared:
        names = either([words.name(other) for other in shields])
        message = (
            f"{words.name(rule).capitalize()} never touches the images that {names} shields, such as "
            f"{named(shared[0])}: what the higher rule leaves of them stays."
        )
        yield Caution(Trap.SHIELDING, rule.priority, message)


def _takes_releases(rule: LifecycleRule, rules: Sequence[LifecycleRule], releases: Sequence[str]) -> Iterator[Caution]:
    if rule.tag_status is not TagStatus.ANY or keeps_all(rule):
        return
    taken = [pattern for pattern in releases if deciding(rules, (pattern.replace("*", "\0"),)) is rule]
    if taken:
        message = (
            f"{words.name(rule).capitalize()} ('any') {words.VERBS[rule.action]}s releases "
            f"({', '.join(repr(pattern) for pattern in taken)}) {words.when(rule)}. To keep them, give them a rule of "
            "higher priority with a count that is never reached."
        )
        yield Caution(Trap.ANY_TAKES_RELEASES, rule.priority, message)


def _running_images(rules: Sequence[LifecycleRule]) -> Iterator[Caution]:
    acting = [rule for rule in sorted(rules, key=lambda rule: rule.priority or 0) if not keeps_all(rule)]
    if acting:
        names = ", ".join(words.name(rule) for rule in acting)
        pulled = any(rule.count_type is CountType.SINCE_IMAGE_PULLED for rule in acting)
        seldom = " Such a function pulls its image when it is deployed, not when it runs." if pulled else ""
        message = (
            f"ECR does not know what runs: {names} can take an image that a Lambda function, an ECS service or a pod "
            f"still needs. The function then fails, and new tasks and pods do not start.{seldom} Keep what is deployed "
            "under tags that a rule of higher priority protects."
        )
        yield Caution(Trap.RUNNING_IMAGES, None, message)
