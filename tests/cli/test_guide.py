"""What docs/check.md shows is what happens."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from governed_ecr.cli import main

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = (PROJECT / "docs" / "check.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def _less_rules(output: str) -> str:
    """Less their number: there will be more."""
    return re.sub(r"\d+ rules", "rules", output)


@pytest.mark.parametrize("block", _blocks("console"))
def test_the_output_is_real(block: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(PROJECT)
    command, shown, code = re.fullmatch(r"\$ governed-ecr (.*?)\n(.*)\$ echo \$\?\n(\d+)\n", block, re.DOTALL).groups()  # type: ignore[union-attr]

    assert main.run(shlex.split(command)) == int(code)
    assert _less_rules(capsys.readouterr().out) == _less_rules(shown)


def test_the_finding_is_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(PROJECT)
    arguments = ["docs/examples/shop.template.yaml", "--context", "docs/examples/facts.yaml", "--format", "json"]
    (shown,) = _blocks("json")

    main.run(["check", *arguments])

    assert json.loads(shown) in json.loads(capsys.readouterr().out)["findings"]


def test_the_facts_are_those_of_the_example() -> None:
    assert (PROJECT / "docs" / "examples" / "facts.yaml").read_text(encoding="utf-8") in _blocks("yaml")


def test_every_option_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "access"):
        main.run([command, "--help"])
        options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}

        assert options - set(re.findall(r"--[a-z-]+", GUIDE)) == set()
