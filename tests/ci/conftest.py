"""A checkout of a change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.ci.checkouts import IMMUTABLE, NPX, PROGRAM, Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Its `npx cdk synth` makes an assembly of registry.json; its governed-ecr is the real one."""
    origin, folder, tools = tmp_path / "origin", tmp_path / "checkout", tmp_path / "tools"
    tools.mkdir()
    for name, text in {"npx": NPX, "governed-ecr": PROGRAM}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", origin], check=True)
    first = Checkout(origin, tools)
    first.git("config", "uploadpack.allowAnySHA1InWant", "true")
    (origin / ".gitignore").write_text("cdk.out/\n")
    first.commit(registry=IMMUTABLE)
    subprocess.run(["git", "clone", "--quiet", origin, folder], check=True)
    checkout = Checkout(folder, tools)
    checkout.git("checkout", "--quiet", "--detach")
    return checkout
