"""A template as it was read, before anything in it is resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .registry import Environment

STACK: Final = "AWS::CloudFormation::Stack"
_RELEVANT: Final = ("AWS::ECR::", "AWS::KMS::", "AWS::SecretsManager::", "AWS::Signer::", "AWS::IAM::")


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """The body of a template, and what its deployment is known to give it.

    name: as messages give it. stack: the name of its stack, where an assembly gives one.
    construct_paths: logical ids to paths in the construct tree, where they are not in the resources' Metadata.
    sources: lines of the app that make constructs (``lib/registry.ts:12``), by construct paths, as far as known.
    nested: the templates of its nested stacks, by the logical ids of their AWS::CloudFormation::Stack.
    """

    name: str
    body: Mapping[str, Any]
    environment: Environment = field(default_factory=Environment)
    stack: str | None = None
    construct_paths: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    nested: Mapping[str, Template] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        """A top-level section; empty where it is missing or no mapping."""
        found = self.body.get(name)
        return found if isinstance(found, Mapping) else {}


def is_relevant(kind: object) -> bool:
    """Whether the resources of this type say something about a registry."""
    return isinstance(kind, str) and (kind.startswith(_RELEVANT) or kind == "AWS::Lambda::Function")
