"""Two cloud assemblies of one organization's registry, before and after a change: one stack, ``size`` repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from check_template import ACCOUNT, REGION, template

STACK: Final = "Registry"
_CHANGED: Final = 50
"""One repository of so many changes, in one way after the other."""


def assemblies(folder: Path, size: int) -> tuple[Path, Path]:
    """The folders of the assemblies before and after."""
    before = json.loads(template(size))
    after = json.loads(template(size))
    for at, number in enumerate(range(1, size, _CHANGED)):
        _change(after["Resources"], f"Repository{number:05}", at % len(CHANGES))
    return _assembly(folder / "base", before), _assembly(folder / "head", after)


CHANGES: Final = ("access-widened", "protection-weakened", "lifecycle-tightened", "removal")
"""The kinds of change that are made, in turn."""


def changed(size: int) -> list[str]:
    """The kinds that a review of these assemblies must name, once for each repository that changes."""
    return sorted(CHANGES[at % len(CHANGES)] for at, _ in enumerate(range(1, size, _CHANGED)))


def _change(resources: dict[str, Any], name: str, way: int) -> None:
    properties = resources[name]["Properties"]
    match CHANGES[way]:
        case "access-widened":
            pull = properties["RepositoryPolicyText"]["Statement"][0]
            properties["RepositoryPolicyText"]["Statement"][0] = {**pull, "Action": [*pull["Action"], "ecr:PutImage"]}
        case "protection-weakened":
            properties["ImageTagMutability"] = "MUTABLE"
        case "lifecycle-tightened":
            text = properties["LifecyclePolicy"]["LifecyclePolicyText"]
            properties["LifecyclePolicy"] = {"LifecyclePolicyText": text.replace('"countNumber":14', '"countNumber":2')}
        case _:
            del resources[name]


def _assembly(folder: Path, body: dict[str, Any]) -> Path:
    folder.mkdir(parents=True)
    (folder / f"{STACK}.template.json").write_text(json.dumps(body, indent=1), encoding="utf-8")
    artifact = {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://{ACCOUNT}/{REGION}",
        "properties": {"templateFile": f"{STACK}.template.json"},
        "displayName": STACK,
    }
    manifest = {"version": "48.0.0", "artifacts": {STACK: artifact}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
