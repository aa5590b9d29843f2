"""Releases outlive the lifecycle policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ...model.lifecycle import FOREVER
from ...model.lifecycle_rule import CountType, LifecycleRule, StorageClass, TagStatus
from ...state.registry import RegistryState, Resource
from ..cached_copies import may_hold_copies_only
from ..rule import Found, Rule, Severity
from .early_expiry import Minimum, entries, exposed, exposes_anything
from .reading import HOLDERS, lifecycle_of, path_of

RELEASES: Final = Minimum(images=30, days=90)
"""A month of a release a day, a quarter of fewer: time for a rollback, and for a task to start again with the image
that it was once deployed with. The archive keeps images for 90 days, too."""

ANYTHING: Final = Minimum(images=5, days=7)
"""Where nobody said which tags are releases: less than this is safe for no image that is deployed."""


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    reading = lifecycle_of(resource)
    # What ECR refuses expires nothing, and a rule that is not known may shield what others expire.
    if reading is None or reading.problems or None in reading.rules or may_hold_copies_only(resource, state):
        return
    releases = state.context.release_patterns
    # What is in the archive has been there for 90 days before a rule may expire it.
    rules = [
        (at, rule) for at, rule in enumerate(reading.rules) if rule and rule.selected_class is StorageClass.STANDARD
    ]
    for at, rule in rules:
        if (RELEASES if releases else ANYTHING).is_kept_by(rule):
            continue
        above = [other for _, other in rules if (other.priority or 0) < (rule.priority or 0)]
        does = f"rules[{at}] (rulePriority {rule.priority}) {_does(rule)}"
        if releases and (lost := exposed(rule, above, releases)):
            said = f"{does}; images tagged {' or '.join(lost)} can be among what expires."
            yield Found(said, path_of(resource), mend=_shields(lost))
        elif not releases and exposes_anything(rule, above):
            yield Found(f"{does}; what is deployed can be among what expires.", path_of(resource))


def _shields(lost: Sequence[str]) -> str:
    """The mend for these releases: a rule for each, because the entries of one list are an AND."""
    lists = " and ".join(f"['{release}']" for release in lost)
    rules = "a rule" if len(lost) == 1 else "a rule each"
    return (
        f"Shield them: give tagPatternList {lists} {rules} of a higher priority with imageCountMoreThan {FOREVER}. Or "
        f"keep {RELEASES.images} images or {RELEASES.days} days at least."
    )


def _does(rule: LifecycleRule) -> str:
    tagged = "" if rule.tag_status is TagStatus.ANY else f" tagged {' and '.join(entries(rule))}"
    if rule.count_type is CountType.IMAGE_COUNT_MORE_THAN:
        newest = "newest image" if rule.count_number == 1 else f"{rule.count_number} newest images"
        return f"keeps the {newest}{tagged} only"
    return f"expires images{tagged} {rule.count_number} day{'s' * (rule.count_number > 1)} after their push"


RELEASES_EXPIRE = Rule(
    id="ReleasesExpire",
    severity=Severity.ERROR,
    applies_to=HOLDERS,
    summary="The lifecycle policy expires images that may be in use.",
    why="An expired image is gone: what runs it does not start again, and there is nothing to roll back to.",
    mend="Shield releases with a rule of the highest priority that keeps them (tagPatternList ['v*'], "
    f"imageCountMoreThan {FOREVER}), or keep {RELEASES.images} images or {RELEASES.days} days at least.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    check=_check,
)
