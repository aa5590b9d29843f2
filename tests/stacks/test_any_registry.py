"""Any valid registry.yaml becomes templates that CloudFormation takes, as far as cfn-lint and its limits tell.

And templates in which the package's own rules find no error, but for what the file itself asks for.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import yaml
from cdk_nag import AwsSolutionsChecks
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner
from hypothesis import HealthCheck, given, settings

from governed_ecr import GovernedEcrChecks
from governed_ecr.config.facts import facts_of
from governed_ecr.config.load import parse_registry
from governed_ecr.model import limits
from stacks.registry_app import add_stacks
from tests.config.strategies import REGIONS, registries

PROJECT = Path(__file__).resolve().parents[2]
CONTEXT = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
ASKED_FOR = {
    "MovableReleaseTags": "exclusion_filters",
    "OrganizationWidePush": "r-ab12/*",
    "ReleasesExpire": "lifecycle",
    "ReplicationFilter": "prefixes",
    "TagImmutability": "MUTABLE",
}
"""Rules of which a file may ask for what they flag, and a word without which it does not."""
NAMES = {"Outputs": 200, "Parameters": 200, "Resources": limits.TEMPLATE_RESOURCES}


@functools.cache
def _linter() -> Runner:
    """Made once: reading its rules takes longer than a template does."""
    return Runner(ConfigMixIn(regions=REGIONS, ignore_checks=["W", "I"]))


# docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteReplication.html
NEWER_THAN_THE_SCHEMA = "E3002 Additional properties are not allowed ('DeleteReplication' was unexpected)"


def _errors(text: str) -> list[str]:
    template, faults = decode_str(text)
    found = [*faults, *_linter().validate_template(template)]
    return sorted({f"{match.rule.id} {match.message}" for match in found} - {NEWER_THAN_THE_SCHEMA})


def _synthesize(data: dict[str, Any], folder: Path) -> tuple[dict[str, str], list[Any]]:
    """The templates, and the errors that the rules, cdk-nag and aws-cdk-lib's own validation find in them."""
    app = cdk.App(
        outdir=str(folder),
        context={**CONTEXT, "@aws-cdk/core:failSynthOnValidationErrors": False},
        analytics_reporting=False,
    )
    text = yaml.safe_dump(data)
    asked = [{"rule": rule, "reason": "It is asked for."} for rule, word in ASKED_FOR.items() if word in text]
    registry = parse_registry(yaml.safe_dump(data | {"acknowledgements": asked}))
    add_stacks(app, registry)
    ours = GovernedEcrChecks(app, context=facts_of(registry))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), ours)
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    violations = [
        (violation["ruleName"], [construct["constructPath"] for construct in violation["violatingConstructs"]])
        for plugin in report["pluginReports"]
        for violation in plugin.get("violations", [])
        if violation["severity"] == "error"
    ]
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.template.json")}, violations


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=registries())
def test_any_registry(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        templates, violations = _synthesize(data, Path(folder))

    assert violations == []
    for name, text in templates.items():
        template = json.loads(text)
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,127}", name.removesuffix(".template.json")), name
        assert len(text.encode()) <= limits.TEMPLATE_BYTES, name
        for section, most in NAMES.items():
            logical_ids = template.get(section, {})
            assert len(logical_ids) <= most, (name, section)
            assert all(re.fullmatch(r"[A-Za-z0-9]{1,255}", id_) for id_ in logical_ids), (name, section)
        assert _errors(text) == [], name


def test_the_linter_does_find_errors() -> None:
    rule = {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {"EcrRepositoryPrefix": "NO", "UpstreamUrl": "x"}}
    found = _errors(json.dumps({"Resources": {"Rule": rule}}))
    assert [error.partition(" ")[0] for error in found] == ["E3002", "E3031"]
