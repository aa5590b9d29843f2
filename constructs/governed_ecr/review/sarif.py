"""A review as SARIF 2.1.0: changes, by their kinds, and the findings that are new."""

from __future__ import annotations

from ..report.sarif import Origins, Result, finding_result, log
from .change import Change, Lines
from .kinds import KINDS
from .review import Review


def sarif(review: Review, version: str, lines: Lines | None = None, origins: Origins | None = None) -> str:
    """A review as one SARIF log with one run; ``version`` is that of governed-ecr."""
    known = lines or {}
    changes = (_result(change, known.get(change)) for change in review.changes)
    findings = (finding_result(finding, known.get(finding)) for finding in review.findings)
    return log((*changes, *findings), version, origins)


def _result(change: Change, line: int | None) -> Result:
    return Result(
        kind=KINDS[change.kind],
        severity=change.severity,
        message=change.message,
        resource=change.resource,
        place=change.place,
        line=line,
        witness=change.witness,
        distinct=change.message,
    )
