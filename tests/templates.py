"""A synthesized template, as tests ask for it."""

from __future__ import annotations

import json
from typing import Any


class Template:
    """The template of one stack, by resource types."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.resources: dict[str, Any] = body.get("Resources", {})

    def all(self, kind: str) -> list[dict[str, Any]]:
        """The properties of every resource of a type, in the template's order."""
        return [found.get("Properties", {}) for found in self.resources.values() if found["Type"] == kind]

    def one(self, kind: str) -> dict[str, Any]:
        """The properties of the only resource of a type."""
        (properties,) = self.all(kind)
        return properties

    def resource(self, kind: str) -> dict[str, Any]:
        """The only resource of a type, with its deletion policy and what it depends on."""
        (found,) = (resource for resource in self.resources.values() if resource["Type"] == kind)
        return found

    def statements(self, *, of: str = "") -> list[dict[str, Any]]:
        """The statements of the IAM policies that are attached to principals (with ``of`` in their logical ids)."""
        return [
            statement
            for name, resource in self.resources.items()
            if resource["Type"] == "AWS::IAM::Policy" and of in name
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]
        ]

    @property
    def types(self) -> set[str]:
        return {resource["Type"] for resource in self.resources.values()}


def flat(value: Any) -> str:
    """An intrinsic as text: ``arn:<AWS::Partition>:...``."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    if function == "Fn::Join":
        return str(argument[0]).join(flat(part) for part in argument[1])
    return f"<{argument if isinstance(argument, str) else json.dumps(argument)}>"


def listed(value: Any) -> list[Any]:
    """What a policy may write with or without brackets."""
    return value if isinstance(value, list) else [value]


def actions(statements: list[dict[str, Any]]) -> set[str]:
    """Every action of the statements."""
    return {action for statement in statements for action in listed(statement["Action"])}
