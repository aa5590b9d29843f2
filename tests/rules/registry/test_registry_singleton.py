"""What a registry has once."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.check import check
from governed_ecr.rules.registry.registry_singleton import REGISTRY_SINGLETON
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from tests.rules.judge import KNOWN, places

_KINDS = ("RegistryPolicy", "RegistryScanningConfiguration", "ReplicationConfiguration", "SigningConfiguration")


def _one(kind: str, **more: Any) -> dict[str, Any]:
    return {"Type": f"AWS::ECR::{kind}", "Properties": {}, **more}


@pytest.mark.parametrize("kind", _KINDS)
def test_twice(kind: str) -> None:
    assert places({"A": _one(kind), "B": _one(kind)}, REGISTRY_SINGLETON) == ["RegistrySingleton B"]


def test_once_each() -> None:
    assert places({kind: _one(kind) for kind in _KINDS}, REGISTRY_SINGLETON) == []


def test_conditions_that_exclude_each_other() -> None:
    of = {
        "Parameters": {"Stage": {"Type": "String"}},
        "Conditions": {
            "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
            "IsTest": {"Fn::Not": [{"Condition": "IsProd"}]},
        },
    }
    both: dict[str, Any] = {name: _one("RegistryPolicy", Condition=name) for name in ("IsProd", "IsTest")}
    assert places(both, REGISTRY_SINGLETON, of=of) == []


def test_loose_templates_may_be_alternatives() -> None:
    template = {"Resources": {"Policy": _one("RegistryPolicy")}}
    states = registries_of_templates({"a": template, "b": template}, Context(**KNOWN))
    assert check(states, [REGISTRY_SINGLETON]) == []
