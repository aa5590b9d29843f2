"""Conditions decide what a template becomes, and what else it might become."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.state.context import Context
from governed_ecr.state.knob import Knob, Settings
from governed_ecr.state.read import registries_of_templates
from governed_ecr.state.registry import Environment, RegistryState
from governed_ecr.state.unknown import Reference, Unknown
from tests.state.resolving import HOME, states

ENV = {"Env": {"Type": "String", "Default": "prod"}}
IS_PROD = {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}}


def choice(condition: str, one: Any = "a", other: Any = "b", **attributes: Any) -> dict[str, Any]:
    """A repository whose name a condition decides."""
    properties = {"RepositoryName": {"Fn::If": [condition, one, other]}}
    return {"Type": "AWS::ECR::Repository", "Properties": properties, **attributes}


def seen(resources: dict[str, Any], **sections: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """For each state its assumption, and the names of its repositories."""
    return [
        (state.assumption, tuple(found.get("RepositoryName") for found in state.resources))
        for state in states(resources, **sections)
    ]


def test_the_default_comes_first_and_the_other_world_says_what_it_assumes() -> None:
    found = seen({"R": choice("IsProd")}, Parameters=ENV, Conditions=IS_PROD)
    assert found == [("", ("a",)), ("IsProd is false", ("b",))]


def test_a_resource_is_absent_where_its_condition_is_false() -> None:
    resource = {"Type": "AWS::ECR::Repository", "Condition": "IsProd", "Properties": {"RepositoryName": "a"}}
    conditions = {"IsProd": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Env"}, "prod"]}]}}
    found = seen({"R": resource}, Parameters=ENV, Conditions=conditions)
    assert found == [("", ()), ("IsProd is true", ("a",))]


def test_conditions_that_nothing_relevant_uses_make_no_world() -> None:
    resources = {"R": choice("IsProd", "a", "a"), "B": {"Type": "AWS::S3::Bucket", "Condition": "Other"}}
    conditions = {**IS_PROD, "Other": {"Fn::Equals": [{"Ref": "Env"}, "dev"]}}
    assert seen(resources, Parameters=ENV, Conditions=conditions) == [("", ("a",))]


def test_a_condition_that_a_known_region_decides_makes_no_world() -> None:
    conditions = {"Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}
    assert seen({"R": choice("Here")}, Conditions=conditions) == [("", ("a",))]
    found = [state.assumption for state in states({"R": choice("Here")}, Environment(), Conditions=conditions)]
    assert found == ["", "Here is false"]


def test_values_follow_the_world() -> None:
    resource = choice("IsProd", {"Fn::Sub": "${Env}-a"}, {"Fn::Sub": "${Env}-b"})
    found = seen({"R": resource}, Parameters=ENV, Conditions=IS_PROD)
    assert [names for _, names in found] == [("prod-a",), (Unknown((Reference("Env"), "-b")),)]
    parameters = {"Env": {**ENV["Env"], "AllowedValues": ["prod", "dev"]}}
    found = seen({"R": resource}, Parameters=parameters, Conditions=IS_PROD)
    assert [names for _, names in found] == [("prod-a",), ("dev-b",)]


def test_lists_follow_the_world() -> None:
    parameters = {"Names": {"Type": "CommaDelimitedList", "Default": "a", "AllowedValues": ["a", "b,c"]}}
    conditions = {"One": {"Fn::Equals": [{"Fn::Join": [",", {"Ref": "Names"}]}, "a"]}}
    resource = choice("One", "one", {"Fn::Select": ["1", {"Ref": "Names"}]})
    found = seen({"R": resource}, Parameters=parameters, Conditions=conditions)
    assert [text for text, _ in found] == ["", "One is false"]


def test_conditions_of_one_parameter_are_decided_together() -> None:
    conditions = {
        "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
        "IsTest": {"Fn::Equals": [{"Ref": "Env"}, "test"]},
        "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsTest"}]},
        "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsTest"}]},
    }
    resources = {name: choice(name, name, "no") for name in conditions}
    found = seen(resources, Parameters=ENV, Conditions=conditions)
    assert [names for _, names in found] == [
        ("IsProd", "no", "Either", "no"),
        ("no", "IsTest", "Either", "no"),
        ("no", "no", "no", "no"),
    ]


def test_allowed_values_are_all_there_is() -> None:
    parameters = {"Env": {"Type": "String", "Default": "prod", "AllowedValues": ["prod", "live"]}}
    conditions = {"Known": {"Fn::Or": [{"Fn::Equals": [{"Ref": "Env"}, name]} for name in ("prod", "live")]}}
    assert len(seen({"R": choice("Known")}, Parameters=parameters, Conditions=conditions)) == 1


def test_a_parameter_without_default_and_one_from_the_store_leave_both_open() -> None:
    for parameter in ({"Type": "String"}, {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "prod"}):
        found = seen({"R": choice("IsProd")}, Parameters={"Env": parameter}, Conditions=IS_PROD)
        assert found == [("", ("a",)), ("IsProd is false", ("b",))]


def test_a_mapping_offers_its_keys() -> None:
    mappings = {"Envs": {"prod": {"Keep": "yes"}, "dev": {"Keep": "no"}}}
    conditions = {"Keeps": {"Fn::Equals": [{"Fn::FindInMap": ["Envs", {"Ref": "Env"}, "Keep"]}, "yes"]}}
    found = seen({"R": choice("Keeps")}, Parameters=ENV, Conditions=conditions, Mappings=mappings)
    assert found == [("", ("a",)), ("Keeps is false", ("b",))]
    same = {"Envs": {"prod": {"Keep": "yes"}, "dev": {"Keep": "yes"}}}
    assert len(seen({"R": choice("Keeps")}, Parameters=ENV, Conditions=conditions, Mappings=same)) == 1


def test_a_comparison_of_more_than_a_parameter_is_taken_both_ways() -> None:
    conditions = {"Odd": {"Fn::Equals": [{"Fn::Join": ["-", [{"Ref": "Env"}, "x"]]}, "dev-x"]}}
    found = seen({"R": choice("Odd")}, Parameters=ENV, Conditions=conditions)
    assert found == [("", ("b",)), ("Odd is true", ("a",))]


def test_a_condition_in_an_untaken_branch_counts() -> None:
    conditions = {**IS_PROD, "Deep": {"Fn::Equals": [{"Ref": "Deep"}, "yes"]}}
    parameters = {**ENV, "Deep": {"Type": "String", "Default": "no"}}
    resource = choice("IsProd", "a", {"Fn::If": ["Deep", "b", "c"]})
    found = seen({"R": resource}, Parameters=parameters, Conditions=conditions)
    assert {names for _, names in found} == {("a",), ("b",), ("c",)}


def test_a_reference_to_a_resource_rests_on_its_conditions() -> None:
    resources = {
        "R": choice("IsProd"),
        "S": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Ref": "R"}}},
    }
    found = seen(resources, Parameters=ENV, Conditions=IS_PROD)
    assert [names for _, names in found] == [("a", "a"), ("b", "b")]


def flags(count: int, default: str) -> dict[str, Any]:
    """A template's sections with so many flags, and a condition and a repository for each."""
    names = [f"P{number:02}" for number in range(count)]
    return {
        "Parameters": {name: {"Type": "String", "Default": default} for name in names},
        "Conditions": {f"C{name}": {"Fn::Equals": [{"Ref": name}, "on"]} for name in names},
        "resources": {name: choice(f"C{name}") for name in names},
    }


