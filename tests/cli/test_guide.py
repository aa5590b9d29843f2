"""What docs/check.md and docs/review.md show is what happens."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from governed_ecr.cli import main
from governed_ecr.review.acknowledgements import acknowledgements_of
from governed_ecr.review.change import ChangeKind

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = (PROJECT / "docs" / "check.md").read_text(encoding="utf-8")
REVIEW = (PROJECT / "docs" / "review.md").read_text(encoding="utf-8")


def _blocks(language: str, guide: str = GUIDE) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)


def _less_rules(output: str) -> str:
    """Less their number: there will be more."""
    return re.sub(r"\d+ rules", "rules", output)


@pytest.mark.parametrize("block", [*_blocks("console"), *_blocks("console", REVIEW)])
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
    for command, guide in (("check", GUIDE), ("access", GUIDE), ("review", REVIEW)):
        main.run([command, "--help"])
        options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}

        assert options - set(re.findall(r"--[a-z-]+", guide)) == set()


def test_every_kind_of_change_is_told() -> None:
    assert {kind for kind in ChangeKind if f"`{kind}`" not in REVIEW} == set()


def test_the_acknowledgement_is_one() -> None:
    (shown,) = _blocks("yaml", REVIEW)
    assert acknowledgements_of(yaml.safe_load(shown), rules=())
