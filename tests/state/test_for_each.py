"""Loops write resources; macros leave open what they write."""

from __future__ import annotations

from typing import Any

from governed_ecr.state.unknown import Unknown
from tests.state.resolving import states


def names(resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {
        found.logical_id: found.get("RepositoryName")
        for state in states(resources, **sections)
        for found in state.resources
    }


def loop(identifier: str, collection: Any, fragment: dict[str, Any]) -> dict[str, Any]:
    return {f"Fn::ForEach::{identifier}s": [identifier, collection, fragment]}


def repository(name: Any) -> dict[str, Any]:
    return {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": name}}


def test_a_loop_over_a_list() -> None:
    fragment = {"Repo&{Name}": repository({"Fn::Sub": "team/${Name}"}), "Ref${Name}": repository({"Ref": "Name"})}
    assert names(loop("Name", ["a-1", "b"], fragment)) == {
        "Repoa1": "team/a-1",
        "Refa-1": "a-1",
        "Repob": "team/b",
        "Refb": "b",
    }


def test_loops_over_a_parameter_and_within_each_other() -> None:
    inner = loop("Name", {"Ref": "Names"}, {"R${Team}${Name}": repository("${Team}/${Name}")})
    parameters = {"Names": {"Type": "CommaDelimitedList", "Default": "x,y"}}
    assert names(loop("Team", ["a", "b"], inner), Parameters=parameters) == {
        "Rax": "a/x",
        "Ray": "a/y",
        "Rbx": "b/x",
        "Rby": "b/y",
    }


def test_a_loop_over_what_is_not_known_writes_nothing() -> None:
    plain = {"R": repository("r")}
    assert names({**loop("N", {"Ref": "Open"}, {"R${N}": repository("x")}), **plain}) == {"R": "r"}
    assert names({"Fn::ForEach::X": "nonsense", **plain}) == {"R": "r"}


def test_loops_that_multiply_end() -> None:
    many = [str(number) for number in range(100)]
    inner = loop("B", many, loop("C", many, {"R${A}x${B}x${C}": repository("x")}))
    assert len(names(loop("A", many, inner))) < 5_000
    assert names(loop("A", many, loop("B", many, loop("C", many, loop("D", many, {}))))) == {}


def test_properties_that_a_macro_writes_are_not_known() -> None:
    macro = {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/more.yaml"}}
    for properties in ({"Fn::Transform": macro, "ImageTagMutability": "MUTABLE"}, {"Fn::Transform": macro}):
        (state,) = states({"R": {"Type": "AWS::ECR::Repository", "Properties": properties}})
        (found,) = state.resources
        assert isinstance(found.get("LifecyclePolicy", "LifecyclePolicyText"), Unknown)
        assert found.get("ImageTagMutability") == "MUTABLE" or len(properties) == 1
        assert "Fn::Transform" not in found.properties
