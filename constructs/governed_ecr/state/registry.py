"""RegistryState: the resources of one registry, which is one account in one Region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .context import Context
from .knob import Settings
from .text import as_text
from .unknown import Reference, Unknown, Value


@dataclass(frozen=True, slots=True)
class Environment:
    """An account and a Region; None where only the deployment decides."""

    account: str | None = None
    region: str | None = None

    @property
    def partition(self) -> str | None:
        """docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""
        if self.region is None:
            return None
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A resource of a template, its intrinsics resolved as far as they go.

    template: the template's name as messages give it (a path, or a stack's name within an assembly).
    attributes: DeletionPolicy, UpdateReplacePolicy, Condition, ... : what stands beside Type and Properties.
    source: the line of the CDK app that makes it (``lib/registry.ts:12``), where its assembly says.
    at: where its file has it, if not by its logical id below Resources.
    raw: the resource as its template has it, and truths: the conditions that decided what became of it; for those who
    point at a place in the template (see ``raw_path``).
    """

    logical_id: str
    type: str
    properties: Mapping[str, Value]
    template: str = ""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    construct_path: str | None = None
    source: str | None = None
    at: tuple[str | int, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)
    truths: Mapping[str, bool] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> tuple[str | int, ...]:
        """Where its file has it."""
        return self.at or ("Resources", self.logical_id)

    def called_in(self, template: str) -> str:
        """The logical id, with its template where that is another one."""
        return self.logical_id if self.template == template else f"{self.logical_id} of {self.template}"

    def get(self, *path: str | int) -> Value:
        """The property at ``path``; None where there is none. An Unknown on the way is the answer."""
        value: Any = self.properties
        for step in path:
            if isinstance(value, dict | Mapping) and isinstance(step, str):  # a dict is told faster than a Mapping
                value = value.get(step)
            elif isinstance(value, Unknown):
                return value
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value


@dataclass(frozen=True, slots=True)
class Stack:
    """The stack that a template is deployed as.

    name: where an assembly gives one; that of a nested stack is its logical id, behind the name of what holds it
    (``Api/Images``). parameters: those that its template declares, and whether each has a default.
    """

    name: str | None = None
    parameters: Mapping[str, bool] = field(default_factory=dict)


OfTemplates = Mapping[str, tuple[Settings, ...]]
"""Settings by the names of templates; each of a template's gives the same."""


@dataclass(frozen=True, eq=False)
class RegistryState:
    """All that is known of one registry.

    assumption: what must hold for the registry to look like this, where a template leaves it open ("IsProd is false",
    "Env is dev"); empty for what the parameters' defaults give. alike: other assumptions under which it looks the same.
    parameters: the values of those parameters that the registry's looks depend on.
    settings: of each of these worlds, what it comes of, by the names of the templates that are not as by default; for
    the default world, of all templates that leave something open.
    stacks: those of the deployment in this account and Region, with or without a resource here, by their templates.
    setting: gives the state with the parameters of some of its templates set to other values.
    of_one_deployment: whether the resources are certain to be deployed side by side (one template, or stacks of an
    assembly with the same account and Region). Loose templates answer each other's questions, but do not conflict.
    """

    environment: Environment
    resources: tuple[Resource, ...]
    context: Context = field(default_factory=Context)
    assumption: str = ""
    of_one_deployment: bool = True
    alike: tuple[str, ...] = ()
    parameters: Mapping[str, Value] = field(default_factory=dict)
    settings: tuple[OfTemplates, ...] = ({},)
    stacks: Mapping[str, Stack] = field(default_factory=dict)
    setting: Callable[[Mapping[str, Settings]], RegistryState] | None = field(default=None, repr=False)

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Resource]:
        return {(resource.template, resource.logical_id): resource for resource in self.resources}

    def neutral(self, text: str) -> str:
        """The text with the names of parameters in the place of their values, so that worlds can be compared."""
        for name, value in self.parameters.items():
            text = text.replace(str(as_text(value)), f"${{{name}}}") if value else text
        return text

    def of_type(self, *types: str) -> Iterator[Resource]:
        """The resources of these types, by type, in the order of their templates."""
        for kind in types:
            yield from self._by_type.get(kind, ())

    def referred(self, value: Value) -> Resource | None:
        """The resource that a value reads with Ref or Fn::GetAtt, if it is one of these."""
        for part in value.parts if isinstance(value, Unknown) else ():
            if isinstance(part, Reference):
                found = self._by_id.get((part.template, part.logical_id))
                if found is not None:
                    return found
        return None
