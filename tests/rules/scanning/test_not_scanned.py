"""NotScanned: the registry's filters, the repository's own switch, other stacks, names that are not known."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.check import check
from governed_ecr.rules.scanning.not_scanned import NOT_SCANNED
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from tests.rules.judge import KNOWN, findings, places, repository
from tests.rules.scanning.scanned import rule, scanning

LATE = {"Parameters": {"Env": {"Type": "String"}, "Named": {"Type": "String", "Default": "prod"}}}
APP = repository(RepositoryName="team/app")


def is_scanned(*parts: dict[str, Any]) -> bool:
    resources: dict[str, Any] = {}
    for part in parts:
        resources |= part
    return places(resources, NOT_SCANNED, of=LATE) == []


@pytest.mark.parametrize(
    ("on_push", "expected"),
    [(True, True), ("true", True), ({"Ref": "Env"}, True), (False, False), ("false", False), (None, False)],
)
def test_by_itself(on_push: Any, expected: bool) -> None:
    own = {} if on_push is None else {"ImageScanningConfiguration": {"ScanOnPush": on_push}}
    assert is_scanned(repository(**own)) is expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["*"], True),
        (["team/app"], True),
        (["app"], True),
        (["am/a"], True),
        (["team/*"], True),
        (["*/app"], True),
        (["t*/*p"], True),
        (["prod-*"], False),
        (["app*"], False),
        (["*team"], False),
        (["App"], False),
        (["prod", "team"], True),
        ([{"Ref": "Env"}], True),
        ([{"Ref": "Named"}], False),
        ([], False),
    ],
)
def test_by_the_registry(filters: list[Any], expected: bool) -> None:
    assert is_scanned(APP, scanning(rule(*filters))) is expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule("prod"), rule("team", frequency="CONTINUOUS_SCAN")], True),
        ([rule("*", frequency="MANUAL")], False),
        ([rule("*", frequency={"Ref": "Env"})], True),
        ([{"ScanFrequency": "SCAN_ON_PUSH"}], False),
        ([{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": {"Ref": "Env"}}], True),
        ([{"Ref": "Env"}], True),
        ([], True),  # ScanningWithoutRules says it, once
    ],
)
def test_by_rules_of_the_registry(rules: list[Any], expected: bool) -> None:
    assert is_scanned(APP, scanning(*rules)) is expected


@pytest.mark.parametrize(
    ("name", "filters", "expected"),
    [
        ({"Fn::Sub": "team/${Env}"}, ["team/*"], True),
        ({"Fn::Sub": "team/${Env}"}, ["app"], True),  # it may be
        ({"Fn::Sub": "team/${Env}"}, ["prod-*"], False),
        ({"Fn::Sub": "${Env}/app"}, ["*/web"], False),
        ({"Fn::Sub": "${Named}/app"}, ["prod/*"], True),
        ({"Fn::Sub": "${Named}/app"}, ["team/*"], False),
        (None, ["*"], True),
        (None, ["prod-*"], True),  # CloudFormation makes up a name, which may be one of these
    ],
)
def test_names_that_are_not_known(name: Any, filters: list[str], expected: bool) -> None:
    named = {} if name is None else {"RepositoryName": name}
    assert is_scanned(repository(**named), scanning(rule(*filters))) is expected


def test_its_own_switch_counts_beside_filters_that_miss_it() -> None:
    own = {"ImageScanningConfiguration": {"ScanOnPush": True}}
    assert is_scanned(repository(RepositoryName="team/app", **own), scanning(rule("prod-*"), scan_type="BASIC"))


def test_a_configuration_in_another_template_of_the_registry_counts() -> None:
    bodies = {"app": {"Resources": APP}, "scan": {"Resources": scanning(rule("*"))}}
    (together,) = registries_of_templates(bodies, Context(**KNOWN))
    (alone,) = registries_of_templates({"app": bodies["app"]}, Context(**KNOWN))
    assert [len(check([state], [NOT_SCANNED])) for state in (together, alone)] == [0, 1]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([APP], "ScanOnPush is not set, and no registry scanning configuration is known."),
        (
            [APP, scanning(rule("prod-*", "base"))],
            "ScanOnPush is not set, and none of the registry's scanning filters (prod-*, base) matches team/app.",
        ),
        (
            [APP, scanning(rule(*(f"a{at}" for at in range(100))))],
            "ScanOnPush is not set, and none of the registry's scanning filters (a0, a1, a2, a3, a4, ... 95 more) "
            "matches team/app.",
        ),
        ([APP, scanning(rule())], "ScanOnPush is not set, and the registry's scanning rules scan no repository."),
    ],
)
def test_messages(parts: list[dict[str, Any]], message: str) -> None:
    (finding,) = findings(parts[0] | (parts[1] if len(parts) > 1 else {}), NOT_SCANNED)
    assert finding.found.message == message
