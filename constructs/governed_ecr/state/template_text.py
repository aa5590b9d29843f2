"""The text of a template, JSON or YAML, becomes data."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from ..model.errors import GovernedEcrError, Problem

DEPTH: Final = 100
"""Levels of nesting that a template may have. CloudFormation's own limits are far below."""


def read_template(text: str, name: str, *, of_stack: bool = False) -> dict[str, Any]:
    """The body of a template. GovernedEcrError with problems placed at ``name`` where it is none.

    of_stack: it is known to be one, so it may be empty, as the CDK leaves the template of a stack without resources.
    """
    try:
        data = read_data(text)
    except RecursionError:
        what, mend = f"Nested more than {DEPTH} levels deep.", "Flatten it."
        raise GovernedEcrError([Problem(name, what, mend)]) from None
    except ValueError as error:
        raise GovernedEcrError([Problem(name, str(error), "Give a CloudFormation template.")]) from None
    if of_stack and isinstance(data, dict):
        data.setdefault("Resources", {})
    return checked(data, name)


def checked(data: Any, name: str) -> dict[str, Any]:
    """Data that is a template. GovernedEcrError with all that shows that it is none."""
    if not isinstance(data, dict):
        raise GovernedEcrError([Problem(name, "No template: not an object.", "Give an object with Resources.")])
    resources = data.get("Resources")
    if not isinstance(resources, Mapping):
        raise GovernedEcrError([Problem(name, "No template: it has no Resources.", "Give an object with Resources.")])
    problems = [
        Problem(f"{name}: Resources.{logical_id}", what, "Give an object with Type and Properties.")
        for logical_id, body in resources.items()
        if (what := _fault(logical_id, body))
    ]
    if problems:
        raise GovernedEcrError(problems)
    return data


def _fault(logical_id: str, body: Any) -> str:
    if isinstance(body, dict):
        properties = body.get("Properties")
        if not isinstance(body.get("Type"), str) and not logical_id.startswith("Fn::"):
            return "The resource has no Type."
        return "" if properties is None or isinstance(properties, dict) else "Its Properties are no object."
    return "" if logical_id.startswith("Fn::") else "No resource: not an object."


def read_data(text: str) -> Any:
    """The data of JSON or YAML text. ValueError where it is neither, RecursionError where it is nested too deeply."""
    data = _read(text)
    if is_deep(data):
        raise RecursionError
    return data


def _read(text: str) -> Any:
    try:
        data, twice = members_once(text, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        try:
            from .template_yaml import read_yaml  # Most templates are JSON, and yaml takes its time to import.

            return read_yaml(text)
        except ValueError:
            if not text.lstrip().startswith("{"):
                raise
        raise ValueError(f"No JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except ValueError as error:
        raise ValueError(number_problem(error)) from None
    if twice:
        raise ValueError(_twice(text, twice[0]))
    if "\\ud" in text or "\\uD" in text:
        _refuse_surrogates(data)
    return data


def members_once(text: str, **how: Any) -> tuple[Any, list[str]]:
    """The data of JSON text, and the keys that an object of it has twice: of two values the last would count, and a
    reader of the text may see only the first. how: see json.loads."""
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            twice.extend(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return data

    return json.loads(text, object_pairs_hook=members, **how), twice


def _twice(text: str, key: str) -> str:
    from .template_yaml import read_yaml  # It knows the lines.

    try:
        read_yaml(text)
    except ValueError as error:
        if "a second time in line" in str(error):
            return str(error)
    except RecursionError:
        pass
    return f"The key {key[:60]!r} a second time in one object."


def number_problem(error: ValueError) -> str:
    """What is wrong with a number, without the words of Python's limit for the digits of one."""
    return "A number of too many digits." if "integer string conversion" in str(error) else str(error)


def is_deep(data: Any) -> bool:
    """Whether there is anything below 100 levels."""
    level = [data]
    for _ in range(DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent if type(parent) is list else ())
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number.")
    return number


def _refuse_surrogates(data: Any) -> None:
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("Half a surrogate pair in a text.") from None
