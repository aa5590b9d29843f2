"""A lifecycle policy's JSON read into rules, with every fault of its shape and not only the first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from .errors import Problem
from .lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass, TagStatus, members_of
from .shown import shown

_E = TypeVar("_E", bound=StrEnum)
_ABSENT: Final[Mapping[str, Any]] = MappingProxyType({})
"""Stands for a part that is not there, which is said once; an empty part lacks every member that it needs."""


def parse(policy: str | Mapping[str, Any]) -> tuple[list[LifecycleRule | None], list[Problem]]:
    """The rules of a policy, given as JSON text or as the object it holds, and what keeps others from being rules.

    A rule that cannot be read is None, so that every rule keeps its index.

    Rules without rulePriority are read as such: assigning priorities is the policy's work.
    """
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except (ValueError, RecursionError) as error:
            return [], [Problem("", f"Not JSON: {error}.", "Give the policy as ECR's JSON.")]
    if not isinstance(policy, Mapping) or set(policy) != {"rules"} or not isinstance(policy["rules"], list):
        return [], [Problem("", "Not an object with 'rules', a list.", 'Allowed: {"rules": [...]} and nothing else.')]
    rules: list[LifecycleRule | None] = []
    problems: list[Problem] = []
    for index, raw in enumerate(policy["rules"]):
        rule, faults = _rule(raw)
        problems += [fault.under(f"rules[{index}]") for fault in faults]
        rules.append(rule)
    return rules, problems


def _rule(raw: Any) -> tuple[LifecycleRule | None, list[Problem]]:
    if not isinstance(raw, Mapping):
        return None, [Problem("", f"{shown(raw)} is not a rule.", "Allowed: an object.")]
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
    if reader.problems or not (tag_status and count_type and action_type and count_number is not None):
        return None, reader.problems
    return LifecycleRule(
        tag_status=tag_status,
        count_type=count_type,
        count_number=count_number,
        action=action_type,
        tag_patterns=patterns,
        tag_prefixes=prefixes,
        storage_class=storage_class,
        description=description,
        priority=priority,
    ), []


class _Reader:
    """Reads members of one rule, noting what is wrong and going on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, found: Any, allowed: str) -> None:
        what = "Missing." if found is None else f"{shown(found)}."
        self.problems.append(Problem(place, what, f"Allowed: {allowed}."))

    def members(self, part: str, raw: Mapping[str, Any]) -> None:
        known = members_of(part)
        for key in raw:
            if key not in known:
                self.wrong(
                    f"{part}.{key}" if part else str(key), raw[key], f"no such member, but {', '.join(sorted(known))}"
                )
            elif raw[key] is None:
                self.problems.append(
                    Problem(f"{part}.{key}" if part else str(key), "null.", "Leave the member out; ECR refuses null.")
                )

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

    def strings(self, raw: Mapping[str, Any], place: str) -> tuple[str, ...]:
        value = raw.get(place.rpartition(".")[2])
        if value is None:
            return ()
        if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
            return tuple(value)
        self.wrong(place, value, "a list of one or more strings")
        return ()

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
