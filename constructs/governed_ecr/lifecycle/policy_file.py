"""A lifecycle policy in a file: its own JSON, or what ``aws ecr get-lifecycle-policy`` prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from ..model import limits
from ..model.errors import GovernedEcrError, Problem
from ..model.lifecycle import LifecyclePolicy
from ..state.template_text import members_once

_RULE: Final = re.compile(r"rules\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class PolicyJson:
    """A policy as text, which may be none that ECR takes, and its data."""

    text: str
    data: Any


def policy_json(text: str) -> PolicyJson:
    """The policy in the text of a file; GovernedEcrError if it is not JSON."""
    data = _data(text)
    if isinstance(data, dict) and isinstance(data.get("lifecyclePolicyText"), str) and "rules" not in data:
        inner = data["lifecyclePolicyText"]
        return PolicyJson(inner, _data(inner))
    return PolicyJson(text, data)


def policy_of(policy: PolicyJson) -> LifecyclePolicy:
    """The policy; GovernedEcrError with everything that ECR would refuse in it, placed by the index of its rule."""
    problems = [*_too_long(policy.text), *_unnumbered(policy.data)]
    try:
        read = LifecyclePolicy.from_json(policy.data if isinstance(policy.data, dict) else policy.text)
    except GovernedEcrError as error:
        known = {problem.place for problem in error.problems}
        problems = [*(problem for problem in problems if problem.place not in known), *error.problems]
    if problems:
        raise GovernedEcrError(sorted(problems, key=_index))
    return read


def read_policy(text: str) -> LifecyclePolicy:
    """The policy in the text of a file; GovernedEcrError with everything that keeps it from being one."""
    return policy_of(policy_json(text))


def _data(text: str) -> Any:
    try:
        data, twice = members_once(text)
    except RecursionError:
        raise GovernedEcrError([Problem("", "Nested too deeply.", "Give the policy as ECR's JSON.")]) from None
    except ValueError as error:
        raise GovernedEcrError([Problem("", f"Not JSON: {error}.", "Give the policy as ECR's JSON.")]) from None
    if twice:
        problems = (Problem("", f"The key {key!r} a second time in one object.", "Keep one of them.") for key in twice)
        raise GovernedEcrError(problems)
    return data


def _index(problem: Problem) -> int:
    """Of the rule that the problem is in; -1 for one of the policy as a whole."""
    found = _RULE.match(problem.place)
    return int(found[1]) if found else -1


def _too_long(text: str) -> list[Problem]:
    """ECR counts the text as it is sent, with its blanks."""
    most = limits.LIFECYCLE_POLICY_CHARACTERS
    return [Problem("", f"{len(text):,} characters.", f"Allowed: {most:,}.")] if len(text) > most else []


def _unnumbered(data: Any) -> list[Problem]:
    """The model numbers rules by itself; ECR does not."""
    rules = data.get("rules") if isinstance(data, dict) else None
    return [
        Problem(f"rules[{index}].rulePriority", "Missing.", "Allowed: a whole number, 1 or more.")
        for index, rule in enumerate(rules if isinstance(rules, list) else ())
        if isinstance(rule, dict) and "rulePriority" not in rule
    ]
