"""How long ``governed-ecr review`` takes, beside ``cdk diff --template``: ``python benchmarks/review.py``.

* Two assemblies of 500 repositories, of which one in fifty changes: the whole process of each, in turns, so that what
  else the machine does hits both. ``cdk diff`` compares the same two templates, offline.
* Growth to 5,000 repositories, of governed-ecr alone.

First the review must name every change that was made, by its kind, and no other.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Final

from check_template import context
from figures import Samples, markdown, target
from processes import ROOT, Run, run
from review_assemblies import STACK, assemblies, changed

SECONDS_AT_MOST: Final = 1.5
GROWTH_AT_MOST: Final = 1.1
"""Of the time for each repository, from the least size to the largest."""

_OURS: Final = Path(sys.executable).parent / "governed-ecr"
_CDK: Final = ROOT / "node_modules" / ".bin" / "cdk"


class Reviews:
    """The same change for governed-ecr and for the CDK's command line."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.home = folder / "cdk-home"
        self.base, self.head = assemblies(folder / str(size), size)
        self.context = folder / f"{size}.context.json"
        self.context.write_text(json.dumps(context(size)), encoding="utf-8")

    def governed(self, form: str = "text") -> Run:
        options: list[str | Path] = ["--context", self.context, "--format", form, "--fail-on", "never"]
        return run([_OURS, "review", self.base, self.head, *options])

    def cdk_diff(self) -> Run:
        template = self.base / f"{STACK}.template.json"
        command: list[str | Path] = [_CDK, "diff", "--app", self.head, "--template", template, STACK]
        return run([*command, "--no-notices", "--no-version-reporting"], _offline(self.home))

    def check(self) -> None:
        """SystemExit unless the review names what changes."""
        found = sorted(change["kind"] for change in json.loads(self.governed("json").output)["changes"])
        if found != changed(self.size):
            raise SystemExit(f"{changed(self.size)} were made, and found was {found}")


def _offline(home: Path) -> dict[str, str]:
    """An environment in which the CDK's command line asks nobody."""
    return {
        "CDK_HOME": str(home),
        "CDK_CLI_TELEMETRY": "false",
        "CI": "true",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description="Measure governed-ecr review beside cdk diff --template.")
    parser.add_argument("--quick", action="store_true", help="one round of small assemblies, to see that it works")
    parser.add_argument("--rounds", type=int, help="rounds to take medians of (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample to FILE")
    given = parser.parse_args()
    sizes = (50, 200) if given.quick else (500, 1000, 5000)
    with tempfile.TemporaryDirectory(prefix="governed-ecr-benchmark-") as folder:
        found = measure(Path(folder), given.rounds or (1 if given.quick else 5), sizes)
    if given.json:
        samples = {name: {what: getattr(of, what) for what in ("wall", "cpu", "memory")} for name, of in found.items()}
        given.json.write_text(json.dumps(samples, indent=1) + "\n", encoding="utf-8")
    print(table(found, sizes))


def measure(folder: Path, rounds: int, sizes: tuple[int, ...]) -> dict[str, Samples]:
    """Warm up, look at what is found, and take the samples of everything by its name."""
    of_size = {size: Reviews(folder, size) for size in sizes}
    least = of_size[sizes[0]]
    least.check()
    measured = {
        "version": lambda: run([_OURS, "--version"]),
        **{f"governed {size}": reviews.governed for size, reviews in of_size.items()},
        "cdk diff": least.cdk_diff,
    }
    samples = {name: Samples() for name in measured}
    for number in range(rounds + 1):
        for name, of in measured.items():
            _say(f"round {number} of {rounds}: {name}")
            done = of()
            if number > 0:  # The first compiles, and fills caches.
                samples[name].add(done.wall, done.cpu, done.memory)
    return samples


def table(found: dict[str, Samples], sizes: tuple[int, ...]) -> str:
    """What the README shows: each figure beside its yardstick and its target."""
    least, most = sizes[0], sizes[-1]
    ours, more, peer, start = (found[name] for name in (f"governed {least}", f"governed {most}", "cdk diff", "version"))
    ratios = [f"{peer.of(what) / ours.of(what):.1f}" for what in ("wall", "cpu")]
    growth = [
        ((more.of(what) - ours.of(what)) / (most - least)) / ((ours.of(what) - start.of(what)) / least)
        for what in ("wall", "cpu")
    ]
    rows = [
        (
            f"`review` of {least:,} repositories / cdk diff",
            f"{ours.of('wall'):.2f} s",
            f"{peer.of('wall'):.2f} s",
            *ratios,
            target("≤", SECONDS_AT_MOST, ours.of("wall"), unit=" s"),
        ),
        (f"The same of {most:,} repositories", f"{more.of('wall'):.2f} s", "", "", "", ""),
        (
            f"One more repository up to {most:,} / up to {least:,}",
            *("", ""),
            *(f"{ratio:.2f}" for ratio in growth),
            target("≤", GROWTH_AT_MOST, *growth),
        ),
    ]
    head = ("", "governed-ecr", "yardstick", "ratio", "ratio of CPU time", "target")
    cdk = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]["aws-cdk"]
    machine = f"Medians on {os.cpu_count()} CPUs, Python {platform.python_version()}, aws-cdk {cdk}."
    return "\n".join([*markdown(head, rows), "", machine])


def _say(what: str) -> None:
    """Tell stderr what is being measured, and how busy the machine is."""
    print(f"{what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)


if __name__ == "__main__":
    main()
