"""Whether a tag may be moved to another image.

docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from . import limits
from .errors import Problem, refuse
from .wildcards import is_any

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
        if disagreement := mode_problems(self.mode, len(filters), place):
            return disagreement
        problems = count_problems(len(filters), place)
        for index, pattern in enumerate(filters):
            wrong = filter_problems(pattern, f"{place}[{index}]")
            if not wrong and is_any(pattern):
                wrong = [
                    Problem(
                        f"{place}[{index}]",
                        f"{pattern!r} excludes every tag.",
                        "Name the tags that may move (cache-*), or choose the mode that says so.",
                    )
                ]
            problems += wrong
        return problems


def mode_problems(mode: TagMutability, filters: int, place: str = "") -> list[Problem]:
    """Whether a mode takes so many exclusion filters: those ``_WITH_EXCLUSION`` need one, the others take none."""
    if mode.takes_filters == bool(filters):
        return []
    mend = "Give 1-5 filters." if mode.takes_filters else f"Use {mode.value}_WITH_EXCLUSION."
    return [Problem(place, f"{mode.value} with {filters} exclusion filters.", mend)]


def count_problems(filters: int, place: str = "") -> list[Problem]:
    """Whether there are more exclusion filters than ECR takes."""
    if filters <= limits.EXCLUSION_FILTERS:
        return []
    return [Problem(place, f"{filters} exclusion filters.", f"Allowed: at most {limits.EXCLUSION_FILTERS}.")]


def filter_problems(pattern: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html"""
    if _FILTER.fullmatch(pattern):
        return []
    allowed = "Allowed: 1-128 characters of letters, digits, '.', '_', '-' and '*'."
    return [Problem(place, f"{pattern!r} is not an exclusion filter.", allowed)]
