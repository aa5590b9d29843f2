"""Lifecycle policies: the complete grammar of ECR, checked before ECR does, with presets for what teams need most."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from . import limits
from .errors import Problem, refuse
from .lifecycle_checks import policy_problems
from .lifecycle_json import parse
from .lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass, TagStatus

FOREVER: Final = 999_999
"""A count no repository reaches (the quota is 100,000 images): a rule with it expires nothing, and shields."""


@dataclass(frozen=True, slots=True)
class LifecyclePolicy:
    """The rules of one repository or creation template, 1-50 of them, in at most 30,720 characters.

    Rules without priorities are numbered 10, 20, 30, ... in their order, those with tagStatus ``any`` last. Raises
    GovernedEcrError with everything that ECR would refuse.

    docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """

    rules: tuple[LifecycleRule, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", tuple(_numbered(self.rules)))
        refuse(self.problems())

    @classmethod
    def of(cls, *rules: LifecycleRule) -> Self:
        """A policy of these rules."""
        return cls(rules)

    @classmethod
    def from_json(cls, policy: str | Mapping[str, Any]) -> Self:
        """Read a policy as ECR writes it; GovernedEcrError names every fault by its rule's index."""
        rules, problems = parse(policy)
        refuse(problems)
        return cls(tuple(rule for rule in rules if rule))

    @classmethod
    def untagged(cls, days: int = 14) -> Self:
        """Expire untagged images ``days`` after their push and keep every tagged one."""
        return cls.of(_untagged(days))

    @classmethod
    def branch_builds(cls, *, develop: int = 180, feature: int = 180, hotfix: int = 180, untagged: int = 1) -> Self:
        """Expire builds of the git-flow branches after so many days, and untagged images; keep all others."""
        prefixes = {"develop": develop, "feature": feature, "hotfix": hotfix}
        return cls.of(
            *(
                LifecycleRule(
                    tag_status=TagStatus.TAGGED,
                    tag_prefixes=(prefix,),
                    count_type=CountType.SINCE_IMAGE_PUSHED,
                    count_number=days,
                    description=f"clean '{prefix}*' after {_days(days)}",
                )
                for prefix, days in prefixes.items()
            ),
            _untagged(untagged),
        )

    @classmethod
    def keep_releases(
        cls, *patterns: str, others: int | None = None, untagged: int = 14, then: LifecyclePolicy | None = None
    ) -> Self:
        """Protect images whose tag matches one of ``patterns`` (default ``v*`` and ``release-*``) forever.

        ECR has no "not these tags": each pattern becomes a rule of the highest priority that shields what it matches
        and expires nothing. others: days after which everything else expires; None keeps it. then: a policy that
        decides on what is not a release, instead of ``others`` and ``untagged``.
        """
        shields = [
            LifecycleRule(
                tag_status=TagStatus.TAGGED,
                tag_patterns=(pattern,),
                count_type=CountType.IMAGE_COUNT_MORE_THAN,
                count_number=FOREVER,
                description=f"keep '{pattern}' forever",
            )
            for pattern in patterns or ("v*", "release-*")
        ]
        if then:
            return cls.of(*shields, *(replace(rule, priority=None) for rule in _in_order(then.rules)))
        rest = [] if others is None else [_any_pushed(others)]
        return cls.of(*shields, _untagged(untagged), *rest)

    @classmethod
    def archive_cold(cls, *, unpulled: int = 90, delete_after: int | None = None) -> Self:
        """Archive what nobody pulled for ``unpulled`` days; delete it ``delete_after`` days later (90 or more), or not.

        Archived images answer pulls with 404 until restored, and are billed for 90 days at least:
        docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
        """
        archive = LifecycleRule(
            tag_status=TagStatus.ANY,
            count_type=CountType.SINCE_IMAGE_PULLED,
            count_number=unpulled,
            action=ActionType.TRANSITION,
            description=f"archive what was not pulled for {_days(unpulled)}",
        )
        if delete_after is None:
            return cls.of(archive)
        delete = LifecycleRule(
            tag_status=TagStatus.ANY,
            count_type=CountType.SINCE_IMAGE_TRANSITIONED,
            count_number=delete_after,
            storage_class=StorageClass.ARCHIVE,
            description=f"delete after {_days(delete_after)} in the archive",
        )
        return cls.of(archive, delete)

    @classmethod
    def cache(cls, *, days: int = 30, untagged: int = 1) -> Self:
        """For copies that can be pulled again: expire them ``days`` after their import, untagged ones sooner."""
        return cls.of(_untagged(untagged), _any_pushed(days))

    def problems(self) -> list[Problem]:
        """What ECR would refuse in this policy."""
        problems = policy_problems(self.rules)
        characters = len(self.to_json())
        if characters > limits.LIFECYCLE_POLICY_CHARACTERS:
            problems.append(
                Problem("", f"{characters:,} characters.", f"Allowed: {limits.LIFECYCLE_POLICY_CHARACTERS:,}.")
            )
        return problems

    def to_dict(self) -> dict[str, Any]:
        """The policy as the object of its JSON."""
        return {"rules": [rule.to_dict() for rule in self.rules]}

    def to_json(self) -> str:
        """The policy as ``LifecyclePolicyText`` takes it."""
        return json.dumps(self.to_dict(), separators=(",", ":"))


def _numbered(rules: Sequence[LifecycleRule]) -> list[LifecycleRule]:
    """The rules with priorities, unless one of them has its own."""
    if any(rule.priority is not None for rule in rules):
        return list(rules)
    any_last = sorted(rules, key=lambda rule: rule.tag_status is TagStatus.ANY)
    return [replace(rule, priority=10 * place) for place, rule in enumerate(any_last, start=1)]


def _in_order(rules: Sequence[LifecycleRule]) -> list[LifecycleRule]:
    return sorted(rules, key=lambda rule: rule.priority or 0)


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _untagged(days: int) -> LifecycleRule:
    return LifecycleRule(
        tag_status=TagStatus.UNTAGGED,
        count_type=CountType.SINCE_IMAGE_PUSHED,
        count_number=days,
        description=f"clean Untagged after {_days(days)}",
    )


def _any_pushed(days: int) -> LifecycleRule:
    return LifecycleRule(
        tag_status=TagStatus.ANY,
        count_type=CountType.SINCE_IMAGE_PUSHED,
        count_number=days,
        description=f"clean everything else after {_days(days)}",
    )
