"""Which images a lifecycle rule may expire early: what it looks at, and what rules of higher priority shield.

docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html ("evaluation rules")
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...model.lifecycle_rule import ActionType, CountType, LifecycleRule, TagStatus
from ...model.wildcards import ANY, covers, is_any, overlaps

_NO_RELEASES: Final = frozenset(
    (
        *("alpha", "beta", "branch", "canary", "ci", "debug", "dev", "draft", "experimental", "feature", "nightly"),
        *("pr", "preview", "snapshot", "test", "tmp", "wip"),
    )
)
"""Words at the end of a tag of which nobody expects that it lasts."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """How many images a rule keeps, or for how many days, at least."""

    images: int
    days: int

    def is_kept_by(self, rule: LifecycleRule) -> bool:
        if rule.action is not ActionType.EXPIRE:
            return True
        by_count = rule.count_type is CountType.IMAGE_COUNT_MORE_THAN
        return rule.count_number >= (self.images if by_count else self.days)


def entries(rule: LifecycleRule) -> tuple[str, ...]:
    """The rule's tag requirement as patterns, all of which must match; none where no tagged image meets it."""
    if rule.tag_status is TagStatus.ANY:
        return (ANY,)
    if any(ANY in prefix for prefix in rule.tag_prefixes):  # A prefix has no wildcards, and a tag no '*'.
        return ()
    return rule.tag_patterns or tuple(f"{prefix}{ANY}" for prefix in rule.tag_prefixes)


def exposed(rule: LifecycleRule, above: Sequence[LifecycleRule], releases: Sequence[str]) -> list[str]:
    """Those of the release patterns whose images the rule can act on, past the rules of higher priority.

    Looked at are images with release tags alone: a second tag (``stale-1``) that makes a rule match is put there on
    purpose, and so is an end (``v1-snapshot``) that says that it is no release. So every entry of the rule's list,
    which is an AND, has to match some release tag.
    """
    needed = entries(rule)
    matched = [{release for release in releases if _is_met(entry, release)} for entry in needed]
    if not all(matched):
        return []
    return [
        release
        for release in releases
        if any(release in some for some in matched) and not any(_shields(other, needed, release) for other in above)
    ]


def _is_met(entry: str, release: str) -> bool:
    """Whether tags of a release match an entry, other than those that say at their end that they are none."""
    end = re.split("[^a-z]+", entry.rpartition(ANY)[2].lower())
    return overlaps(entry, release) and not (release.endswith(ANY) and _NO_RELEASES.intersection(end))


def exposes_anything(rule: LifecycleRule, above: Sequence[LifecycleRule]) -> bool:
    """Whether the rule looks at all images, and no tagged ones are dealt with before: they may be the releases."""
    needed = entries(rule)
    return bool(needed) and all(map(is_any, needed)) and all(other.tag_status is TagStatus.UNTAGGED for other in above)


def _shields(other: LifecycleRule, needed: Sequence[str], release: str) -> bool:
    """Whether a rule certainly keeps these releases from one of lower priority with these entries."""
    own = entries(other)
    return bool(own) and all(covers(each, release) or any(covers(each, entry) for entry in needed) for each in own)
