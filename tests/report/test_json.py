"""JSON as docs/schemas/check-1.json has it."""

import json as standard
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest

from governed_ecr.report.json import json
from governed_ecr.rules.rule import Finding, Severity
from tests.findings import WITNESS, finding, report, rule

SCHEMA = standard.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "schemas" / "check-1.json").read_text(encoding="utf-8")
)


def _made(*findings: Finding, lines: Mapping[Finding, int] = MappingProxyType({})) -> Any:
    text = json(report(*findings, lines=lines))
    assert text.isascii()
    document = standard.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_plain_finding() -> None:
    (found,) = _made(finding())["findings"]

    assert found == {
        "rule": "TagsMove",
        "severity": "error",
        "resource": "Repo",
        "type": "AWS::ECR::Repository",
        "template": "cdk.out/Registry.template.json",
        "path": "Resources.Repo.Properties.ImageTagMutability",
        "construct_path": None,
        "message": "ImageTagMutability is MUTABLE.",
        "why": "A moved tag changes what runs.",
        "mend": "Set ImageTagMutability to IMMUTABLE.",
        "source": "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    }


def test_a_witness_and_an_assumption() -> None:
    (found,) = _made(finding(witness=WITNESS, assumption="IsProd is false", construct_path="A/B"))["findings"]

    assert found["witness"]["context"] == {
        "aws:PrincipalOrgID": "o-other",
        "aws:PrincipalOrgPaths": ["o-other/r-1/", "o-other/r-2/"],
    }
    assert (found["assumption"], found["construct_path"]) == ("IsProd is false", "A/B")


def test_a_line_where_it_is_known() -> None:
    first, second = finding(), finding(logical_id="B")

    found = _made(first, second, lines={first: 12})["findings"]

    assert found[0]["line"] == 12
    assert "line" not in found[1]


def test_the_summary() -> None:
    document = _made(finding(), finding(of=rule("Other", Severity.WARNING)))

    assert document["version"] == 1
    assert document["summary"] == {
        "errors": 1,
        "warnings": 1,
        "notes": 0,
        "templates": 2,
        "resources": 14,
        "rules": 52,
    }


@pytest.mark.parametrize("hostile", ['"}]', "\x1b[2J", "\ud800", "\u2028", "x" * 1_000_000])
def test_texts_come_back_as_they_were(hostile: str) -> None:
    (found,) = _made(finding(hostile, template=hostile))["findings"]

    assert found["message"] == found["template"] == hostile
