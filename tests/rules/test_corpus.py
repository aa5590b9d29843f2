"""The labelled templates of tests/corpus: every defect is found and gone when it is mended, and nothing else is said.

An entry of expectations.json names a template, an assembly or a folder; its context is laid over the default one. A bad
one has a twin of the same name in ``fixed``, and ``rules`` names the rules that find its defect.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from governed_ecr.rules import ALL_RULES
from governed_ecr.rules.check import check
from governed_ecr.rules.rule import Finding, Severity
from governed_ecr.state.context import context_of
from governed_ecr.state.read import read_registries

CORPUS: Final = Path(__file__).parents[1] / "corpus"
EXPECTATIONS: Final[dict[str, Any]] = json.loads((CORPUS / "expectations.json").read_text(encoding="utf-8"))
ENTRIES: Final[dict[str, dict[str, Any]]] = {entry["file"]: entry for entry in EXPECTATIONS["expectations"]}
SEVERITIES: Final = {
    "critical": Severity.ERROR,
    "high": Severity.ERROR,
    "medium": Severity.WARNING,
    "low": Severity.NOTE,
}
BAD: Final = [file for file, entry in ENTRIES.items() if entry["kind"] == "bad"]
CLEAN: Final = [file for file, entry in ENTRIES.items() if entry["kind"] == "good"]


@cache
def _findings(file: str) -> tuple[Finding, ...]:
    context = context_of({**EXPECTATIONS["default_context"], **ENTRIES[file]["context"]})
    return tuple(check(read_registries([CORPUS / file], context)))


def _fixed(bad: str) -> str:
    return bad.replace("bad/", "fixed/")


@pytest.mark.parametrize("file", BAD)
def test_a_defect_is_found_by_its_rules_and_by_no_other(file: str) -> None:
    found = _findings(file)
    assert {finding.rule.id for finding in found} == set(ENTRIES[file]["rules"])
    order = list(Severity)
    assert min(order.index(finding.severity) for finding in found) <= order.index(SEVERITIES[ENTRIES[file]["severity"]])


@pytest.mark.parametrize("file", BAD)
def test_a_defect_that_is_mended_is_gone(file: str) -> None:
    assert not {finding.rule.id for finding in _findings(_fixed(file))} & set(ENTRIES[file]["rules"])


@pytest.mark.parametrize("file", CLEAN)
def test_what_is_clean_has_notes_at_most(file: str) -> None:
    loud = [finding for finding in _findings(file) if finding.severity is not Severity.NOTE]
    assert [(finding.rule.id, finding.place, finding.found.message) for finding in loud] == []


def test_every_file_is_labelled() -> None:
    there = {
        path.relative_to(CORPUS).as_posix() for kind in ("bad", "fixed", "good") for path in (CORPUS / kind).iterdir()
    }
    assert there == {*BAD, *CLEAN}
    assert {_fixed(file) for file in BAD} == {file for file in CLEAN if file.startswith("fixed/")}


def test_every_rule_has_its_defect() -> None:
    assert {rule for file in BAD for rule in ENTRIES[file]["rules"]} == {rule.id for rule in ALL_RULES}
