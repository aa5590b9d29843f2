"""The labelled pairs of tests/corpus/changes: what is dangerous is called by its kind, and what is harmless by nothing.

An entry of expectations.json names a pair without ``.base.json`` and ``.head.json``; ``changes`` are the kinds that a
dangerous one must be called by.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from governed_ecr.review.review import Review, Side, review
from governed_ecr.rules.rule import Severity
from governed_ecr.state.context import context_of
from governed_ecr.state.read import read_registries

CORPUS: Final = Path(__file__).parents[1] / "corpus"
EXPECTATIONS: Final[dict[str, Any]] = json.loads((CORPUS / "expectations.json").read_text(encoding="utf-8"))
ENTRIES: Final[dict[str, dict[str, Any]]] = {entry["file"]: entry for entry in EXPECTATIONS["expectations"]}
DANGEROUS: Final = [file for file, entry in ENTRIES.items() if entry["kind"] == "change-bad"]
HARMLESS: Final = [file for file, entry in ENTRIES.items() if entry["kind"] == "change-good"]
LOUD: Final = {"critical": {Severity.ERROR}, "high": {Severity.ERROR}, "medium": {Severity.ERROR, Severity.WARNING}}


@cache
def _side(file: str, side: str) -> Side:
    path = CORPUS / f"{file}.{side}.json"
    context = context_of({**EXPECTATIONS["default_context"], **ENTRIES[file]["context"]})
    return Side(read_registries([path], context), str(path))


def _review(file: str) -> Review:
    return review(_side(file, "base"), _side(file, "head"))


def test_every_pair_is_labelled() -> None:
    pairs = {f"changes/{path.name.removesuffix('.base.json')}" for path in (CORPUS / "changes").glob("*.base.json")}
    assert pairs == {*DANGEROUS, *HARMLESS}


@pytest.mark.parametrize("file", DANGEROUS)
def test_a_danger_is_called_by_its_kind(file: str) -> None:
    entry = ENTRIES[file]
    loud = {change.kind for change in _review(file).changes if change.severity in LOUD[entry["severity"]]}
    assert set(entry["changes"]) <= loud


@pytest.mark.parametrize("file", HARMLESS)
def test_what_is_harmless_has_notes_at_most(file: str) -> None:
    found = _review(file)
    assert [item for item in found.items if item.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("file", [*DANGEROUS, *HARMLESS])
@pytest.mark.parametrize("side", ["base", "head"])
def test_nothing_happens_without_a_change(file: str, side: str) -> None:
    found = review(_side(file, side), _side(file, side))
    assert (found.items, found.benign_changes) == ([], 0)
