"""The worlds of random templates are those that trying all parameters gives."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from tests.state.resolving import states

_VALUES = ("a", "b", "c", "another")


def holds(expression: Any, conditions: dict[str, Any], parameters: dict[str, str]) -> bool:
    ((name, argument),) = expression.items()
    if name == "Condition":
        return holds(conditions[argument], conditions, parameters)
    if name == "Fn::Equals":
        one, other = (parameters[side["Ref"]] if isinstance(side, dict) else side for side in argument)
        return bool(one == other)
    found = [holds(part, conditions, parameters) for part in argument]
    return {"Fn::Not": not found[0], "Fn::And": all(found), "Fn::Or": any(found)}[name]


class Random(random.Random):
    """Random parts of templates."""

    def condition(self, names: list[str], level: int = 0) -> dict[str, Any]:
        kind = self.random()
        if kind < 0.45 or level > 2:
            return {"Fn::Equals": self.sample([{"Ref": self.choice("PQ")}, self.choice(_VALUES[:3])], 2)}
        if kind < 0.6 and names:
            return {"Condition": self.choice(names)}
        if kind < 0.7:
            return {"Fn::Not": [self.condition(names, level + 1)]}
        return {self.choice(["Fn::And", "Fn::Or"]): [self.condition(names, level + 1) for _ in range(2)]}

    def name(self, level: int = 0) -> Any:
        if level > 2 or self.random() < 0.3:
            return self.choice(["u", "v", "w"])
        return {"Fn::If": [self.choice("XYZ"), self.name(level + 1), self.name(level + 1)]}


@pytest.mark.parametrize("block", range(4))
def test_worlds_are_what_all_parameters_give(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        chance = Random(seed)
        conditions: dict[str, Any] = {}
        for name in "XYZ":
            conditions[name] = chance.condition(list(conditions))
        resources: dict[str, dict[str, Any]] = {
            name: {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": chance.name()}} for name in "RST"
        }
        resources["S"]["Condition"] = chance.choice("XYZ")
        defaults = {"P": "a", "Q": chance.choice("ab")}

        def look(parameters: dict[str, str], conditions: Any = conditions, resources: Any = resources) -> Any:
            found = []
            for logical_id, body in resources.items():
                value = body["Properties"]["RepositoryName"]
                while isinstance(value, dict):
                    condition, one, other = value["Fn::If"]
                    value = one if holds(conditions[condition], conditions, parameters) else other
                if "Condition" not in body or holds({"Condition": body["Condition"]}, conditions, parameters):
                    found.append((logical_id, value))
            return tuple(found)

        parameters = {name: {"Type": "String", "Default": default} for name, default in defaults.items()}
        found = [
            tuple((resource.logical_id, resource.get("RepositoryName")) for resource in state.resources)
            for state in states(resources, Conditions=conditions, Parameters=parameters)
        ]
        assert found[0] == look(defaults)
        assert len({*found}) == len(found)
        assert {*found} == {look({"P": p, "Q": q}) for p, q in itertools.product(_VALUES, repeat=2)}