def test_many_parameters_are_changed_one_at_a_time_and_all_at_once() -> None:
    found = seen(**flags(12, "on"))
    assert len(found) == 14
    assert [sum(value == "b" for value in values) for _, values in found] == [0, *[1] * 12, 12]
    assert found[-1][0] == (
        "CP00 is false and CP01 is false and CP02 is false and CP03 is false and 8 other choices differ"
    )


def test_the_worlds_of_very_many_parameters_are_bounded_and_still_show_each_resource() -> None:
    found = seen(**flags(300, "off"))
    assert len(found) < 40
    assert {position for _, values in found for position, value in enumerate(values) if value == "a"} == {*range(300)}


def test_four_independent_parameters_are_combined() -> None:
    names = [f"P{number}" for number in range(4)]
    parameters = {name: {"Type": "String", "Default": "on", "AllowedValues": ["on", "off"]} for name in names}
    conditions = {f"C{name}": {"Fn::Equals": [{"Ref": name}, "on"]} for name in names}
    found = seen({name: choice(f"C{name}") for name in names}, Parameters=parameters, Conditions=conditions)
    assert len({values for _, values in found}) == 16


def test_resources_that_a_world_leaves_alone_are_the_same_objects() -> None:
    plain = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Fn::Sub": "${Env}"}}}
    first, second = states({"R": choice("IsProd"), "P": plain}, Parameters=ENV, Conditions=IS_PROD)
    assert first.resources[1] is second.resources[1]
    assert first.resources[0] is not second.resources[0]


