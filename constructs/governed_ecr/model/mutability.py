"""Whether a tag may be moved to another image.

docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from . import limits
from .errors import Problem, refuse

_FILTER = re.compile(r"[0-9a-zA-Z._*-]{1,128}")


class TagMutability(StrEnum):
    """ECR's own four modes."""

    IMMUTABLE = "IMMUTABLE"
    IMMUTABLE_WITH_EXCLUSION = "IMMUTABLE_WITH_EXCLUSION"
    MUTABLE = "MUTABLE"
    MUTABLE_WITH_EXCLUSION = "MUTABLE_WITH_EXCLUSION"

    @property
    def takes_filters(self) -> bool:
        return self in (TagMutability.IMMUTABLE_WITH_EXCLUSION, TagMutability.MUTABLE_WITH_EXCLUSION)


@dataclass(frozen=True, slots=True)
class Immutability:
    """A mode with its exclusion filters (tags, ``*`` for any characters).

    ``Immutability()`` makes every tag immutable; ``Immutability.but_for("cache-*")`` excludes some. Raises
    GovernedEcrError where mode and filters disagree, for more than 5 filters, and for a filter that excludes every tag.
    """

    mode: TagMutability = TagMutability.IMMUTABLE
    exclusion_filters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse(self.problems(), of="immutability")

    @classmethod
    def but_for(cls, *exclusion_filters: str) -> Immutability:
        """Immutable tags, but for those that one of 1-5 filters matches."""
        return cls(TagMutability.IMMUTABLE_WITH_EXCLUSION, exclusion_filters)

    @classmethod
    def mutable(cls) -> Immutability:
        """Every tag can be moved: for caches of other registries, and for nothing that is deployed by tag."""
        return cls(TagMutability.MUTABLE)

    def problems(self) -> list[Problem]:
        """What is wrong with this value."""
        place, filters = "exclusion_filters", self.exclusion_filters
        if self.mode.takes_filters != bool(filters):
            mend = "Give 1-5 filters." if self.mode.takes_filters else f"Use {self.mode.value}_WITH_EXCLUSION."
            return [Problem(place, f"{self.mode.value} with {len(filters)} exclusion filters.", mend)]
        problems = []
        if len(filters) > limits.EXCLUSION_FILTERS:
            problems.append(
                Problem(place, f"{len(filters)} exclusion filters.", f"Allowed: at most {limits.EXCLUSION_FILTERS}.")
            )
        for index, pattern in enumerate(filters):
            if not _FILTER.fullmatch(pattern):
                problems.append(
                    Problem(
                        f"{place}[{index}]",
                        f"{pattern!r} is not an exclusion filter.",
                        "Allowed: 1-128 characters of letters, digits, '.', '_', '-' and '*'.",
                    )
                )
            elif not pattern.strip("*"):
                problems.append(
                    Problem(
                        f"{place}[{index}]",
                        f"{pattern!r} excludes every tag.",
                        "Name the tags that may move (cache-*), or choose the mode that says so.",
                    )
                )
        return problems
