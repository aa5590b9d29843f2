"""Where output goes, and when it is coloured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from governed_ecr.cli.output import colour, write
from governed_ecr.model.errors import GovernedEcrError


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour(terminal: bool, environment: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert colour() is expected
    assert colour(Path("file")) is False


def test_a_file_is_utf8(tmp_path: Path) -> None:
    write("größe \ud800\n", tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == "größe \\ud800\n".encode()


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(GovernedEcrError) as refused:
        write("", tmp_path / "none" / "out")

    assert str(refused.value) == f"{tmp_path}/none/out: No such file or directory. Nothing could be written to it."


def test_no_stdout_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    assert colour() is False
    with pytest.raises(GovernedEcrError) as refused:
        write("")

    assert str(refused.value) == "stdout: It is closed. Nothing could be written to it."
