"""A repository with a registry in it, checked out as a pull request's change, and the tools that its pipeline calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = f'''\
#!/bin/sh
PYTHONPATH="{PROJECT}/constructs" exec "{sys.executable}" -m governed_ecr.cli.main "$@"
'''
NPX = """\
#!/usr/bin/env bash
set -eu
[[ "$*" == *"cdk synth --quiet" ]]
mkdir -p cdk.out
cp registry.json cdk.out/Registry.template.json
"""


def repository(**properties: Any) -> str:
    """A template with one governed repository."""
    return json.dumps(
        {
            "Resources": {
                "App": {
                    "Type": "AWS::ECR::Repository",
                    "DeletionPolicy": "Retain",
                    "UpdateReplacePolicy": "Retain",
                    "Properties": {"RepositoryName": "app", "ImageTagMutability": "IMMUTABLE", **properties},
                }
            }
        }
    )


IMMUTABLE, MUTABLE = repository(), repository(ImageTagMutability="MUTABLE")


@dataclass
class Done:
    code: int
    out: str
    report: Path
    outputs: dict[str, str]

    @property
    def comment(self) -> str:
        return (self.report / "comment.md").read_text(encoding="utf-8")


@dataclass
class Checkout:
    """A clone whose HEAD is a change to its base branch, `main` of its origin."""

    folder: Path
    tools: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables under which the tools are found, and no settings of whoever runs the tests."""
        path = f"{self.tools}:{os.environ['PATH']}"
        return {"PATH": path, "HOME": str(self.tools), "GIT_CONFIG_GLOBAL": os.devnull}

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, **files: str | None) -> str:
        """Write registry.json and others (None to delete), and commit; returns the commit."""
        for name, text in files.items():
            path = self.folder / f"{name}.json"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A change")
        return self.git("rev-parse", "HEAD")

    def run(self, **environment: str) -> Done:
        """Run ci/review.sh in it."""
        report, outputs = self.tools / "report", self.tools / "outputs"
        outputs.unlink(missing_ok=True)
        given = {
            **self.environment,
            "GOVERNED_ECR": str(self.tools / "governed-ecr"),
            "PYTHON": sys.executable,
            "GITHUB_WORKSPACE": str(self.folder),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_EVENT_NAME": "pull_request",
            "REPORT": str(report),
            "LINK": "https://github.com/team/app/actions/runs/1#artifacts",
            "BASE": "main",
            "SYNTH": "npx cdk synth --quiet",
            "DIRECTORY": ".",
            "ASSEMBLY": "cdk.out",
            "BASE_ASSEMBLY": "",
            "HEAD_ASSEMBLY": "",
            "CONTEXT": "",
            "IMAGES": "",
            "ACKNOWLEDGEMENTS": "",
            "FAIL_ON": "error",
            **environment,
        }
        script = [str(PROJECT / "ci" / "review.sh")]
        done = subprocess.run(
            script, env=given, cwd=self.tools, capture_output=True, text=True, timeout=60, check=False
        )
        written = outputs.read_text(encoding="utf-8").splitlines() if outputs.exists() else []
        parts = (line.partition("=") for line in written)
        return Done(done.returncode, done.stdout + done.stderr, report, {name: value for name, _, value in parts})
