"""Findings as SARIF 2.1.0, which code scanning services read.

docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final
from urllib.parse import quote

from ..rules.rule import Finding, Rule
from .report import Report, said

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report, version: str) -> str:
    """The report as one SARIF log with one run; ``version`` is that of governed-ecr."""
    rules = {finding.rule.id: finding.rule for finding in report.findings}
    index = {rule: at for at, rule in enumerate(rules)}
    driver = {"name": "governed-ecr", "version": version, "rules": [_rule(rule) for rule in rules.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule.id], report.lines.get(finding)) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {"text": f"{rule.why} {rule.mend}"},
        "helpUri": f"https://{rule.source}",
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["security", "ecr"]},
    }


def _result(finding: Finding, index: int, line: int | None) -> dict[str, Any]:
    resource, witness = finding.resource, finding.found.witness
    example = f" For example, {witness}." if witness else ""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(resource.template)}}
    if line is not None:
        physical["region"] = {"startLine": line}
    logical = [{"fullyQualifiedName": finding.place, "name": resource.logical_id, "kind": "resource"}]
    if resource.construct_path:
        logical.append({"fullyQualifiedName": resource.construct_path, "kind": "construct"})
    result: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{said(finding)}{example} {finding.rule.mend}".replace("](", "] (")},  # no links of others
        "locations": [{"physicalLocation": physical, "logicalLocations": logical}],
        "partialFingerprints": {"place/v1": _fingerprint(finding)},
    }
    if witness:
        result["properties"] = {"witness": witness.to_dict()}
    return result


def _uri(template: str) -> str:
    """A path as a relative or absolute URI reference."""
    path = quote(template.replace("\\", "/"), safe="/", errors="replace")
    return f"file://{path}" if path.startswith("/") else path


def _fingerprint(finding: Finding) -> str:
    """The same for the same rule at the same place, however lines move and messages are worded."""
    parts = (finding.rule.id, finding.resource.template, finding.place, finding.assumption)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
