"""What becomes of one image, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple


class Outcome(StrEnum):
    KEEP = "keep"
    EXPIRE = "expire"
    ARCHIVE = "archive"
    UNDETERMINED = "undetermined"
    """AWS does not document which it is, or the inventory lacks what decides it."""


class Cause(StrEnum):
    """Why; stable words for programs, beside the sentence for people."""

    RULE = "rule"
    """The rule's count or age is met."""
    SUBJECT = "subject"
    """A referrer goes where its subject goes."""
    WITHIN_COUNT = "within-count"
    TOO_YOUNG = "too-young"
    SHIELDED = "shielded"
    """A rule selects the image and leaves it, and so keeps it from a lower rule that would have taken it."""
    LIVE_INDEX = "live-index"
    MINIMUM_ARCHIVE_TIME = "minimum-archive-time"
    NO_RULE = "no-rule"
    SAME_TIME = "same-time"
    """Undetermined: as young as the image at the border of a count."""
    COUNTED_RELATIVES = "counted-relatives"
    """Undetermined: it depends on whether counts include members of indexes and referrers."""
    RESTORED_AGE = "restored-age"
    """Undetermined: it depends on whether a restored image's age counts from its push or from its restore."""
    REFERRER = "referrer"
    """Undetermined: it depends on whether rules for untagged or any images select the referrers of a live image."""
    UNDETERMINED_RELATIVE = "undetermined-relative"
    """Undetermined, as is the index or the subject that it depends on."""
    NO_ARCHIVE_TIME = "no-archive-time"
    """Undetermined: the inventory does not say when the image was archived."""


ECR_ACTS_WITHIN: Final = timedelta(hours=24)


class Decision(NamedTuple):
    """An image's outcome. Images of one fate share one Decision.

    A tuple rather than a dataclass, because a registry can have a million of them.
    """

    outcome: Outcome
    cause: Cause
    rule: int | None
    """rulePriority of the rule that decides; None when it is no rule that does."""
    reason: str
    """One sentence."""
    due: datetime | None = None
    """From when on the outcome is (or, of an image that is kept, will be) met; None when nothing known brings it about.

    For what is kept it counts on nothing being pushed, pulled, tagged or restored.
    """

    @property
    def goes(self) -> bool:
        """Whether the image leaves its storage class."""
        return self.outcome is Outcome.EXPIRE or self.outcome is Outcome.ARCHIVE

    @property
    def latest(self) -> datetime | None:
        """When ECR has acted at the latest: 24 hours after the criteria are met."""
        return later(self.due, ECR_ACTS_WITHIN)


def later(moment: datetime | None, by: timedelta) -> datetime | None:
    """``moment`` plus ``by``; None when there is none, or it lies beyond the year 9999."""
    try:
        return None if moment is None else moment + by
    except OverflowError:
        return None
