"""A lifecycle policy of a template read into rules, with its problems.

docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ...model import limits
from ...model.errors import Problem
from ...model.lifecycle import FOREVER
from ...model.lifecycle_checks import number_problems
from ...model.lifecycle_json import parse
from ...model.lifecycle_rule import LifecycleRule
from ...state.creation_templates import CREATION_TEMPLATE
from ...state.json_text import read_json
from ...state.registry import Resource
from ...state.unknown import Unknown, Value

HOLDERS: Final = ("AWS::ECR::Repository", CREATION_TEMPLATE)
"""What a lifecycle policy belongs to."""


@dataclass(frozen=True, slots=True)
class LifecycleReading:
    """rules: None stands for a rule that cannot be read, or not before its deployment."""

    rules: tuple[LifecycleRule | None, ...] = ()
    problems: tuple[Problem, ...] = ()


def lifecycle_of(resource: Resource) -> LifecycleReading | None:
    """The lifecycle policy of a repository or a creation template; None where there is none."""
    value = resource.get("LifecyclePolicy")
    if resource.type != CREATION_TEMPLATE:  # A repository has an object around it.
        if isinstance(value, Mapping):
            value = value.get("LifecyclePolicyText")
        elif value is not None and not isinstance(value, Unknown):
            allowed = "Allowed: an object with LifecyclePolicyText."
            return _refused(f"{_kind(value)} as the LifecyclePolicy.", allowed)
    if value is None:
        return None
    return _read_text(value) if isinstance(value, str | Unknown) else _read(value)


def path_of(resource: Resource) -> tuple[str, ...]:
    """Where the policy stands."""
    inner = () if resource.type == CREATION_TEMPLATE else ("LifecyclePolicyText",)
    return ("Properties", "LifecyclePolicy", *(inner if isinstance(resource.get("LifecyclePolicy"), Mapping) else ()))


@lru_cache(maxsize=8192)
def _read_text(text: str | Unknown) -> LifecycleReading:
    """Read once, however many repositories have the same policy."""
    return _read(text)


def _read(value: Value) -> LifecycleReading:
    if not isinstance(value, str | Unknown | Mapping):
        return _refused(f"{_kind(value)} as the policy.", "Allowed: JSON text.")
    known = "".join(part for part in value.parts if isinstance(part, str)) if isinstance(value, Unknown) else value
    if isinstance(known, str) and len(known) > limits.LIFECYCLE_POLICY_CHARACTERS:
        return _refused(f"{len(known):,} characters.", f"Allowed: {limits.LIFECYCLE_POLICY_CHARACTERS:,}.")
    reading = read_json(value)
    if reading.problem:
        if isinstance(value, Unknown) and not _is_filled_in(value):
            return LifecycleReading((None,))
        return _refused(f"Not JSON: {reading.problem}", "Give the policy as ECR's JSON.")
    if isinstance(reading.value, Unknown):
        return LifecycleReading((None,))
    problems = []
    if reading.is_object:
        problems.append(
            Problem("", "An object as the policy.", "Allowed: JSON text; CloudFormation refuses an object.")
        )
    rules, faults = _rules(reading.value)
    if isinstance(value, str) and len(value) < limits.LIFECYCLE_POLICY_MINIMUM_CHARACTERS and not faults:
        allowed = f"Allowed: {limits.LIFECYCLE_POLICY_MINIMUM_CHARACTERS} or more."
        problems.append(Problem("", f"{len(value)} characters.", allowed))
    return LifecycleReading(rules, (*problems, *_once(faults)))


def _is_filled_in(text: Unknown) -> bool:
    """Whether everything that is not known stands within a JSON string. Elsewhere it may be the rest of the JSON."""
    quotes = 0
    for part in text.parts:
        if isinstance(part, str):
            quotes += re.sub(r"\\.", "", part).count('"')
        elif quotes % 2 == 0:
            return False
    return True


def _rules(policy: Value) -> tuple[tuple[LifecycleRule | None, ...], list[Problem]]:
    raw = policy.get("rules") if isinstance(policy, Mapping) else None
    if isinstance(raw, Unknown):
        return (None,), []
    if isinstance(raw, list) and len(raw) > limits.LIFECYCLE_RULES:
        return (None,), number_problems(len(raw))
    settled = [_settled(rule) for rule in raw] if isinstance(raw, list) else []
    read, faults = parse({**policy, "rules": settled} if isinstance(raw, list) else {})
    if all(rule is None or rule.priority is None for rule in read):
        missing = (index for index, rule in enumerate(read) if rule)
        faults += [
            Problem(f"rules[{index}].rulePriority", "Missing.", "Allowed: a whole number, 1 or more.")
            for index in missing
        ]
    late = tuple(f"rules[{index}]" for index, rule in enumerate(settled) if rule is _LATE)
    return tuple(read), [fault for fault in faults if not (late and fault.place.startswith(late))]


_LATE: Final = "known at deployment"
"""Stands for a rule that cannot be judged before."""


def _settled(rule: Value) -> Value:
    """The rule with harmless values where it matters little that they are not known."""
    if not isinstance(rule, Mapping):
        return _LATE if isinstance(rule, Unknown) else rule
    settled: dict[str, Any] = dict(rule)
    if isinstance(rule.get("description"), Unknown):
        del settled["description"]
    selection = rule.get("selection")
    if isinstance(selection, Mapping) and isinstance(selection.get("countNumber"), Unknown):
        settled["selection"] = {**selection, "countNumber": FOREVER}
    return _LATE if any(isinstance(value, Unknown) for value in _values(settled)) else settled


def _values(rule: Mapping[str, Value]) -> Iterator[Value]:
    """All values of a rule, as deep as a rule goes."""
    for value in rule.values():
        yield value
        for inner in value.values() if isinstance(value, Mapping) else ():
            yield inner
            yield from inner if isinstance(inner, list) else ()


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """One problem for each place: a member that is null is not missing as well."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.place, problem)
    return found.values()


def _refused(what: str, mend: str) -> LifecycleReading:
    return LifecycleReading((), (Problem("", what, mend),))


def _kind(value: Value) -> str:
    return {str: "A text", list: "A list", bool: "A truth value"}.get(type(value), "A number")
