"""The pack at synthesis and in unit tests, with rules that say what they see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import constructs
import pytest
from aws_cdk import aws_ecr as ecr

from governed_ecr import Context, GovernedEcrChecks, GovernedEcrError
from governed_ecr.access.witness import Witness
from governed_ecr.rules import ALL_RULES
from governed_ecr.rules.rule import Found, Rule, Severity
from governed_ecr.state.registry import RegistryState, Resource

REPOSITORY = "AWS::ECR::Repository"
WITNESS = Witness("arn:aws:iam::999999999999:role/any", "ecr:BatchGetImage", "*")


def rule(id_: str, severity: Severity, check: Callable[[Resource, RegistryState], Iterator[Found]]) -> Rule:
    return Rule(id_, severity, (REPOSITORY,), "It is.", "It may.", "Mend it.", "docs.aws.amazon.com/x.html", check)


def _named(resource: Resource, state: RegistryState) -> Iterator[Found]:
    name = resource.get("RepositoryName")
    if isinstance(name, str) and name.startswith("bad"):
        yield Found(f"It is named {name!r}.", ("Properties", "RepositoryName"), WITNESS)


def _counted(resource: Resource, state: RegistryState) -> Iterator[Found]:
    names = sorted(str(each.get("RepositoryName")) for each in state.of_type(REPOSITORY))
    at = state.environment
    yield Found(f"{at.account} {at.region} {state.context.organization}: {' '.join(names)}")


NAME = rule("Name", Severity.ERROR, _named)
COUNT = rule("Count", Severity.WARNING, _counted)
NOTE = rule("Note", Severity.NOTE, _counted)
HOME = cdk.Environment(account="111111111111", region="us-east-1")


def _app(folder: Path, **context: bool) -> cdk.App:
    outdir = str(folder)
    return cdk.App(outdir=outdir, context=context, analytics_reporting=False, builtin_cloud_formation_validation=False)


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    """An app whose synthesis ends well whatever is found: the report is written either way."""
    return _app(tmp_path, **{"@aws-cdk/core:failSynthOnValidationErrors": False})


@pytest.fixture
def strict_app(tmp_path: Path) -> cdk.App:
    return _app(tmp_path)


def stack(scope: constructs.Construct, id_: str, *names: str, env: cdk.Environment | None = HOME) -> cdk.Stack:
    made = cdk.Stack(scope, id_, env=env)
    for name in names:
        ecr.CfnRepository(constructs.Construct(made, name), "Resource", repository_name=name)
    return made


def acknowledge(scope: constructs.IConstruct, id_: str = "Name") -> None:
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=f"GovernedEcr::{id_}", reason="A test."))


def report(app: cdk.App, *rules: Rule, context: Context | None = None) -> dict[str, Any]:
    """What the pack says when the app is synthesized."""
    cdk.Validations.of(app).add_plugins(GovernedEcrChecks(app, context=context, rules=rules))
    app.synth()
    found = json.loads((Path(app.outdir) / "validation-report.json").read_text(encoding="utf-8"))["pluginReports"]
    return next((each for each in found if each["pluginName"] == "GovernedEcr"), {"conclusion": "success"})


def said(report: dict[str, Any], kind: str = "violations") -> list[tuple[str, list[str]]]:
    return [
        (violation["description"], [construct["constructPath"] for construct in violation["violatingConstructs"]])
        for violation in report.get(kind, [])
    ]


class TestAtSynthesis:
    def test_an_error_fails_it(self, strict_app: cdk.App) -> None:
        stack(strict_app, "Stack", "bad/a")
        cdk.Validations.of(strict_app).add_plugins(GovernedEcrChecks(strict_app, rules=(NAME,)))
        with pytest.raises(
            RuntimeError, match=r"ERROR It is named 'bad/a'\.(.|\n)*Acknowledge with 'GovernedEcr::Name'"
        ):
            strict_app.synth()

    def test_warnings_and_notes_do_not(self, strict_app: cdk.App) -> None:
        stack(strict_app, "Stack", "a/b")
        cdk.Validations.of(strict_app).add_plugins(GovernedEcrChecks(strict_app, rules=(COUNT, NOTE)))
        strict_app.synth()
        text = (Path(strict_app.outdir) / "validation-report.json").read_text(encoding="utf-8")
        (found,) = json.loads(text)["pluginReports"]
        assert found["conclusion"] == "success"
        assert [violation["severity"] for violation in found["violations"]] == ["warning", "info"]

    def test_what_it_says(self, app: cdk.App) -> None:
        stack(app, "Stack", "bad/a")
        found = report(app, NAME)
        assert (found["conclusion"], found["pluginVersion"]) == ("failure", "0.1.0")
        (violation,) = found["violations"]
        (construct,) = violation.pop("violatingConstructs")
        assert violation == {
            "ruleName": "Name",
            "description": "It is named 'bad/a'.",
            "severity": "error",
            "suggestedFix": "Mend it.\nWhy: It may. https://docs.aws.amazon.com/x.html",
            "ruleMetadata": {
                "summary": "It is.",
                "why": "It may.",
                "source": "https://docs.aws.amazon.com/x.html",
                "witness": str(WITNESS),
            },
        }
        assert construct["constructPath"] == "Stack/bad--a/Resource"
        assert construct["cloudFormationResource"] == {
            "templatePath": "Stack.template.json",
            "logicalId": "bada" + construct["cloudFormationResource"]["logicalId"][4:],
            "propertyPaths": ["Properties.RepositoryName"],
        }

    def test_one_message_about_several_resources_is_said_once(self, app: cdk.App) -> None:
        stack(app, "Stack", "a/b", "a/c")
        assert said(report(app, COUNT)) == [
            ("111111111111 us-east-1 None: a/b a/c", ["Stack/a--b/Resource", "Stack/a--c/Resource"])
        ]

    def test_stacks_of_one_environment_are_one_registry(self, app: cdk.App) -> None:
        stack(app, "A", "a/a")
        stack(app, "B", "b/b")
        stack(app, "C", "c/c", env=cdk.Environment(account="111111111111", region="eu-west-1"))
        stack(app, "D", "d/d", env=None)
        assert sorted(said(report(app, COUNT, context=Context(organization="o-a1b2c3d4e5")))) == [
            ("111111111111 eu-west-1 o-a1b2c3d4e5: c/c", ["C/c--c/Resource"]),
            ("111111111111 us-east-1 o-a1b2c3d4e5: a/a b/b", ["A/a--a/Resource", "B/b--b/Resource"]),
            ("None None o-a1b2c3d4e5: d/d", ["D/d--d/Resource"]),
        ]

    def test_where_the_stack_does_not_say_the_context_does(self, app: cdk.App) -> None:
        stack(app, "Stack", "a/a", env=None)
        ((message, _),) = said(report(app, COUNT, context=Context(account="222222222222", region="eu-west-1")))
        assert message == "222222222222 eu-west-1 None: a/a"

    def test_nested_stacks_and_stages(self, app: cdk.App) -> None:
        for name in ("Dev", "Prod"):
            of_stage = stack(cdk.Stage(app, name, env=HOME), "Stack", f"{name.lower()}/a", env=None)
            nested = cdk.NestedStack(cdk.NestedStack(of_stage, "Outer"), "Inner")
            ecr.CfnRepository(nested, "Repo", repository_name=f"bad/{name.lower()}")
        assert said(report(app, NAME)) == [
            ("It is named 'bad/dev'.", ["Dev/Stack/Outer/Inner/Repo"]),
            ("It is named 'bad/prod'.", ["Prod/Stack/Outer/Inner/Repo"]),
        ]

    def test_a_stage_may_have_the_pack_alone(self, app: cdk.App) -> None:
        stack(app, "Elsewhere", "bad/elsewhere")
        stage = cdk.Stage(app, "Stage", env=HOME)
        stack(stage, "Stack", "bad/a")
        cdk.Validations.of(stage).add_plugins(GovernedEcrChecks(rules=(NAME,)))
        app.synth()
        text = (Path(app.outdir) / "validation-report.json").read_text(encoding="utf-8")
        assert [said(found) for found in json.loads(text)["pluginReports"]] == [
            [("It is named 'bad/a'.", ["Stage/Stack/bad--a/Resource"])]
        ]

    def test_an_app_without_a_registry(self, app: cdk.App) -> None:
        stack(app, "Stack")
        assert report(app, *ALL_RULES) == {"conclusion": "success"}


class TestAcknowledgements:
    @pytest.mark.parametrize("where", ["", "Stack", "Stack/bad--a", "Stack/bad--a/Resource"])
    def test_they_are_honoured_and_reported(self, app: cdk.App, where: str) -> None:
        stack(app, "Stack", "bad/a")
        acknowledge(next(each for each in app.node.find_all() if each.node.path == where))
        found = report(app, NAME)
        assert found["conclusion"] == "success"
        assert said(found) == []
        assert said(found, "suppressedViolations") == [("It is named 'bad/a'.", ["Stack/bad--a/Resource"])]
        (suppressed,) = found["suppressedViolations"]
        assert (suppressed["acknowledgedId"], suppressed["reason"]) == ("GovernedEcr::Name", "A test.")

    def test_others_of_the_rule_stay(self, app: cdk.App) -> None:
        made = stack(app, "Stack", "bad/a", "bad/b")
        acknowledge(made.node.find_child("bad--a"))
        found = report(app, NAME)
        assert found["conclusion"] == "failure"
        assert said(found) == [("It is named 'bad/b'.", ["Stack/bad--b/Resource"])]

    def test_others_of_the_resource_stay(self, app: cdk.App) -> None:
        acknowledge(stack(app, "Stack", "bad/a"), "Count")
        found = report(app, NAME, COUNT)
        assert found["conclusion"] == "failure"
        assert said(found) == [("It is named 'bad/a'.", ["Stack/bad--a/Resource"])]


class TestInUnitTests:
    def test_a_stack(self, app: cdk.App) -> None:
        made = stack(app, "Stack", "bad/a", "good")
        found = GovernedEcrChecks(rules=(NAME,)).validate_scope(made)
        assert not found.success
        (violation,) = found.violations
        assert (violation.rule_name, violation.description) == ("Name", "It is named 'bad/a'.")
        (resource,) = violation.violating_resources
        assert resource.construct_path == "Stack/bad--a/Resource"
        assert resource.locations == ["Properties.RepositoryName"]

    def test_only_the_scope_but_the_whole_registry(self, app: cdk.App) -> None:
        made = stack(app, "A", "a/a", "a/b")
        stack(app, "B", "bad/b")
        found = GovernedEcrChecks(rules=(NAME, COUNT)).validate_scope(made.node.find_child("a--b"))
        assert found.success
        (violation,) = found.violations
        assert violation.description == "111111111111 us-east-1 None: a/a a/b bad/b"
        assert [each.construct_path for each in violation.violating_resources] == ["A/a--b/Resource"]

    def test_an_app_with_stages_and_nested_stacks(self, app: cdk.App) -> None:
        outer = stack(cdk.Stage(app, "Stage", env=HOME), "Stack", env=None)
        ecr.CfnRepository(cdk.NestedStack(outer, "Nested"), "Repo", repository_name="bad/a")
        for scope in (app, outer):
            (violation,) = GovernedEcrChecks(rules=(NAME,)).validate_scope(scope).violations
            (resource,) = violation.violating_resources
            assert resource.construct_path == "Stage/Stack/Nested/Repo"

    @pytest.mark.parametrize("where", ["", "Stack", "Stack/bad--a"])
    def test_acknowledgements(self, app: cdk.App, where: str) -> None:
        made = stack(app, "Stack", "bad/a", "bad/b").node.find_child("bad--a")
        acknowledge(next(each for each in app.node.find_all() if each.node.path == where))
        assert GovernedEcrChecks(rules=(NAME,)).validate_scope(made).violations == []
        assert len(GovernedEcrChecks(rules=(NAME,)).validate_scope(app).violations) == (where == "Stack/bad--a")

    def test_overrides_count(self, app: cdk.App) -> None:
        made = stack(app, "Stack", "good")
        resource = made.node.find_child("good").node.default_child
        assert isinstance(resource, cdk.CfnResource)
        resource.add_property_override("RepositoryName", "bad/a")
        assert not GovernedEcrChecks(rules=(NAME,)).validate_scope(made).success

    def test_a_scope_in_no_app(self) -> None:
        alone = constructs.RootConstruct("Alone")
        with pytest.raises(GovernedEcrError, match=r"^scope: 'Alone' is in no app\."):
            GovernedEcrChecks().validate_scope(alone)


def test_what_cdk_nag_asks_of_a_pack() -> None:
    pack = GovernedEcrChecks()
    assert (pack.name, pack.read_pack_name) == ("GovernedEcr", "GovernedEcr")
    assert pack.rule_ids == [rule.id for rule in ALL_RULES]
