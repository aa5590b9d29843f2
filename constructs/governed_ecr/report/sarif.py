"""Findings as SARIF 2.1.0, which code scanning services read.

docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from ..access.witness import Witness
from ..rules.rule import Finding, Rule, Severity
from ..state.registry import Resource
from .report import Report, said

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Position:
    """A file, and the line in it (from 1) where that is known."""

    file: str
    line: int | None = None


Origins = Mapping[Resource, Position]
"""What people edit to change a resource (registry.yaml, the CDK app), where that is known; a template is made of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a result is one of: a rule, or a kind of change."""

    id: str
    summary: str
    why: str
    mend: str
    source: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Result:
    """One thing to tell, at a place in a template. distinct: what tells it from others of its kind at that place."""

    kind: Kind
    severity: Severity
    message: str
    resource: Resource
    place: str
    line: int | None = None
    witness: Witness | None = None
    distinct: str = ""


def sarif(report: Report, version: str, origins: Origins | None = None) -> str:
    """A report as one SARIF log with one run; ``version`` is that of governed-ecr."""
    return log((finding_result(finding, report.lines.get(finding)) for finding in report.findings), version, origins)


def finding_result(finding: Finding, line: int | None) -> Result:
    """A finding as a result; line: of its place in the template."""
    witness = finding.found.witness
    example = f" For example, {witness}." if witness else ""
    return Result(
        kind=_kind(finding.rule),
        severity=finding.severity,
        message=f"{said(finding)}{example} {finding.mend}",
        resource=finding.resource,
        place=finding.place,
        line=line,
        witness=witness,
        distinct=finding.assumption,
    )


def log(results: Iterable[Result], version: str, origins: Origins | None = None) -> str:
    """Results as one SARIF log with one run."""
    listed = list(results)
    kinds = list(dict.fromkeys(result.kind for result in listed))
    index = {kind: at for at, kind in enumerate(kinds)}
    driver = {"name": "governed-ecr", "version": version, "rules": [_descriptor(kind) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, index[result.kind], origins or {}) for result in listed],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _kind(rule: Rule) -> Kind:
    return Kind(rule.id, rule.summary, rule.why, rule.mend, rule.source, rule.severity)


def _descriptor(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.id,
        "shortDescription": {"text": kind.summary},
        "fullDescription": {"text": f"{kind.summary} {kind.why}"},
        "help": {"text": f"{kind.why} {kind.mend}"},
        "helpUri": f"https://{kind.source}",
        "defaultConfiguration": {"level": kind.severity.value},
        "properties": {"tags": ["security", "ecr"]},
    }


def _result(result: Result, index: int, origins: Origins) -> dict[str, Any]:
    resource = result.resource
    logical = [{"fullyQualifiedName": result.place, "name": resource.logical_id, "kind": "resource"}]
    if resource.construct_path:
        logical.append({"fullyQualifiedName": resource.construct_path, "kind": "construct"})
    in_template = _physical(Position(resource.template, result.line))
    origin = origins.get(resource)
    location = _physical(origin) if origin else in_template
    told: dict[str, Any] = {
        "ruleId": result.kind.id,
        "ruleIndex": index,
        "level": result.severity.value,
        "message": {"text": result.message.replace("](", "] (")},  # no links of others
        "locations": [{"physicalLocation": location, "logicalLocations": logical}],
        "partialFingerprints": {"place/v1": _fingerprint(result)},
    }
    if origin:
        told["relatedLocations"] = [{"physicalLocation": in_template, "message": {"text": "In the template"}}]
    if result.witness:
        told["properties"] = {"witness": result.witness.to_dict()}
    return told


def _physical(position: Position) -> dict[str, Any]:
    found: dict[str, Any] = {"artifactLocation": {"uri": _uri(position.file)}}
    if position.line is not None:
        found["region"] = {"startLine": position.line}
    return found


def _uri(file: str) -> str:
    """A path as a relative or absolute URI reference."""
    path = quote(file.replace("\\", "/"), safe="/", errors="replace")
    return f"file://{path}" if path.startswith("/") else path


def _fingerprint(result: Result) -> str:
    """The same for the same kind at the same place, however lines move, and wherever the templates lie this time."""
    resource = result.resource
    template = PurePath(resource.template).name
    parts = (result.kind.id, template, resource.construct_path or "", result.place, result.distinct)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
