"""The scanning configuration of a registry.

docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from . import limits
from .errors import Problem, refuse
from .wildcards import ANY

# The API model's language; its own expression takes time exponential in the length of a filter.
_FILTER: Final = re.compile(r"(?=.{1,255}$)[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*")


class ScanType(StrEnum):
    BASIC = "BASIC"
    """Operating system packages, at no charge."""
    ENHANCED = "ENHANCED"
    """Amazon Inspector: operating system and language packages, continuously, at Inspector's price."""


class ScanFrequency(StrEnum):
    SCAN_ON_PUSH = "SCAN_ON_PUSH"
    CONTINUOUS_SCAN = "CONTINUOUS_SCAN"


@dataclass(frozen=True, slots=True)
class ScanningRule:
    """How often repositories are scanned whose name one of the filters matches.

    A filter without ``*`` matches anywhere in the name (``prod`` matches ``non-prod``); ``*`` matches any characters.
    """

    frequency: ScanFrequency
    filters: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class RegistryScanning:
    """Scan type and 1-2 rules, one for each frequency; raises GovernedEcrError otherwise."""

    scan_type: ScanType
    rules: tuple[ScanningRule, ...]

    def __post_init__(self) -> None:
        refuse(self.problems(), of="scanning")

    @classmethod
    def basic(cls) -> Self:
        """Every image when it is pushed, with ECR's own scanner."""
        return cls(ScanType.BASIC, (ScanningRule(ScanFrequency.SCAN_ON_PUSH),))

    @classmethod
    def enhanced(cls) -> Self:
        """Every image continuously, with Amazon Inspector."""
        return cls(ScanType.ENHANCED, (ScanningRule(ScanFrequency.CONTINUOUS_SCAN),))

    def problems(self) -> list[Problem]:
        """What is wrong with this configuration."""
        problems = []
        frequencies = Counter(rule.frequency for rule in self.rules)
        if not self.rules:
            problems.append(Problem("rules", "No rules: nothing is scanned.", "Give at least one."))
        for frequency, count in frequencies.items():
            if count > 1:
                problems.append(
                    Problem("rules", f"{count} rules with {frequency.value}.", "Put their filters into one rule.")
                )
        if self.scan_type is ScanType.BASIC and ScanFrequency.CONTINUOUS_SCAN in frequencies:
            problems.append(
                Problem("rules", "CONTINUOUS_SCAN with BASIC.", "Allowed: SCAN_ON_PUSH, or scan_type ENHANCED.")
            )
        for index, rule in enumerate(self.rules):
            if not 1 <= len(rule.filters) <= limits.SCANNING_FILTERS:
                problems.append(
                    Problem(
                        f"rules[{index}].filters",
                        f"{len(rule.filters)} filters.",
                        f"Allowed: 1-{limits.SCANNING_FILTERS}.",
                    )
                )
            for at, pattern in enumerate(rule.filters):
                problems += filter_problems(pattern, f"rules[{index}].filters[{at}]")
        return problems


def filter_problems(pattern: str, place: str = "") -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html"""
    if _FILTER.fullmatch(pattern):
        return []
    allowed = "Allowed: 1-255 characters of a repository name, '*' for any characters."
    return [Problem(place, f"{pattern!r} is not a scanning filter.", allowed)]


def filter_pattern(pattern: str) -> str:
    """A filter as a pattern of whole names: without ``*`` it matches anywhere in the name."""
    return pattern if ANY in pattern else f"*{pattern}*"
