"""What actionlint says about workflows."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

SCRIPT = Path(__file__).with_name("actionlint.mjs")


def lint(**workflows: str) -> list[str]:
    """One line for each problem of workflows, by their names."""
    done = subprocess.run(["node", SCRIPT], input=json.dumps(workflows), capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def as_workflow(action: Mapping[str, Any]) -> str:
    """A composite action as a workflow with the same inputs, steps and outputs: actionlint reads no action.yml."""
    inputs = {name: {"type": "string", "default": ""} for name in action["inputs"]}
    outputs = {name: output["value"] for name, output in action["outputs"].items()}
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"], "outputs": outputs}
    return yaml.safe_dump({"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}, sort_keys=False)
