"""How long synthesis takes, as ratios against named yardsticks: ``python benchmarks/synth.py``.

* One more repository: GovernedRepository, aws-cdk-lib's L1 and its L2, each emitting the same resource.
* The whole app: a generated registry.yaml of 2,000 repositories against a JavaScript program of the same resources.
* Importing the package.

First all of them must emit the same, or nothing is measured. Every measurement is a process of its own, and the
candidates take turns, so that what else the machine does hits them alike; medians count, and ratios more than seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from example_app import ExampleApp, install_javascript
from figures import Figures, Samples
from processes import Run, run
from templates import repositories

VARIANTS: Final = ("governed", "l1", "l2")
IMPORTS: Final = {
    "aws_cdk": ("pass", "import aws_cdk"),
    "aws_cdk, governed_ecr": ("pass", "import aws_cdk; import governed_ecr"),
    "governed_ecr": (
        "import aws_cdk; from aws_cdk import aws_ecr",
        "import governed_ecr as g; [getattr(g, name) for name in g.__all__ if name != 'GovernedEcrChecks']",
    ),
}
"""What is imported before the clock starts, and what after it; the last is the package with every name of it but the
pack, which brings cdk-nag and the rules (nag.py has its cost)."""

_PROGRAM: Final = Path(__file__).parent / "one_repository.py"


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description="Measure synthesis against aws-cdk-lib's own constructs.")
    parser.add_argument("--quick", action="store_true", help="one round of small numbers, to see that it works")
    parser.add_argument("--rounds", type=int, help="rounds to take medians of (5)")
    parser.add_argument("--markdown", action="store_true", help="print the README's table and nothing else")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample to FILE")
    given = parser.parse_args()
    rounds = given.rounds or (1 if given.quick else 5)
    sizes, app_size = ((1, 100), 200) if given.quick else ((1, 100, 400, 2000), 2000)
    install_javascript()
    with tempfile.TemporaryDirectory(prefix="governed-ecr-benchmark-") as name:
        figures = measure(Path(name), rounds, sizes, app_size)
    if given.json:
        given.json.write_text(json.dumps(figures.json(), indent=1) + "\n", encoding="utf-8")
    print(figures.table() if given.markdown else f"{figures.table()}\n\n{figures.details()}")


def measure(folder: Path, rounds: int, sizes: tuple[int, ...], app_size: int) -> Figures:
    """Warm up, check that the candidates emit the same, and measure them in turns."""
    app = ExampleApp(folder, app_size)
    _say("do they emit the same?")
    _check_repositories(folder)
    app.python()
    app.javascript()
    app.check()
    of_repositories = {variant: {size: Samples() for size in sizes} for variant in VARIANTS}
    of_app = {"python": Samples(), "javascript": Samples()}
    of_imports: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for number in range(1, rounds + 1):
        for size in sizes:
            for variant in VARIANTS:
                _say(f"round {number} of {rounds}: {size:,} x {variant}")
                done = _repositories(variant, size, folder)
                seconds: dict[str, float] = json.loads(done.output)
                of_repositories[variant][size].add(sum(seconds.values()), done.cpu, done.memory)
        for language, samples in of_app.items():
            _say(f"round {number} of {rounds}: the app in {language}")
            done = app.python() if language == "python" else app.javascript()
            samples.add(done.wall, done.cpu, done.memory)
    _say("imports")
    for number in range(2 * rounds + 1):
        for name, (before, timed) in IMPORTS.items():
            milliseconds = _import(before, timed)
            if number > 0:  # The first compiles.
                of_imports[name].append(milliseconds)
    return Figures(of_repositories, of_app, app_size, of_imports)


def _repositories(variant: str, number: int, folder: Path) -> Run:
    return run([sys.executable, _PROGRAM, variant, str(number), folder / variant])


def _check_repositories(folder: Path) -> None:
    """SystemExit unless the three variants emit the same repositories, but for spelling (see templates.py)."""
    for variant in VARIANTS:
        _repositories(variant, 3, folder)
    wanted = repositories(folder / VARIANTS[0])
    for variant in VARIANTS[1:]:
        found = repositories(folder / variant)
        if found != wanted or len(found) != 3:
            raise SystemExit(f"{variant} emits\n{found}\nand {VARIANTS[0]}\n{wanted}")


def _import(before: str, timed: str) -> float:
    clock = "from time import perf_counter as now"
    return (
        float(run([sys.executable, "-c", f"{clock}; {before}; start = now(); {timed}; print(now() - start)"]).output)
        * 1e3
    )


def _say(what: str) -> None:
    """Tell stderr what is being measured, and how busy the machine is."""
    print(f"{what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)


if __name__ == "__main__":
    main()
