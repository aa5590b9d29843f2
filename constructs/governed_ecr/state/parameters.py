"""What Ref gives for parameters and pseudo parameters.

docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from .registry import Environment
from .text import unknown
from .unknown import Value

ANOTHER: Final = "\x00another value"
"""Stands for a value of a parameter that nothing is compared with."""

_URL_SUFFIXES: Final = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


def default_of(name: str, definition: Any) -> Value:
    """A parameter's default by its type; Unknown where it has none, or where the default names an SSM parameter."""
    if not isinstance(definition, Mapping) or "Default" not in definition:
        return unknown(name)
    kind, default = str(definition.get("Type", "String")), definition["Default"]
    if kind.startswith("AWS::SSM::Parameter::Value") or isinstance(default, list | dict) or default is None:
        return unknown(name)
    return typed(kind, default)


def allowed_values(definition: Any) -> Sequence[Value]:
    """All values that a parameter of a single value can have; empty where it can have any."""
    if not isinstance(definition, Mapping):
        return ()
    kind, allowed = str(definition.get("Type", "String")), definition.get("AllowedValues")
    if not isinstance(allowed, list) or kind not in ("String", "Number"):
        return ()
    return [typed(kind, value) for value in allowed if isinstance(value, str | int | float)]


def typed(kind: str, value: Value) -> Value:
    """What Ref gives for a parameter of this type: lists of texts, numbers, or the value itself."""
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        return [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if kind == "Number" and isinstance(value, str):
        try:
            return int(value) if len(value) < 20 else value
        except ValueError:
            return value
    return value


def pseudo(name: str, environment: Environment, stack: str | None) -> Value:
    """The value of a pseudo parameter (AWS::NoValue is none: it removes what it stands for)."""
    partition = environment.partition
    known = {
        "AWS::AccountId": environment.account,
        "AWS::Region": environment.region,
        "AWS::Partition": partition,
        "AWS::URLSuffix": _URL_SUFFIXES.get(partition or ""),
        "AWS::StackName": stack,
    }.get(name)
    return known if known is not None else unknown(name)
