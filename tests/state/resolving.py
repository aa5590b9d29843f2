"""One value resolved in a template."""

from __future__ import annotations

from typing import Any

from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from governed_ecr.state.registry import Environment, RegistryState

HOME = Environment("111111111111", "us-east-1")


def states(
    resources: dict[str, Any], environment: Environment | None = HOME, **sections: Any
) -> tuple[RegistryState, ...]:
    """The states of one template with these resources and sections."""
    return registries_of_templates({"t.json": {"Resources": resources, **sections}}, Context(), environment)


def resolved(value: Any, environment: Environment = HOME, **sections: Any) -> Any:
    """What a value becomes in the default state of a template with these sections."""
    resources = {
        **sections.pop("Resources", {}),
        "Tested": {"Type": "AWS::ECR::Repository", "Properties": {"X": value}},
    }
    state, *_ = states(resources, environment, **sections)
    (tested,) = (resource for resource in state.resources if resource.logical_id == "Tested")
    return tested.get("X")
