"""The summary, and how much a check says it looked at."""

from governed_ecr.report.report import Report
from governed_ecr.rules.rule import Severity
from governed_ecr.state.registry import Environment, RegistryState, Resource
from tests.findings import finding, report, rule


def test_the_summary_counts_by_severity() -> None:
    errors = [finding(), finding(logical_id="B"), finding(logical_id="C")]
    warning = finding(of=rule("Other", Severity.WARNING))

    assert report(*errors, warning).summary == "3 errors, 1 warning in 2 templates; 14 resources, 52 rules"


def test_nothing_found_is_said() -> None:
    assert Report((), 1, 1, 1).summary == "No findings in 1 template; 1 resource, 1 rule"
    assert Report((), 2, 5000, 52).summary == "No findings in 2 templates; 5,000 resources, 52 rules"


def test_worlds_of_a_registry_and_other_types_do_not_count_twice_or_at_all() -> None:
    repository = Resource("Repo", "AWS::ECR::Repository", {}, "a.json")
    role = Resource("Role", "AWS::IAM::Role", {}, "b.json")
    states = [
        RegistryState(Environment(), (repository, role)),
        RegistryState(Environment(), (repository,), assumption="X is true"),
    ]

    made = Report.of(states, [finding()], [rule(), rule("Other")], {}, ["b.json"])

    assert (made.templates, made.resources, made.rules) == (2, 1, 2)
    assert made.findings[0].rule.id == "TagsMove"
