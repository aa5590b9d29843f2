"""What the README shows is what happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from governed_ecr import GovernedEcrError
from governed_ecr.config import load_registry
from governed_ecr.config.load import parse_registry

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
MISTAKES = {
    "pull: {organization: true}\n  repositories": "pull: {organisation: true}\n  repositories",
    "team-red/web": "Team/web",
    "team-red/search": "payments/ledger",
    "{region: eu-west-1}]\n": "{region: us-east-1}]\n",
}


def _block(language: str) -> str:
    match = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert match, language
    return match.group(1)


def test_the_registry_file_is_one() -> None:
    assert parse_registry(_block("yaml")).hub.account == "111111111111"


def test_the_python_example_runs(tmp_path: Path) -> None:
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", _block("python")], check=True, env=environment, cwd=tmp_path)

    assert (tmp_path / "Shop.template.json").exists()


def test_the_errors_are_those_of_the_example_with_these_mistakes() -> None:
    text = (PROJECT / "registry.yaml").read_text(encoding="utf-8")
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong)

    with pytest.raises(GovernedEcrError) as refused:
        parse_registry(text)

    assert _block("text").splitlines() == str(refused.value).splitlines()


def test_the_output_of_the_demo_shows_the_example() -> None:
    demo = README.partition("<!-- demo -->")[2].partition("<!-- /demo -->")[0]

    for name, _ in load_registry(PROJECT / "registry.yaml").each_repository():
        assert name in demo
    assert "cdk diff: Number of stacks with differences: 0" in demo
