"""A review for programs; docs/schemas/review-1.json is the schema."""

from __future__ import annotations

import json as standard
from typing import Any, Final

from ..report.json import finding_members
from ..rules.rule import Finding
from .acknowledgements import Accepted
from .change import Change, Lines
from .review import Review

VERSION: Final = 1
"""Of the schema. A version may get more members; what is there keeps its name and its meaning."""


def json(review: Review, lines: Lines | None = None) -> str:
    """The whole review as one JSON object, in ASCII."""
    known = lines or {}
    document = {
        "version": VERSION,
        "verdict": review.verdict,
        "changes": [_change(change, known.get(change)) for change in review.changes],
        "findings": [finding_members(finding, known.get(finding)) for finding in review.findings],
        "known_findings": review.known_findings,
        "benign_changes": review.benign_changes,
        "acknowledged": [_accepted(accepted) for accepted in review.accepted],
    }
    return standard.dumps(document, indent=2) + "\n"


def _change(change: Change, line: int | None) -> dict[str, Any]:
    resource = change.resource
    document: dict[str, Any] = {
        "kind": change.kind.value,
        "severity": change.severity.value,
        "resource": resource.logical_id,
        "type": resource.type,
        "template": resource.template,
        "path": change.place,
        "construct_path": resource.construct_path,
        "message": change.message,
    }
    if line:
        document["line"] = line
    if change.images:
        document["images"] = {
            "count": change.images.count,
            "bytes": change.images.bytes,
            "tags": list(change.images.tags),
        }
    if change.witness:
        document["witness"] = change.witness.to_dict()
    return document


def _accepted(accepted: Accepted) -> dict[str, Any]:
    item, by = accepted.item, accepted.by
    kind = {"rule": item.rule.id} if isinstance(item, Finding) else {"kind": item.kind.value}
    return {
        **kind,
        "resource": item.resource.logical_id,
        "template": item.resource.template,
        "reason": by.reason,
        "expires": by.expires.isoformat(),
    }
