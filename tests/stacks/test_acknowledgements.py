"""cdk-nag's AwsSolutions pack on the example app, and on registries with what the example has not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

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
replication: [{destinations: [{region: eu-west-1, account: "222222222222"}], prefixes: [payments/, app]}]
"""


def _registry(rest: str, region: str = "us-east-1") -> str:
    return f"organization: {{id: o-a1b2c3d4e5}}\nhub: {{account: '111111111111', region: {region}}}\n{rest}"


def _report(folder: Path, text: str = EXAMPLE) -> list[dict[str, Any]]:
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    # The report is written either way; this keeps the synthesis from ending in an exception with it.
    context |= {"@aws-cdk/core:failSynthOnValidationErrors": False}
    app = cdk.App(outdir=str(folder), context=context)
    add_stacks(app, parse_registry(text))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
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
