"""What several commands have in common."""

from __future__ import annotations

import pytest

from governed_ecr.cli import main
from governed_ecr.cli.options import FAIL_ON, fails
from governed_ecr.rules.rule import Severity


def test_the_severities_are_those_of_rules() -> None:
    assert (*(severity.value for severity in Severity), "never") == FAIL_ON


@pytest.mark.parametrize("severity", Severity)
def test_what_is_at_or_above_fails(severity: Severity) -> None:
    order = list(Severity)

    failing = [fail_on for fail_on in FAIL_ON if fails([severity], fail_on)]

    assert failing == [each.value for each in order[order.index(severity) :]]


def test_nothing_never_fails() -> None:
    assert not any(fails([], fail_on) for fail_on in FAIL_ON)


EMPTY = {
    "PATH": ["check", ""],
    "--context": ["check", "x", "--context", ""],
    "--output": ["check", "x", "--output", ""],
    "BASE": ["review", "", "HEAD"],
    "HEAD": ["review", "BASE", ""],
    "--images": ["review", "x", "y", "--images", ""],
    "--acknowledgements": ["review", "x", "y", "--acknowledgements", ""],
    "--policy": ["lifecycle", "simulate", "--images", "x", "--policy", ""],
    "FILE": ["comment", ""],
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_path_is_not_the_current_folder(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(EMPTY[name]) == 2
    assert capsys.readouterr().err.endswith(f"error: argument {name}: an empty path\n")
