"""app.py, as the `cdk` command runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def _run(folder: Path, registry: Path) -> subprocess.CompletedProcess[str]:
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(folder / "out"),
        "CDK_CONTEXT_JSON": json.dumps({**context, "registry": str(registry)}),
    }
    return subprocess.run(
        [sys.executable, "app.py"], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


def test_another_file_by_context(tmp_path: Path) -> None:
    registry = tmp_path / "other.yaml"
    registry.write_text(
        "organization: {id: o-a1b2c3d4e5}\n"
        "hub: {account: '111111111111', region: eu-west-1}\n"
        "repositories: [{names: [team/app]}]\n",
        encoding="utf-8",
    )

    done = _run(tmp_path, registry)

    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    stacks = {name for name, part in manifest["artifacts"].items() if part["type"] == "aws:cloudformation:stack"}
    assert stacks == {"Registry-Hub", "Registry-Repositories-10"}


@pytest.mark.parametrize(
    ("acknowledgements", "code"),
    [("", 1), ("acknowledgements: [{rule: TagImmutability, match: team/*, reason: A test.}]\n", 0)],
)
def test_what_the_rules_find_fails_it_until_it_is_acknowledged(
    tmp_path: Path, acknowledgements: str, code: int
) -> None:
    registry = tmp_path / "registry.yaml"
    registry.write_text(
        "organization: {id: o-a1b2c3d4e5}\n"
        "hub: {account: '111111111111', region: eu-west-1}\n"
        "repositories: [{names: [team/app], tag_mutability: {mode: MUTABLE}}]\n" + acknowledgements,
        encoding="utf-8",
    )

    done = _run(tmp_path, registry)

    assert done.returncode == code
    assert ("Acknowledge with 'GovernedEcr::TagImmutability'" in done.stderr) == bool(code)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "hub: {account: 111111111111}\n",
            ["organization: Missing", "hub.region: Missing", "hub.account: 111111111111"],
        ),
        ("\0", ["Not YAML"]),
        ("a: [", ["Not YAML"]),
    ],
)
def test_a_wrong_file_ends_in_all_its_errors_and_nothing_synthesized(
    tmp_path: Path, text: str, says: list[str]
) -> None:
    registry = tmp_path / "registry.yaml"
    registry.write_text(text, encoding="utf-8")

    done = _run(tmp_path, registry)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert all(part in done.stderr for part in says)
    assert not list((tmp_path / "out").glob("*.json"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = _run(tmp_path, tmp_path / "nowhere.yaml")

    assert done.returncode == 1
    assert f"{tmp_path}/nowhere.yaml: No such file or directory. Name a registry file." in done.stderr
