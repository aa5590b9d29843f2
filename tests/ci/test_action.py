"""action.yml: linted, and its scripts run."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.checkouts import PROGRAM, PROJECT
from tests.ci.linting import as_workflow, lint
from tests.forge.server import TOKEN, Forge, serving

TEXT = (PROJECT / "action.yml").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load(TEXT)
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
GUIDE = (PROJECT / "docs" / "ci.md").read_text(encoding="utf-8")


def step(name: str) -> dict[str, Any]:
    (found,) = (each for each in STEPS if each["name"] == name)
    return found


def run(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The script of a step, with the variables that it declares and those that every run has."""
    declared = set(step(name).get("env", {}))
    assert declared <= set(environment), "a variable of the step is not given"
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "no_proxy": "*", **environment}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step(name)["run"]]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=60, check=False)


def test_actionlint_finds_nothing_and_would_find_something() -> None:
    bad = copy.deepcopy(ACTION)
    bad["runs"]["steps"][0]["with"]["python-version"] = "${{ inputs.nothing }}"
    bad["runs"]["steps"][1]["run"] = "echo ${{ github.event.pull_request.title }}"
    bad["runs"]["steps"][2]["if"] = "${{ steps.later.outcome == 'success' }}"
    (example, *_) = (
        block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "on: pull_request" in block
    )
    example = example.replace("OWNER/governed-ecr@COMMIT", f"owner/governed-ecr@{'0' * 40}")

    found = lint(action=as_workflow(ACTION), example=example, bad=as_workflow(bad))

    assert [line for line in found if "/bad.yml" not in line] == []
    assert [name for name in ('"nothing"', "potentially untrusted", '"later"') if name in " ".join(found)] == [
        '"nothing"',
        "potentially untrusted",
        '"later"',
    ]


def test_no_expression_is_part_of_a_script() -> None:
    """Whatever a branch or an input is called, a shell sees it as the value of a variable only."""
    assert [each["name"] for each in STEPS if "${{" in each.get("run", "")] == []
    assert all(each.get("shell") == "bash" for each in STEPS if "run" in each)


def test_actions_of_others_are_pinned_by_commit() -> None:
    used = re.findall(r"uses: (.*)", TEXT + GUIDE)
    others = [use for use in used if not use.startswith("OWNER/")]
    assert len(others) == 4
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in others)


def test_the_guide_tells_every_input_and_output() -> None:
    assert {name for name in (*ACTION["inputs"], *ACTION["outputs"]) if f"`{name}`" not in GUIDE} == set()


def test_every_input_is_used() -> None:
    assert {name for name in ACTION["inputs"] if f"inputs.{name}" not in TEXT} == set()


def test_the_script_takes_what_its_step_gives() -> None:
    script = (PROJECT / "ci" / "review.sh").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", script)) - {"BASE_LINK"}
    used -= {"GITHUB_WORKSPACE", "GITHUB_OUTPUT", "GITHUB_EVENT_NAME"}
    assert used == set(step("Review")["env"])
    assert os.access(PROJECT / "ci" / "review.sh", os.X_OK)


@pytest.mark.parametrize(("version", "installed"), [("1.2.3", "governed-ecr==1.2.3"), ("", "/the/action")])
def test_install(tmp_path: Path, version: str, installed: str) -> None:
    """A virtual environment of its own, and what to install into it."""
    (tmp_path / "python").write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/log\nmkdir -p "$3/bin" && cp "$0" "$3/bin"\n')
    (tmp_path / "python").chmod(0o755)
    (tmp_path / "log").touch()

    done = run(
        "Install governed-ecr",
        tmp_path,
        PYTHON=str(tmp_path / "python"),
        VERSION=version,
        RUNNER_TEMP=str(tmp_path / "temp"),
        GITHUB_ACTION_PATH="/the/action",
        GITHUB_OUTPUT=str(tmp_path / "outputs"),
    )

    assert done.returncode == 0, done.stderr
    made, into = (tmp_path / "log").read_text().splitlines()
    assert made == f"-m venv {tmp_path}/temp/governed-ecr"
    assert into == f"-m pip install --quiet --disable-pip-version-check {installed}"
    assert (tmp_path / "outputs").read_text() == f"bin={tmp_path}/temp/governed-ecr/bin\n"


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "governed-ecr"
    path.write_text(PROGRAM)
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("may_write", [True, False])
def test_comment(tmp_path: Path, program: str, may_write: bool) -> None:
    (tmp_path / "event.json").write_text(json.dumps({"pull_request": {"number": 7}}))
    (tmp_path / "comment.md").write_text("### Verdict\n")
    forge = Forge(may_write=may_write)
    with serving(forge) as server:
        done = run(
            "Comment",
            tmp_path,
            GOVERNED_ECR=program,
            COMMENT="comment.md",
            NAME="governed-ecr",
            GITHUB_TOKEN=TOKEN,
            GITHUB_ACTIONS="true",
            GITHUB_API_URL=server.url,
            GITHUB_GRAPHQL_URL=f"{server.url}/graphql",
            GITHUB_REPOSITORY="team/app",
            GITHUB_EVENT_PATH=str(tmp_path / "event.json"),
            GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
        )

    assert done.returncode == 0, done.stderr
    assert forge.bodies == (["<!-- governed-ecr: governed-ecr -->\n### Verdict\n"] if may_write else [])
    assert (tmp_path / "summary.md").exists() != may_write
    assert TOKEN not in done.stdout + done.stderr


def test_summary(tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("### Verdict\n")
    done = run("Summary", tmp_path, COMMENT="comment.md", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert done.returncode == 0
    assert (tmp_path / "summary.md").read_text() == "### Verdict\n"


@pytest.mark.parametrize("code", ["1", "2"])
def test_the_verdict_is_the_exit_code(tmp_path: Path, code: str) -> None:
    done = run("Verdict", tmp_path, CODE=code, VERDICT="error", FAIL_ON="warning")
    assert done.returncode == int(code)
    assert done.stdout == "::error title=governed-ecr::The verdict is error; this job fails for warning and worse.\n"


def test_reports_come_before_the_failure() -> None:
    names = [each["name"] for each in STEPS]
    assert names.index("Verdict") == len(names) - 1
    assert all("!cancelled()" in each["if"] for each in STEPS[3:])
