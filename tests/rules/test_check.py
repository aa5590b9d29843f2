"""check: worlds merged, findings in the order in which they matter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from governed_ecr.rules.check import check
from governed_ecr.rules.rule import Found, Rule, Severity
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from governed_ecr.state.registry import Environment, RegistryState, Resource

HERE = Environment("111111111111", "eu-west-1")


def rule(name: str, severity: Severity = Severity.ERROR) -> Rule:
    """A rule that reports whatever stands under ``name``."""

    def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
        if value := resource.get(name):
            yield Found(f"{name} is {value}.", ("Properties", name))

    return Rule(name, severity, ("A",), "s", "w", "m", "src", _check)


def state(*resources: Resource, assumption: str = "", environment: Environment = HERE) -> RegistryState:
    return RegistryState(environment, resources, assumption=assumption)


def one(logical_id: str, template: str = "t", type: str = "A", **properties: str) -> Resource:
    return Resource(logical_id, type, properties, template)


def lines(states: Iterable[RegistryState], *rules: Rule) -> list[str]:
    return [
        f"{f.rule.id} {f.resource.template} {f.resource.logical_id} {f.found.message} {f.assumption}".strip()
        for f in check(states, rules)
    ]


def test_rules_see_their_types_only() -> None:
    assert lines([state(one("X", type="B", Bad="yes"))], rule("Bad")) == []


def test_by_severity_then_template_then_resource_then_rule() -> None:
    states = [state(one("B", "t2", Mild="1", Bad="1"), one("B", "t1", Bad="1", Awful="1"), one("A", "t1", Bad="1"))]
    found = lines(states, rule("Mild", Severity.NOTE), rule("Bad"), rule("Awful"))
    assert [line.split()[:3] for line in found] == [
        ["Bad", "t1", "A"],
        ["Awful", "t1", "B"],
        ["Bad", "t1", "B"],
        ["Bad", "t2", "B"],
        ["Mild", "t2", "B"],
    ]


def test_a_finding_of_every_world_is_said_once() -> None:
    worlds = [state(one("X", Bad="1")), state(one("X", Bad="1"), assumption="IsProd is true")]
    assert lines(worlds, rule("Bad")) == ["Bad t X Bad is 1."]


def test_a_finding_of_one_world_carries_its_assumption() -> None:
    worlds = [
        state(one("X")),
        state(one("X", Bad="1"), assumption="IsProd is true"),
        state(one("X", Bad="1"), assumption="IsTest is true"),
    ]
    assert lines(worlds, rule("Bad")) == ["Bad t X Bad is 1. IsProd is true"]


def test_other_values_in_another_world_are_another_finding() -> None:
    worlds = [state(one("X", Bad="1")), state(one("X", Bad="2"), assumption="IsProd is true")]
    assert lines(worlds, rule("Bad")) == ["Bad t X Bad is 1.", "Bad t X Bad is 2. IsProd is true"]


def test_the_defaults_come_first_whatever_the_order() -> None:
    worlds = [state(one("X", Bad="1"), assumption="IsProd is true"), state(one("X", Bad="1"))]
    assert lines(worlds, rule("Bad")) == ["Bad t X Bad is 1."]


def test_the_same_names_in_another_environment_are_other_findings() -> None:
    elsewhere = Environment("111111111111", "us-east-1")
    states = [state(one("X", Bad="1")), state(one("X", Bad="1"), environment=elsewhere)]
    assert len(lines(states, rule("Bad"))) == 2


def test_generators_will_do() -> None:
    assert len(check((state(one("X", Bad="1")) for _ in range(2)), [rule("Bad")])) == 1


def test_the_branch_of_an_intrinsic_is_the_assumption() -> None:
    body = {
        "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Resources": {"X": {"Type": "AWS::ECR::Repository", "Properties": {"Bad": {"Fn::If": ["IsProd", "", "1"]}}}},
    }
    bad = replace(rule("Bad"), applies_to=("AWS::ECR::Repository",))
    (line,) = lines(registries_of_templates({"t": body}, Context()), bad)
    assert line.startswith("Bad t X Bad is 1. ")
    assert "IsProd" in line


def test_a_finding_of_several_worlds_is_said_once_whatever_of_their_values_is_in_it() -> None:
    parameters = {"Env": {"Type": "String", "AllowedValues": ["dev", "prod"]}}
    names = {"Its": {"Fn::Sub": "${Env}/App"}, "Other": "prod/Other"}
    resources = {
        logical_id: {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": name}}
        for logical_id, name in names.items()
    }
    states = registries_of_templates({"t": {"Parameters": parameters, "Resources": resources}}, Context())
    assert len(states) == 2
    found = check(states)
    assert len(found) == len({(each.rule.id, each.resource.logical_id, each.path) for each in found})
    assert {each.assumption for each in found} == {""}