@pytest.mark.parametrize(
    "conditions",
    [
        {"A": {"Condition": "B"}, "B": {"Condition": "A"}},
        {"A": {"Fn::Not": [{"Condition": "A"}]}},
        {"A": "nonsense"},
        {"A": {"Fn::Equals": ["one"]}},
        {"A": {"Fn::Unheard": []}},
        {"A": None},
    ],
)
def test_conditions_that_cannot_be_decided_are_taken_to_hold(conditions: dict[str, Any]) -> None:
    assert seen({"R": choice("A")}, Conditions=conditions) == [("", ("a",))]


def test_templates_are_varied_one_at_a_time() -> None:
    body = {"Resources": {"R": choice("IsProd")}, "Parameters": ENV, "Conditions": IS_PROD}
    found = registries_of_templates({"one": body, "two": body}, Context(), HOME)
    assert [(state.assumption, tuple(r.get("RepositoryName") for r in state.resources)) for state in found] == [
        ("", ("a", "a")),
        ("IsProd is false in one", ("b", "a")),
        ("IsProd is false in two", ("a", "b")),
    ]


def test_numbers_and_booleans_are_compared_as_text() -> None:
    parameters = {"Flag": {"Type": "String", "Default": "true"}, "Number": {"Type": "Number", "Default": 3}}
    conditions = {
        "Flagged": {"Fn::Equals": [{"Ref": "Flag"}, True]},
        "Three": {"Fn::Equals": [{"Ref": "Number"}, "3"]},
    }
    resources = {name: choice(name) for name in conditions}
    assert seen(resources, Parameters=parameters, Conditions=conditions)[0] == ("", ("a", "a"))


def test_very_many_templates_are_varied_together() -> None:
    repositories = {f"R{number}": choice("IsProd") for number in range(40)}
    body = {"Resources": repositories, "Parameters": ENV, "Conditions": IS_PROD}
    default, other = registries_of_templates({f"t{number}": body for number in range(60)}, Context(), HOME)
    assert {found.get("RepositoryName") for found in default.resources} == {"a"}
    assert {found.get("RepositoryName") for found in other.resources} == {"b"}
    assert other.assumption.startswith("IsProd is false in t0 and IsProd is false in t1")
    assert other.assumption.endswith("choices of 56 other templates differ")


DEV_OR_PROD = {"Env": {"Type": "String", "AllowedValues": ["dev", "prod"]}}
NAMES = {"Names": {"dev": {"Name": "a"}, "prod": {"Name": "b"}}}
LOOKED_UP = {"Fn::FindInMap": ["Names", {"Ref": "Env"}, "Name"]}


def named(name: Any) -> dict[str, Any]:
    return {"R": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": name}}}


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (LOOKED_UP, "a", "b"),
        ({"Ref": "Env"}, "dev", "prod"),
        ({"Fn::Sub": "${Env}/app"}, "dev/app", "prod/app"),
        ({"Fn::If": ["IsProd", "x", {"Fn::Sub": "${Env}/app"}]}, "dev/app", "x"),
    ],
)
def test_a_parameter_takes_each_of_its_allowed_values(name: Any, first: str, second: str) -> None:
    found = seen(named(name), Parameters=DEV_OR_PROD, Mappings=NAMES, Conditions=IS_PROD)
    assert [names for _, names in found] == [(first,), (second,)]
    assert [text.partition(" and ")[0] for text, _ in found] == ["", "Env is prod" if first != "x" else ""]


