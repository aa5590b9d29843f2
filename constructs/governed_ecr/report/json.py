"""Findings for programs; docs/schemas/check-1.json is the schema."""

from __future__ import annotations

import json as standard
from typing import Any, Final

from ..rules.rule import Finding, Severity
from .report import Report

VERSION: Final = 1
"""Of the schema. A version may get more members; what is there keeps its name and its meaning."""


def json(report: Report) -> str:
    """The whole report as one JSON object, in ASCII."""
    document = {
        "version": VERSION,
        "findings": [finding_members(finding, report.lines.get(finding)) for finding in report.findings],
        "summary": {
            **{f"{severity.value}s": report.count(severity) for severity in Severity},
            "templates": report.templates,
            "resources": report.resources,
            "rules": report.rules,
        },
    }
    return standard.dumps(document, indent=2) + "\n"


def finding_members(finding: Finding, line: int | None = None) -> dict[str, Any]:
    """A finding as JSON output has it. line: of the template's text, where it is known."""
    rule, resource, found = finding.rule, finding.resource, finding.found
    document: dict[str, Any] = {
        "rule": rule.id,
        "severity": rule.severity.value,
        "resource": resource.logical_id,
        "type": resource.type,
        "template": resource.template,
        "path": finding.place,
        "construct_path": resource.construct_path,
        "message": found.message,
        "why": rule.why,
        "mend": finding.mend,
        "source": f"https://{rule.source}",
    }
    if line:
        document["line"] = line
    if finding.assumption:
        document["assumption"] = finding.assumption
    if found.witness:
        document["witness"] = found.witness.to_dict()
    return document
