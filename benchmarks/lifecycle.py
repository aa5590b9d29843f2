"""How long a million images take, as ratios against named yardsticks: ``python benchmarks/lifecycle.py``.

* evaluate(): the images of 1,000 repositories under a policy of five rules; its yardstick sorts the same images by
  their push, repository by repository, and does nothing else. And half of them, to see that time is linear.
* ``governed-ecr lifecycle simulate``: the whole process from what the AWS CLI prints to text or JSON; its yardstick is
  a process that does json.loads of the same file.

Measured is processor time, of one process: what else the machine does counts less. The candidates take turns; medians
count, and ratios more than seconds.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from processes import ROOT, run

sys.path.insert(0, str(ROOT / "constructs"))

from governed_ecr.lifecycle import Image, Outcome, evaluate
from governed_ecr.lifecycle.inventory import read_inventory
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.lifecycle_rule import CountType, LifecycleRule, TagStatus

AT: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVALUATION_AT_MOST: Final = 5.0
"""Seconds for a million images."""
_PER_REPOSITORY: Final = 1000
_KINDS: Final = ("v1.{}", "feature-{}", "dev-{}", "main-{}", "")
_LOADS: Final = "import gc, json, sys; gc.disable(); json.load(open(sys.argv[1]))"


def policy() -> LifecyclePolicy:
    """Releases by count, two kinds of builds by age and by count, untagged images, and all others."""
    builds = {"v*": 50, "dev-*": 100}
    return LifecyclePolicy.of(
        *(
            LifecycleRule(TagStatus.TAGGED, CountType.IMAGE_COUNT_MORE_THAN, number, tag_patterns=(pattern,))
            for pattern, number in builds.items()
        ),
        LifecycleRule(TagStatus.TAGGED, CountType.SINCE_IMAGE_PUSHED, 14, tag_patterns=("feature-*",)),
        LifecycleRule(TagStatus.UNTAGGED, CountType.SINCE_IMAGE_PUSHED, 7),
        LifecycleRule(TagStatus.ANY, CountType.SINCE_IMAGE_PUSHED, 365),
    )


def pages(images: int) -> Iterator[dict[str, Any]]:
    """What ``aws ecr describe-images`` prints, a repository at a time."""
    chance = random.Random(1)
    for number in range(images // _PER_REPOSITORY):
        yield {"imageDetails": [_entry(f"team-{number % 20}/app-{number}", chance) for _ in range(_PER_REPOSITORY)]}


def _entry(repository: str, chance: random.Random) -> dict[str, Any]:
    tag = chance.choice(_KINDS).format(chance.randrange(10**6))
    entry: dict[str, Any] = {
        "registryId": "111111111111",
        "repositoryName": repository,
        "imageDigest": f"sha256:{chance.getrandbits(256):064x}",
        **({"imageTags": [tag]} if tag else {}),
        "imageSizeInBytes": chance.randrange(10**6, 10**9),
        "imagePushedAt": (AT - timedelta(milliseconds=chance.randrange(400 * 86_400_000))).isoformat(),
        "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
        "artifactMediaType": "application/vnd.oci.image.config.v1+json",
    }
    if chance.random() < 0.5:
        entry["lastRecordedPullTime"] = (AT - timedelta(seconds=chance.randrange(100 * 86400))).isoformat()
    return {**entry, "imageStatus": "ACTIVE"}


def measure(images: int, rounds: int, folder: Path) -> list[tuple[str, float, float, str]]:
    """(what, seconds of processor time, times its yardstick, the yardstick)."""
    listing, rules = folder / "images.json", folder / "policy.json"
    rules.write_text(policy().to_json(), encoding="utf-8")
    with listing.open("w", encoding="utf-8") as file:
        file.write("[")
        file.writelines(
            f"{',' if number else ''}{json.dumps(page, indent=4)}" for number, page in enumerate(pages(images))
        )
        file.write("]")
    text = folder / "out"
    simulate: list[str | Path] = [sys.executable, "-m", "governed_ecr.cli.main", "lifecycle", "simulate"]
    simulate += ["--policy", rules, "--images", listing, "--at", AT.isoformat(), "--output", text]
    processes: dict[str, Sequence[str | Path]] = {
        "json.loads": [sys.executable, "-c", _LOADS, listing],
        "simulate, text": simulate,
        "simulate, JSON": [*simulate, "--format", "json"],
    }
    repositories = [listed.images for listed in read_inventory(listing.read_text(encoding="utf-8"))]
    functions: dict[str, Callable[[], object]] = {
        "sort": lambda: [sorted(each, key=lambda image: image.pushed_at) for each in repositories],
        "evaluate": lambda: _evaluate(repositories),
        "evaluate half": lambda: _evaluate(repositories[::2]),
    }
    samples: dict[str, list[float]] = {name: [] for name in (*processes, *functions)}
    for _ in range(rounds):
        for name, function in functions.items():
            samples[name].append(_seconds(function))
        for name, command in processes.items():
            samples[name].append(run(command).cpu)
    seconds = {name: median(found) for name, found in samples.items()}
    pairs = {
        "evaluate": "sort",
        "evaluate half": "sort",
        "simulate, text": "json.loads",
        "simulate, JSON": "json.loads",
    }
    return [(name, seconds[name], seconds[name] / seconds[base], base) for name, base in pairs.items()]


def _evaluate(repositories: Sequence[Sequence[Image]]) -> None:
    rules = policy()
    taken = sum(each.outcome is Outcome.EXPIRE for images in repositories for each in evaluate(rules, images, AT))
    if not taken:
        raise SystemExit("Nothing expires: that is no measurement.")


def _seconds(function: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    started = time.process_time()
    function()
    gc.enable()
    return time.process_time() - started


def main() -> None:
    """Measure, print, and fail if a million images take too long."""
    parser = argparse.ArgumentParser(description="Measure the lifecycle simulator.")
    parser.add_argument("--images", type=int, default=1_000_000, help="how many (1,000,000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds to take medians of (3)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="governed-ecr-benchmark-") as name:
        found = measure(given.images, given.rounds, Path(name))
    print(f"| {given.images:,} images | seconds | ratio |\n|---|---|---|")
    for what, seconds, ratio, base in found:
        print(f"| {what} | {seconds:.2f} | {ratio:.1f} x {base} |")
    _, whole, *_ = found[0]
    _, half, *_ = found[1]
    print(f"\nTwice the images take {whole / half:.2f} times as long.")
    allowed = EVALUATION_AT_MOST * given.images / 1_000_000
    if whole > allowed:
        raise SystemExit(f"evaluate takes {whole:.2f} s; allowed: {allowed:.2f} s")


if __name__ == "__main__":
    main()
