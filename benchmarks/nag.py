"""What GovernedEcrChecks adds to synthesis: ``python benchmarks/nag.py``.

The example's app with 400 repositories, with the pack and without, each run a process of its own, in turns. Of each
pair of neighbours the ratio is taken, and of these the median: so what else the machine does hits both alike.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from example_app import ExampleApp
from processes import ROOT, Run, run

AT_MOST: Final = 1.1
_VARIANTS: Final = ("without", "with")
_PROGRAM: Final = Path(__file__).parent / "nag_app.py"


def main() -> None:
    """Measure, and print the ratios of wall and of CPU time."""
    parser = argparse.ArgumentParser(description="Measure what the pack of rules adds to synthesis.")
    parser.add_argument("--repositories", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="governed-ecr-benchmark-") as name:
        folder = Path(name)
        registry = ExampleApp(folder, given.repositories).registry
        rounds = [{variant: _run(variant, registry, folder) for variant in _VARIANTS} for _ in range(given.rounds + 1)][
            1:
        ]  # The first compiles.
    for what in ("wall", "cpu"):
        seconds = {variant: median(getattr(each[variant], what) for each in rounds) for variant in _VARIANTS}
        ratio = median(getattr(each["with"], what) / getattr(each["without"], what) for each in rounds)
        print(
            f"{what}: {seconds['without']:.2f} s without, {seconds['with']:.2f} s with the pack; ratio {ratio:.3f} "
            f"(to reach: {AT_MOST}; {given.repositories:,} repositories, load {os.getloadavg()[0]:.1f})"
        )


def _run(variant: str, registry: Path, folder: Path) -> Run:
    stacks = {"PYTHONPATH": str(ROOT)}
    return run([sys.executable, _PROGRAM, variant, registry, folder / variant], stacks)


if __name__ == "__main__":
    main()
