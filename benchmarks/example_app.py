"""The example's app at a size that hurts: ``python app.py`` on a generated registry against the same in JavaScript."""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import yaml
from processes import ROOT, Run, run
from templates import context, counts, repositories

from governed_ecr.model.shards import shard

STACKS: Final = 16
JAVASCRIPT: Final = Path(__file__).parent / "javascript"

_REGISTRY: Final = """
organization:
  id: o-a1b2c3d4e5
  units:
    production: o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*
    build: o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*
hub: {account: "111111111111", region: us-east-1}
sharing:
  pull: {organization: true}
scanning: {type: BASIC}
tags: {owner: platform}
defaults:
  tag_mutability: {mode: IMMUTABLE}
  encryption: {type: KMS}
  lifecycle: {preset: keep_releases, patterns: ["v*", "release-*"], untagged: 14}
patterns:
  - match: "team-*/*"
    lifecycle:
      preset: keep_releases
      patterns: ["v*", "release-*"]
      then: {preset: branch_builds, develop: 180, feature: 180, hotfix: 180, untagged: 1}
  - match: "*/functions/*"
    services: {lambda: ["111111111111", "222222222222"]}
  - match: "payments/*"
    tags: {data-classification: confidential}
pull_through_caches:
  - {upstream: ecr-public, prefix: ecr-public}
  - upstream: docker-hub
    prefix: docker-hub
    credential: {username: example-bot}
    lifecycle: {preset: cache, days: 60, untagged: 1}
creation_templates:
  - prefix: sandbox
    applied_for: [CREATE_ON_PUSH]
    lifecycle: {preset: keep_releases, others: 30, untagged: 1}
replication:
  - destinations: [{region: eu-west-1}]
  - destinations: [{region: eu-west-1, account: "222222222222"}]
    prefixes: [payments/]
"""
"""The example's sections; the repositories come from _KINDS."""

_KINDS: Final = """
blue: {}
red:
  sharing:
    push: {units: [build]}
payments:
  sharing:
    pull: {units: [production]}
    push: {accounts: ["333333333333"]}
  lifecycle: {preset: archive_cold, unpulled: 180, delete_after: 365}
caches:
  encryption: {type: AES256}
  tag_mutability: {mode: IMMUTABLE_WITH_EXCLUSION, exclusion_filters: ["cache-*"]}
  lifecycle:
    rules:
      - description: the last ten of each cache
        selection: {tagStatus: tagged, tagPatternList: ["cache-*"], countType: imageCountMoreThan, countNumber: 10}
        action: {type: expire}
      - description: what no tag points at any more
        selection: {tagStatus: untagged, countType: sinceImagePushed, countUnit: days, countNumber: 1}
        action: {type: expire}
"""
"""The four kinds of repositories that the example has."""

_PER_GROUP: Final = 20
_MIX: Final = ("blue", "red", "blue", "red", "payments", "blue", "red", "blue", "red", "caches")


class ExampleApp:
    """The generated registry, and the two programs that make it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        registry = yaml.safe_load(_REGISTRY)
        kinds = yaml.safe_load(_KINDS)
        groups = list(_groups(size))
        registry["repository_stacks"] = STACKS
        registry["repositories"] = [{"names": names, **kinds[kind]} for kind, names in groups]
        self.registry = folder / "registry.yaml"
        self.registry.write_text(yaml.safe_dump(registry, sort_keys=False), encoding="utf-8")
        stacks: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for kind, names in groups:
            for name in names:
                stacks[shard(name, STACKS)].append((kind, name))
        self.names = folder / "names.json"
        named = {f"Registry-Repositories-{number}": entries for number, entries in sorted(stacks.items())}
        self.names.write_text(json.dumps(named), encoding="utf-8")

    def python(self) -> Run:
        return self._run("python", [sys.executable, ROOT / "app.py"], registry=str(self.registry))

    def javascript(self) -> Run:
        return self._run("javascript", ["node", JAVASCRIPT / "main.js"], names=str(self.names))

    def check(self) -> None:
        """SystemExit unless both programs just made the same: resources by type and stack, repositories entirely."""
        ours, theirs = self.folder / "python", self.folder / "javascript"
        for stack in sorted({*counts(ours), *counts(theirs)}):
            mine, other = counts(ours).get(stack), counts(theirs).get(stack)
            if mine != other:
                raise SystemExit(f"{stack}: the app makes {mine}, and JavaScript {other}")
        made, wanted = repositories(ours), repositories(theirs)
        differing = [name for name in sorted({*made, *wanted}) if made.get(name) != wanted.get(name)]
        if differing or len(made) != self.size:
            name = differing[0] if differing else ""
            raise SystemExit(
                f"{len(differing)} of {len(made)} repositories differ. {name}:\n{made.get(name)}\n{wanted.get(name)}"
            )

    def _run(self, what: str, command: list[str | Path], **more: str) -> Run:
        outdir = self.folder / what
        shutil.rmtree(outdir, ignore_errors=True)
        outdir.mkdir()
        environment = {"CDK_OUTDIR": str(outdir), "CDK_CONTEXT_JSON": json.dumps(context(**more))}
        return run(command, environment)


def install_javascript() -> None:
    """The yardstick's packages, once; SystemExit unless they are this environment's versions of the same."""
    wanted: dict[str, Any] = json.loads((JAVASCRIPT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    here = {name: version(name) for name in wanted}
    if here != wanted:
        raise SystemExit(f"benchmarks/javascript/package.json has {wanted}, and this environment {here}")
    if not (JAVASCRIPT / "node_modules" / ".package-lock.json").exists():
        run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", JAVASCRIPT])


def _groups(size: int) -> Iterator[tuple[str, list[str]]]:
    for first in range(0, size, _PER_GROUP):
        group = first // _PER_GROUP
        kind = _MIX[group % len(_MIX)]
        prefix = {"payments": "payments", "caches": "platform"}.get(kind, f"team-{group:03}")
        names = [f"{prefix}/{_service(kind, index)}" for index in range(first, min(first + _PER_GROUP, size))]
        yield kind, names


def _service(kind: str, index: int) -> str:
    """One of a team's five is a function's, as in the example."""
    return f"functions/task-{index:04}" if kind in ("blue", "red") and index % 5 == 0 else f"service-{index:04}"
