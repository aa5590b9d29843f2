"""The problems of a lifecycle policy by what they are about, which is a rule for each."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from ...model.errors import Problem
from ...state.registry import Resource
from ..rule import Found, found_of
from .reading import lifecycle_of, path_of


class About(Enum):
    """What a problem of a lifecycle policy is about."""

    TEXT = auto()
    """The policy as a whole: that it is JSON text of a length that ECR takes, with a list of rules."""
    PRIORITIES = auto()
    TAGS = auto()
    """Which images a rule looks at: tagStatus and the tag lists."""
    COUNTS = auto()
    """What a rule does to them and when, and whatever else it says."""


def found_about(resource: Resource, subject: About) -> Iterator[Found]:
    """The problems of a resource's lifecycle policy that are about a subject."""
    reading = lifecycle_of(resource)
    for problem in reading.problems if reading else ():
        if _subject(problem) is subject:
            yield found_of(problem, path_of(resource))


def _subject(problem: Problem) -> About:
    place = problem.place
    if "[" not in place:
        return About.TEXT
    if place.endswith("].rulePriority"):
        return About.PRIORITIES
    return About.TAGS if place.endswith("].selection") or "].selection.tag" in place else About.COUNTS
