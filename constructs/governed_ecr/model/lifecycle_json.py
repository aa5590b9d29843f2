"""A lifecycle policy's JSON read into rules, with everything that ECR would refuse in it and not only the first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from .errors import Problem
from .lifecycle_checks import number_problems, problems_by_rule
from .lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass, TagStatus, members_of
from .shown import shown

_E = TypeVar("_E", bound=StrEnum)
_ABSENT: Final[Mapping[str, Any]] = MappingProxyType({})
"""Stands for a part that is not there, which is said once; an empty part lacks every member that it needs."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What can be read of a rule; None is what cannot."""

    tag_status: TagStatus | None
    tag_patterns: tuple[str, ...] | None
    tag_prefixes: tuple[str, ...] | None
    selected_class: StorageClass | None
    count_type: CountType | None
    count_number: int | None
    action: ActionType | None
    priority: int | None


def parse(policy: str | Mapping[str, Any]) -> tuple[list[LifecycleRule | None], list[Problem]]:
    """The rules of a policy, given as JSON text or as the object it holds, and all that is wrong with it, by rule.

    A rule that cannot be read is None, so that every rule keeps its index; what can be read of it is checked, by itself
    and beside the others, all the same. Rules without rulePriority are read as such: assigning priorities is the
    policy's work.
    """
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except RecursionError:
            return [], [Problem("", "Nested too deeply.", "Give the policy as ECR's JSON.")]
        except ValueError as error:
            return [], [Problem("", f"Not JSON: {error}.", "Give the policy as ECR's JSON.")]
    if not isinstance(policy, Mapping) or set(policy) != {"rules"} or not isinstance(policy["rules"], list):
        return [], [Problem("", "Not an object with 'rules', a list.", 'Allowed: {"rules": [...]} and nothing else.')]
    read = [_rule(raw) for raw in policy["rules"]]
    problems = number_problems(len(read))
    checked = problems_by_rule([draft for _, draft, _ in read])
    for index, ((_, _, faults), others) in enumerate(zip(read, checked, strict=True)):
        told = {fault.place for fault in faults}
        found = (*faults, *(problem for problem in others if problem.place not in told))
        problems += [problem.under(f"rules[{index}]") for problem in found]
    return [rule for rule, _, _ in read], problems


def _rule(raw: Any) -> tuple[LifecycleRule | None, _Draft | None, list[Problem]]:
    """The rule if it can be read, what can be read of it, and the faults of its shape."""
    if not isinstance(raw, Mapping):
        return None, None, [Problem("", f"{shown(raw)} is not a rule.", "Allowed: an object.")]
    reader = _Reader()
    reader.members("", raw)
    selection = reader.part(raw, "selection")
    action = reader.part(raw, "action")
    count_type = reader.choice(selection, "selection.countType", CountType)
    action_type = reader.choice(action, "action.type", ActionType)
    tag_status = reader.choice(selection, "selection.tagStatus", TagStatus)
    storage_class = reader.choice(selection, "selection.storageClass", StorageClass, required=False)
    count_number = reader.integer(selection, "selection.countNumber", required=True)
    reader.unit(selection, count_type)
    reader.target(action, action_type)
    patterns = reader.strings(selection, "selection.tagPatternList")
    prefixes = reader.strings(selection, "selection.tagPrefixList")
    description = reader.text(raw, "description")
    priority = reader.integer(raw, "rulePriority", required=False)
    default = None if selection.get("storageClass") or selection is _ABSENT else StorageClass.STANDARD
    draft = _Draft(
        tag_status, patterns, prefixes, storage_class or default, count_type, count_number, action_type, priority
    )
    if reader.problems or not (tag_status and count_type and action_type and count_number is not None):
        return None, draft, reader.problems
    rule = LifecycleRule(
        tag_status=tag_status,
        count_type=count_type,
        count_number=count_number,
        action=action_type,
        tag_patterns=patterns or (),
        tag_prefixes=prefixes or (),
        storage_class=storage_class,
        description=description,
        priority=priority,
    )
    return rule, draft, []


class _Reader:
    """Reads members of one rule, noting what is wrong and going on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, found: Any, allowed: str) -> None:
        if found is None and any(problem.place == place for problem in self.problems):
            return  # that it is null was told
        what = "Missing." if found is None else f"{shown(found)}."
        self.problems.append(Problem(place, what, f"Allowed: {allowed}."))

    def members(self, part: str, raw: Mapping[str, Any]) -> None:
        known = members_of(part)
        for key in raw:
            place = f"{part}.{key}" if part else str(key)
            if key not in known:
                mend = f"No such member. Allowed: {', '.join(sorted(known))}."
                self.problems.append(Problem(place, f"{shown(raw[key])}.", mend))
            elif raw[key] is None:
                self.problems.append(Problem(place, "null.", "Leave the member out; ECR refuses null."))

    def part(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        value = raw.get(name)
        if isinstance(value, Mapping):
            self.members(name, value)
            return value
        self.wrong(name, value, "an object")
        return _ABSENT

    def choice(self, raw: Mapping[str, Any], place: str, kind: type[_E], *, required: bool = True) -> _E | None:
        value = raw.get(place.rpartition(".")[2])
        if isinstance(value, str) and value in tuple(kind):
            return kind(value)
        if value is not None or (required and raw is not _ABSENT):
            self.wrong(place, value, ", ".join(kind))
        return None

    def integer(self, raw: Mapping[str, Any], place: str, *, required: bool) -> int | None:
        value = raw.get(place.rpartition(".")[2])
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None or (required and raw is not _ABSENT):
            self.wrong(place, value, "a whole number, 1 or more")
        return None

    def text(self, raw: Mapping[str, Any], place: str) -> str | None:
        value = raw.get(place)
        if value is not None and not isinstance(value, str):
            self.wrong(place, value, "text")
            return None
        return value

    def strings(self, raw: Mapping[str, Any], place: str) -> tuple[str, ...] | None:
        value = raw.get(place.rpartition(".")[2])
        if value is None:
            return None if raw is _ABSENT else ()
        if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
            return tuple(value)
        self.wrong(place, value, "a list of one or more texts")
        return None

    def unit(self, selection: Mapping[str, Any], count_type: CountType | None) -> None:
        unit = selection.get("countUnit")
        if count_type is CountType.IMAGE_COUNT_MORE_THAN and unit is not None:
            self.wrong("selection.countUnit", unit, "no unit with imageCountMoreThan")
        elif count_type not in (None, CountType.IMAGE_COUNT_MORE_THAN) and unit != "days":
            self.wrong("selection.countUnit", unit, "days")

    def target(self, action: Mapping[str, Any], action_type: ActionType | None) -> None:
        target = action.get("targetStorageClass")
        if action_type is ActionType.TRANSITION and target != StorageClass.ARCHIVE:
            self.wrong("action.targetStorageClass", target, "archive")
        elif action_type is ActionType.EXPIRE and target is not None:
            self.wrong("action.targetStorageClass", target, "no target with expire")
