"""cdk-nag's AwsSolutions pack on the example app."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

from governed_ecr.config import load_registry
from stacks import acknowledgements
from stacks.registry_app import add_stacks

PROJECT = Path(__file__).resolve().parents[2]


def _violations(folder: Path) -> Iterator[Any]:
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    # The report is written either way; this keeps the synthesis from ending in an exception with it.
    context |= {"@aws-cdk/core:failSynthOnValidationErrors": False}
    app = cdk.App(outdir=str(folder), context=context)
    add_stacks(app, load_registry(PROJECT / "registry.yaml"))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    for plugin in report["pluginReports"]:
        yield from plugin.get("violations", [])


def test_the_example_is_clean(tmp_path: Path) -> None:
    assert [violation["ruleName"] for violation in _violations(tmp_path)] == []


def test_without_the_acknowledgements_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acknowledgements, "_acknowledge", lambda scope, rule, reason: None)

    found = {violation["ruleName"].partition("[")[0] for violation in _violations(tmp_path)}

    assert found == {f"AwsSolutions-{rule}" for rule in ("ECR1", "IAM4", "IAM5", "SMG4")}
