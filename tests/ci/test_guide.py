"""What docs/ci.md shows works: the GitLab job, the pre-commit hooks, the acknowledgements, the comment."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from governed_ecr.cli import main
from governed_ecr.cli.accepted import read_acknowledgements
from tests.ci.checkouts import IMMUTABLE, MUTABLE, PROJECT, Checkout, repository
from tests.forge.server import TOKEN, Forge, serving

AWS = """\
#!/bin/sh
case $2 in
describe-repositories) printf 'app\\nteam/other\\n' ;;
*) sed "s|NAME|$4|" listing.json ;;
esac
"""
GUIDE = (PROJECT / "docs" / "ci.md").read_text(encoding="utf-8")


def block(language: str, start: str) -> str:
    (found,) = (text for text in re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL) if text.startswith(start))
    return found


@pytest.fixture
def job() -> dict[str, Any]:
    return yaml.safe_load(block("yaml", "governed-ecr:"))["governed-ecr"]


def test_the_gitlab_job(checkout: Checkout, job: dict[str, Any]) -> None:
    base = checkout.git("rev-parse", "HEAD")
    checkout.commit(registry=MUTABLE)
    (checkout.folder / "registry.yaml").write_text("account: '111111111111'\n")
    (checkout.tools / "pip").write_text("#!/bin/sh\n")
    (checkout.tools / "pip").chmod(0o755)
    forge = Forge(me="project_42_bot")

    with serving(forge) as server:
        variables = {
            **checkout.environment,
            "GITLAB_CI": "true",
            "CI_API_V4_URL": server.url,
            "CI_PROJECT_ID": "42",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_JOB_URL": "https://gitlab/team/app/-/jobs/1",
            "GITLAB_TOKEN": TOKEN,
            "no_proxy": "*",
        }
        lines = "\n".join((*job["before_script"], *job["script"]))
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", lines],
            cwd=checkout.folder,
            env=variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 1, done.stderr
    (body,) = forge.bodies
    assert body.startswith("<!-- governed-ecr: review -->\n### ")
    assert all((checkout.folder / name).stat().st_size for name in job["artifacts"]["paths"])


def hooks() -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook for hook in listed}


def test_the_hooks_are_what_pre_commit_takes() -> None:
    known = {"id", "name", "description", "language", "entry", "args", "files", "pass_filenames", "always_run"}
    for hook in hooks().values():
        assert {"id", "name", "language", "entry"} <= set(hook) <= known
        assert hook["language"] == "python"
    shown = yaml.safe_load(block("yaml", "repos:"))["repos"][0]["hooks"]
    assert [hook["id"] for hook in shown] == list(hooks())


@pytest.mark.parametrize(
    ("template", "code"),
    [(repository(ImageScanningConfiguration={"ScanOnPush": True}), 0), (MUTABLE, 1)],
    ids=["good", "bad"],
)
@pytest.mark.parametrize("hook", hooks().values(), ids=hooks())
def test_the_hooks_judge(hook: dict[str, Any], template: str, code: int, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.out").mkdir()
    for name in ("cdk.out/Registry.template.json", "app.template.json", "app.json", "template.py"):
        (tmp_path / name).write_text(template)
    files = [name for name in sorted(os.listdir()) if "files" in hook and re.search(hook["files"], name)]
    given: list[str] = hook.get("args", [])
    program, *arguments = [*shlex.split(hook["entry"]), *given, *files]

    assert program == "governed-ecr"
    assert arguments[1:] == (["app.template.json"] if files else ["cdk.out"])
    assert main.run(arguments) == code


def test_the_acknowledgements_are_some(tmp_path: Path) -> None:
    path = tmp_path / "acknowledgements.yaml"
    path.write_text(block("yaml", "acknowledgements:"))

    assert [(each.change or each.rule, each.resource) for each in read_acknowledgements(str(path))] == [
        ("protection-weakened", "BuildCache*"),
        ("TagImmutability", "BuildCache*"),
    ]


def test_the_comment_begins_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in {"base": IMMUTABLE, "head": MUTABLE}.items():
        (tmp_path / f"{name}.json").write_text(text)

    main.run(["review", str(tmp_path / "base.json"), str(tmp_path / "head.json"), "--format", "markdown"])

    assert capsys.readouterr().out.startswith(block("markdown", "### This"))


def test_the_inventory_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The loop, with an `aws` that knows two repositories of one image each."""
    image = {"repositoryName": "NAME", "imageDigest": f"sha256:{'0' * 64}", "imageTags": ["v1"], "imageSizeInBytes": 5}
    listing = {"imageDetails": [{**image, "imagePushedAt": "2026-01-01T00:00:00Z"}]}
    (tmp_path / "listing.json").write_text(json.dumps(listing))
    (tmp_path / "aws").write_text(AWS)
    (tmp_path / "aws").chmod(0o755)
    (tmp_path / "base.json").write_text(IMMUTABLE)
    (tmp_path / "head.json").write_text('{"Resources": {}}')

    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-euc", block("bash", "aws ecr")], cwd=tmp_path, env=environment, check=True)
    base, head, images = (str(tmp_path / f"{name}.json") for name in ("base", "head", "images"))
    main.run(["review", base, head, "--images", images])

    assert (tmp_path / "images.json").read_text().count("imageDigest") == 2
    assert "At stake: 1 image" in capsys.readouterr().out