def test_its_default_comes_first() -> None:
    parameters = {"Env": {**DEV_OR_PROD["Env"], "Default": "prod"}}
    found = seen(named(LOOKED_UP), Parameters=parameters, Mappings=NAMES)
    assert found == [("", ("b",)), ("Env is dev", ("a",))]


def test_a_default_is_trusted_but_where_it_selects_from_a_mapping() -> None:
    parameters = {"Env": {**DEV_OR_PROD["Env"], "Default": "prod"}}
    assert seen(named({"Fn::Sub": "${Env}/app"}), Parameters=parameters) == [("", ("prod/app",))]
    unlikely = {"Fn::If": ["IsProd", "x", LOOKED_UP]}
    found = seen(named(unlikely), Parameters=parameters, Mappings=NAMES, Conditions=IS_PROD)
    assert [names for _, names in found] == [("x",), ("a",)]


def test_the_only_allowed_value_is_the_value() -> None:
    parameters = {"Env": {"Type": "String", "AllowedValues": ["prod"]}}
    assert seen(named({"Ref": "Env"}), Parameters=parameters) == [("", ("prod",))]


def test_a_parameter_of_any_value_without_a_default_stays_unknown() -> None:
    found = seen(named({"Ref": "Free"}), Parameters={"Free": {"Type": "String", "MinLength": 1}})
    assert found == [("", (Unknown((Reference("Free"),)),))]


def test_allowed_names_of_ssm_parameters_are_no_values() -> None:
    kind = "AWS::SSM::Parameter::Value<String>"
    parameters = {"Env": {"Type": kind, "AllowedValues": ["/a", "/b"], "Default": "/a"}}
    assert seen(named({"Ref": "Env"}), Parameters=parameters) == [("", (Unknown((Reference("Env"),)),))]


def test_worlds_that_look_the_same_are_one_that_knows_all_its_assumptions() -> None:
    mappings = {"Names": {"dev": {"Name": "a"}, "prod": {"Name": "a"}}}
    (only,) = states(named(LOOKED_UP), Parameters=DEV_OR_PROD, Mappings=mappings)
    assert (only.assumption, only.alike) == ("", ("Env is prod",))


def test_what_two_worlds_say_alike_is_compared_without_the_values() -> None:
    one, other = states(named({"Fn::Sub": "${Env}/app"}), Parameters=DEV_OR_PROD)
    assert one.neutral("Repository dev/app is open.") == other.neutral("Repository prod/app is open.")
    assert one.neutral("Repository dev/app is open.") != other.neutral("Repository dev/app is open.")


def test_each_state_says_what_it_comes_of() -> None:
    default, other = states({"R": choice("IsProd")}, Parameters=ENV, Conditions=IS_PROD)
    assert [value for settings in _settings(default) for value in settings.values()] == ["prod"]
    (settings,) = _settings(other)
    assert [knob.name for knob in settings] == ["Env"]
    assert settings not in _settings(default)


def test_a_state_with_other_values_of_parameters_that_decide_nothing() -> None:
    repository = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": {"Fn::Sub": "${Env}/app"}}}
    (state,) = states({"R": repository, "Same": {"Type": "AWS::ECR::Repository"}}, Parameters=ENV)
    assert state.setting is not None
    (template,) = state.stacks
    other = state.setting({template: {Knob(template, "Env"): "dev"}})
    names = [[found.get("RepositoryName") for found in each.resources] for each in (state, other)]
    assert names == [["prod/app", None], ["dev/app", None]]
    assert other.resources[1] is state.resources[1]


def _settings(state: RegistryState) -> list[Settings]:
    return [each for world in state.settings for of_template in world.values() for each in of_template]
