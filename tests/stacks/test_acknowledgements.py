"""cdk-nag's AwsSolutions pack and our own on the example app, and on registries with what the example has not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

from governed_ecr import GovernedEcrChecks, GovernedEcrError
from governed_ecr.config.facts import facts_of
from governed_ecr.config.load import parse_registry
from stacks import acknowledgements
from stacks.registry_app import add_stacks

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = (PROJECT / "registry.yaml").read_text(encoding="utf-8")
SHARED_BY_UNIT = """
repositories:
  - names: [team/app]
    sharing: {pull: {units: [o-a1b2c3d4e5/r-ab12/*], accounts: ["222222222222"]}}
    services: {lambda: ["222222222222"], codebuild: ["111111111111"]}
"""
CACHES = """
blob_mounting: true
tags: {owner: platform}
pull_through_caches:
  - {upstream: ecr, prefix: theirs, upstream_url: 222222222222.dkr.ecr.eu-west-1.amazonaws.com}
  - {upstream: ecr, prefix: ROOT, upstream_url: 333333333333.dkr.ecr.eu-west-1.amazonaws.com}
  - {upstream: ecr, prefix: ours, upstream_url: 111111111111.dkr.ecr.eu-west-1.amazonaws.com}
  - {upstream: quay, prefix: quay, encryption: {type: AES256}}
"""
TEMPLATES = """
tags: {owner: platform}
sharing: {pull: {organization: true}}
creation_templates: [{prefix: sandbox/}, {prefix: ROOT, encryption: {type: AES256}}]
replication: [{destinations: [{region: ELSEWHERE, account: "222222222222"}], prefixes: [payments/, app]}]
"""
ELSEWHERE = {"cn-north-1": "cn-northwest-1", "us-gov-west-1": "us-gov-east-1"}
"""Another Region of the same partition; eu-west-1 for all others."""


def _registry(rest: str, region: str = "us-east-1") -> str:
    rest = rest.replace("ELSEWHERE", ELSEWHERE.get(region, "eu-west-1"))
    return f"organization: {{id: o-a1b2c3d4e5}}\nhub: {{account: '111111111111', region: {region}}}\n{rest}"


def _report(folder: Path, text: str = EXAMPLE) -> list[dict[str, Any]]:
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    # The report is written either way; this keeps the synthesis from ending in an exception with it.
    context |= {"@aws-cdk/core:failSynthOnValidationErrors": False}
    app = cdk.App(outdir=str(folder), context=context)
    registry = parse_registry(text)
    add_stacks(app, registry)
    ours = GovernedEcrChecks(app, context=facts_of(registry))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), ours)
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    return list(report["pluginReports"])


def _found(report: list[dict[str, Any]], kind: str = "violations") -> Iterator[tuple[str, str]]:
    """Each rule with the path of what it is about."""
    for plugin in report:
        for violation in plugin.get(kind, []):
            for construct in violation["violatingConstructs"]:
                yield violation["ruleName"], construct["constructPath"]


def test_the_example_is_clean(tmp_path: Path) -> None:
    assert list(_found(_report(tmp_path))) == []


def test_without_the_acknowledgements_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acknowledged = set(_found(_report(tmp_path / "with"), "suppressedViolations"))
    monkeypatch.setattr(acknowledgements, "_acknowledge", lambda scope, rule, reason: None)

    found = set(_found(_report(tmp_path / "without")))

    assert {rule.partition("[")[0] for rule, _ in found} == {
        f"AwsSolutions-{rule}" for rule in ("ECR1", "IAM4", "IAM5", "SMG4")
    }
    assert found == acknowledged, "each is in the report with its acknowledgement, and nothing else is"


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1", "us-gov-west-1", "xx-new-1"])
@pytest.mark.parametrize("rest", [SHARED_BY_UNIT, CACHES, TEMPLATES], ids=["shared by unit", "caches", "templates"])
def test_other_registries_are_clean(tmp_path: Path, rest: str, region: str) -> None:
    """Also in a Region that is newer than aws-cdk-lib."""
    assert list(_found(_report(tmp_path, _registry(rest, region)))) == []


LOOSENED = """
defaults: {lifecycle: {preset: untagged}}
patterns: [{match: "caches/*", tag_mutability: {mode: MUTABLE}}]
repositories: [{names: [caches/a, caches/b, team/app]}]
creation_templates: [{prefix: caches}]
replication: [{destinations: [{region: eu-west-1}], prefixes: [caches/]}]
"""
MOVABLE = [
    ("TagImmutability", "Registry-Hub/Template-caches/Resource"),
    ("TagImmutability", "Registry-Replica-111111111111-eu-west-1/Destination-caches/Template-caches/Resource"),
    ("TagImmutability", "Registry-Repositories-0/caches:a/Resource"),
    ("TagImmutability", "Registry-Repositories-0/caches:b/Resource"),
]


def _acknowledged(rule: str = "TagImmutability", match: str | None = "caches/*") -> str:
    where = f"match: {match}, " if match else ""
    return f"{LOOSENED}repository_stacks: 1\nacknowledgements: [{{rule: {rule}, {where}reason: Build caches.}}]\n"


def test_what_the_file_loosens_is_found(tmp_path: Path) -> None:
    report = _report(tmp_path, _registry(f"{LOOSENED}repository_stacks: 1\n"))
    assert sorted(_found(report)) == MOVABLE


@pytest.mark.parametrize("match", ["caches/*", None])
def test_what_the_file_acknowledges_is_not(tmp_path: Path, match: str | None) -> None:
    report = _report(tmp_path, _registry(_acknowledged(match=match)))
    assert list(_found(report)) == []
    ours = [plugin for plugin in report if plugin["pluginName"] == "GovernedEcr"]
    assert sorted(_found(ours, "suppressedViolations")) == MOVABLE
    assert {violation["reason"] for violation in ours[0]["suppressedViolations"]} == {"Build caches."}


def test_an_acknowledgement_covers_what_it_matches(tmp_path: Path) -> None:
    assert sorted(_found(_report(tmp_path, _registry(_acknowledged(match="caches/a"))))) == [
        finding for finding in MOVABLE if "caches:a" not in finding[1]
    ]


@pytest.mark.parametrize(
    ("rule", "mend"),
    [("TagImmutable", "Did you mean 'TagImmutability'?"), ("Nonsense", "Allowed: the ids in docs/rules.md.")],
)
def test_a_rule_that_does_not_exist(rule: str, mend: str) -> None:
    registry = parse_registry(_registry(_acknowledged(rule)))
    with pytest.raises(GovernedEcrError) as raised:
        add_stacks(cdk.App(), registry)
    assert str(raised.value) == f"acknowledgements[0].rule: There is no rule {rule!r}. {mend}"
