"""SARIF that its own schema and code scanning take."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from governed_ecr.report.sarif import sarif
from governed_ecr.rules.rule import Finding, Severity
from tests.findings import WITNESS, finding, report, rule

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
"""Of the standard (docs.oasis-open.org/sarif/sarif/v2.1.0), as the npm package @microsoft/jest-sarif has it."""


def _run(*findings: Finding, line: int | None = None) -> Any:
    log = json.loads(sarif(report(*findings, lines=dict.fromkeys(findings, line) if line else {}), "1.2.3"))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    (run,) = log["runs"]
    return run


def test_no_findings() -> None:
    run = _run()

    assert run["results"] == []
    assert run["tool"]["driver"]["version"] == "1.2.3"


def test_rules_are_described_once_and_referred_to() -> None:
    run = _run(finding(), finding(logical_id="B"), finding(of=rule("Other", Severity.NOTE)))

    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["TagsMove", "Other"]
    assert [each["ruleIndex"] for each in run["results"]] == [0, 0, 1]
    assert [each["level"] for each in run["results"]] == ["error", "error", "note"]


def test_a_place_is_a_file_a_line_and_a_path() -> None:
    (result,) = _run(finding(construct_path="Registry/Repo/Resource"), line=12)["results"]
    (location,) = result["locations"]

    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "cdk.out/Registry.template.json"},
        "region": {"startLine": 12},
    }
    assert [each["fullyQualifiedName"] for each in location["logicalLocations"]] == [
        "Resources.Repo.Properties.ImageTagMutability",
        "Registry/Repo/Resource",
    ]


@pytest.mark.parametrize(
    ("template", "uri"),
    [
        ("a b/#1.json", "a%20b/%231.json"),
        ("/tmp/a.json", "file:///tmp/a.json"),
        ("..\\a.json", "../a.json"),
        ("größe:1.yaml", "gr%C3%B6%C3%9Fe%3A1.yaml"),
        ("\ud800", "%3F"),
    ],
)
def test_templates_are_uris(template: str, uri: str) -> None:
    (result,) = _run(finding(template=template))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_witness_is_in_words_and_in_data() -> None:
    (result,) = _run(finding(witness=WITNESS))["results"]

    assert "arn:aws:iam::999999999999:root may call ecr:BatchGetImage" in result["message"]["text"]
    assert result["properties"]["witness"]["action"] == "ecr:BatchGetImage"


def test_fingerprints_tell_places_apart_and_survive_another_wording() -> None:
    first, again, elsewhere = _run(finding(), finding("In other words."), finding(logical_id="B"))["results"]

    assert first["partialFingerprints"] == again["partialFingerprints"] != elsewhere["partialFingerprints"]


def test_messages_make_no_links() -> None:
    (result,) = _run(finding("[click](https://example.com)"))["results"]

    assert "](" not in result["message"]["text"]
