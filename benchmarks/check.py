"""How long ``governed-ecr check`` takes, beside checkov and cfn-lint: ``python benchmarks/check.py``.

* One template of 500 repositories: the whole process of each, in turns, so that what else the machine does hits all.
* Growth to 5,000 repositories, of governed-ecr alone.
* ``governed-ecr --version``.

The peers live in a virtual environment of their own (benchmarks/.venv-peers, made once, versions in
requirements-check.txt). First governed-ecr must find what is wrong with the template, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from check_template import context, mutable, template
from figures import Samples, markdown, target
from processes import Run, run

SECONDS_AT_MOST: Final = 0.6
CHECKOV_AT_LEAST: Final = 15
GROWTH_AT_MOST: Final = 1.1
"""Of the time for each repository, from 500 to 5,000."""
VERSION_AT_MOST: Final = 150

_HERE: Final = Path(__file__).parent
_PEERS: Final = _HERE / ".venv-peers"
_REQUIREMENTS: Final = _HERE / "requirements-check.txt"
_OURS: Final = Path(sys.executable).parent / "governed-ecr"


class Checks:
    """The same template for governed-ecr and its peers."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.template = folder / f"{size}.template.json"
        self.template.write_text(template(size), encoding="utf-8")
        self.context = folder / f"{size}.context.json"
        self.context.write_text(json.dumps(context(size)), encoding="utf-8")

    def governed(self, form: str = "text") -> Run:
        options = ["--format", form, "--fail-on", "never"]
        return run([_OURS, "check", self.template, "--context", self.context, *options])

    def checkov(self) -> Run:
        options = ["--framework", "cloudformation", "--compact", "--quiet", "--soft-fail", "--skip-download"]
        return run([_PEERS / "bin" / "checkov", "-f", self.template, *options])

    def cfn_lint(self) -> Run:
        return run([_PEERS / "bin" / "cfn-lint", "--non-zero-exit-code", "none", self.template])

    def check(self) -> None:
        """SystemExit unless the tags that move are found, each once, and nothing else at warning or above."""
        findings = json.loads(self.governed("json").output)["findings"]
        found = Counter(each["rule"] for each in findings if each["severity"] != "note")
        if list(found.values()) != [mutable(self.size)]:
            raise SystemExit(f"{mutable(self.size)} of {self.size} repositories let tags move, and found was {found}")


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description="Measure governed-ecr check beside checkov and cfn-lint.")
    parser.add_argument("--quick", action="store_true", help="one round of small templates, to see that it works")
    parser.add_argument("--rounds", type=int, help="rounds to take medians of (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample to FILE")
    given = parser.parse_args()
    sizes = (50, 200) if given.quick else (500, 1000, 2000, 5000)
    install_peers()
    with tempfile.TemporaryDirectory(prefix="governed-ecr-benchmark-") as folder:
        found = measure(Path(folder), given.rounds or (1 if given.quick else 5), sizes)
    if given.json:
        samples = {name: {what: getattr(of, what) for what in ("wall", "cpu", "memory")} for name, of in found.items()}
        given.json.write_text(json.dumps(samples, indent=1) + "\n", encoding="utf-8")
    print(table(found, sizes))


def install_peers() -> None:
    """checkov and cfn-lint in the versions of requirements-check.txt, once."""
    ready = _PEERS / ".ready"
    wanted = _REQUIREMENTS.read_text(encoding="utf-8")
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        _say("installing the peers")
        run([sys.executable, "-m", "venv", "--clear", _PEERS])
        run([_PEERS / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", _REQUIREMENTS])
        ready.write_text(wanted, encoding="utf-8")


def measure(folder: Path, rounds: int, sizes: tuple[int, ...]) -> dict[str, Samples]:
    """Warm up, look at what is found, and take the samples of everything by its name."""
    of_size = {size: Checks(folder, size) for size in sizes}
    least = of_size[sizes[0]]
    least.check()
    measured = {
        "version": lambda: run([_OURS, "--version"]),
        **{f"governed {size}": checks.governed for size, checks in of_size.items()},
        "checkov": least.checkov,
        "cfn-lint": least.cfn_lint,
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
    start, ours, more = found["version"], found[f"governed {least}"], found[f"governed {most}"]
    rows = []
    for peer in ("checkov", "cfn-lint"):
        ratios = [found[peer].of(what) / ours.of(what) for what in ("wall", "cpu")]
        rows.append(
            (
                f"`check` of {least:,} repositories, whole process / {peer}",
                *(f"{ours.of('wall'):.2f} s", f"{found[peer].of('wall'):.1f} s"),
                *(f"{ratio:.0f}" for ratio in ratios),
                target("≥", CHECKOV_AT_LEAST, *ratios) if peer == "checkov" else "",
            )
        )
    # A repository's own time, less that of starting: between the two sizes, over up to the smaller.
    growth = [
        ((more.of(what) - ours.of(what)) / (most - least)) / ((ours.of(what) - start.of(what)) / least)
        for what in ("wall", "cpu")
    ]
    rows += [
        (
            f"`check` of {most:,} repositories; time of each, over that at {least:,}",
            *(f"{more.of('wall'):.2f} s", ""),
            *(f"{ratio:.2f}" for ratio in growth),
            target("≤", GROWTH_AT_MOST, *growth),
        ),
        _plain(f"`check` of {least:,} repositories", ours, 1, "s", SECONDS_AT_MOST),
        _plain("`--version`", start, 1000, "ms", VERSION_AT_MOST),
    ]
    head = ("", "governed-ecr", "yardstick", "ratio", "ratio of CPU time", "target")
    peers = ", ".join(_REQUIREMENTS.read_text(encoding="utf-8").split()).replace("==", " ")
    return "\n".join(
        [*markdown(head, rows), "", f"Medians on {os.cpu_count()} CPUs, Python {platform.python_version()}, {peers}."]
    )


def _plain(what: str, samples: Samples, of_second: int, unit: str, bound: float) -> tuple[str, ...]:
    """A row that has no yardstick but its target."""
    found = samples.of("wall") * of_second
    return (what, f"{found:.3g} {unit}", "", "", "", target("≤", bound, found, unit=f" {unit}"))


def _say(what: str) -> None:
    """Tell stderr what is being measured, and how busy the machine is."""
    print(f"{what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)


if __name__ == "__main__":
    main()
