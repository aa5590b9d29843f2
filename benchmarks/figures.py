"""What the benchmark found, as numbers and as Markdown."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from statistics import median
from typing import Any, Final

from processes import environment

L1_AT_MOST: Final = 1.3
L2_AT_LEAST: Final = 2.0
JAVASCRIPT_AT_MOST: Final = 1.6
IMPORT_AT_MOST: Final = 50


@dataclass(slots=True)
class Samples:
    """The rounds of one measurement; what counts is their median."""

    wall: list[float] = field(default_factory=list)
    """Seconds: of building and synthesis for repositories, of the whole program for the app."""
    cpu: list[float] = field(default_factory=list)
    """Seconds of the whole process tree."""
    memory: list[float] = field(default_factory=list)
    """MB, the most that the process tree held at one time."""

    def add(self, wall: float, cpu: float, memory: float | None) -> None:
        self.wall.append(wall)
        self.cpu.append(cpu)
        if memory is not None:
            self.memory.append(memory)

    def of(self, what: str) -> float:
        """The median of ``wall``, ``cpu`` or ``memory``."""
        samples: list[float] = getattr(self, what)
        return median(samples or [float("nan")])


@dataclass(slots=True)
class Figures:
    """Everything that was measured."""

    repositories: dict[str, dict[int, Samples]]
    """Variant -> number of repositories -> samples."""
    app: dict[str, Samples]
    """python, javascript."""
    app_size: int
    imports: dict[str, list[float]]
    """Milliseconds of each kind of import."""

    def marginal(self, variant: str, what: str, until: int | None = None) -> float:
        """Milliseconds per repository, between one and ``until`` (left out: the most) of them."""
        samples = self.repositories[variant]
        last = until or max(samples)
        return (samples[last].of(what) - samples[1].of(what)) / (last - 1) * 1000

    def table(self) -> str:
        """What the README shows: each figure beside its yardstick and its target."""
        most = max(self.repositories["governed"])
        governed, l1, l2 = ({w: self.marginal(v, w) for w in ("wall", "cpu")} for v in ("governed", "l1", "l2"))
        python, javascript = self.app["python"], self.app["javascript"]
        everything = median(self.imports["governed_ecr"])
        below_l1 = [governed[what] / l1[what] for what in ("wall", "cpu")]
        above_l2 = [l2[what] / governed[what] for what in ("wall", "cpu")]
        of_app = [python.of(what) / javascript.of(what) for what in ("wall", "cpu")]
        memory = python.of("memory") / javascript.of("memory")
        rows = [
            (
                f"One more repository, 1 to {most:,}: `GovernedRepository` / L1 `CfnRepository`",
                *(f"{governed['wall']:.2f} ms", f"{l1['wall']:.2f} ms"),
                *(f"{ratio:.2f}" for ratio in below_l1),
                target("≤", L1_AT_MOST, *below_l1),
            ),
            (
                f"One more repository, 1 to {most:,}: L2 `Repository` / `GovernedRepository`",
                *(f"{governed['wall']:.2f} ms", f"{l2['wall']:.2f} ms"),
                *(f"{ratio:.2f}" for ratio in above_l2),
                target("≥", L2_AT_LEAST, *above_l2),
            ),
            (
                f"The whole app with {self.app_size:,} repositories / plain JavaScript with L2s",
                *(f"{samples.of('wall'):.1f} s" for samples in (python, javascript)),
                *(f"{ratio:.2f}" for ratio in of_app),
                target("≤", JAVASCRIPT_AT_MOST, *of_app),
            ),
            (
                "Its peak memory, all processes",
                *(f"{samples.of('memory'):,.0f} MB" for samples in (python, javascript)),
                f"{memory:.2f}",
                "",
                "",
            ),
            (
                "`import governed_ecr` and every name of it but the pack, after `aws_cdk` / `aws_cdk` itself",
                f"{everything:.0f} ms",
                f"{median(self.imports['aws_cdk']):.0f} ms",
                "",
                "",
                target("≤", IMPORT_AT_MOST, everything, unit=" ms"),
            ),
        ]
        head = ("", "governed-ecr", "yardstick", "ratio", "ratio of CPU time", "target")
        return "\n".join([*markdown(head, rows), "", machine()])

    def details(self) -> str:
        """Every median, and where the marginal costs come from."""
        rows = [
            (
                variant,
                f"{number:,}",
                *(f"{samples.of(what):.2f}" for what in ("wall", "cpu")),
                f"{samples.of('memory'):,.0f}",
                *("" if number == 1 else f"{self.marginal(variant, what, number):.2f}" for what in ("wall", "cpu")),
            )
            for variant, of_number in self.repositories.items()
            for number, samples in of_number.items()
        ]
        head = (
            "variant",
            "repositories",
            "build + synth, s",
            "CPU, s",
            "memory, MB",
            "ms each more",
            "CPU ms each more",
        )
        imports = [(name, f"{median(times):.1f}") for name, times in self.imports.items()]
        return "\n".join([*markdown(head, rows), "", *markdown(("import of", "ms"), imports)])

    def json(self) -> dict[str, Any]:
        """Every sample, for other programs."""

        def plain(samples: Samples) -> dict[str, list[float]]:
            return {what: getattr(samples, what) for what in ("wall", "cpu", "memory")}

        return {
            "machine": machine(),
            "repositories": {
                variant: {str(number): plain(samples) for number, samples in of_number.items()}
                for variant, of_number in self.repositories.items()
            },
            "app": {"size": self.app_size, **{name: plain(samples) for name, samples in self.app.items()}},
            "imports": self.imports,
        }


def machine() -> str:
    """What the figures depend on, and nothing that says whose machine it was."""
    node = subprocess.run(["node", "--version"], env=environment(), capture_output=True, text=True, check=True)
    return (
        f"Medians on {os.cpu_count()} CPUs, Python {platform.python_version()}, aws-cdk-lib {version('aws-cdk-lib')}, "
        f"Node {node.stdout.strip().removeprefix('v')}."
    )


def target(sign: str, bound: float, *found: float, unit: str = "") -> str:
    """The target, and whether all that was found meets it."""
    met = all(value <= bound if sign == "≤" else value >= bound for value in found)
    return f"{sign} {bound:g}{unit}" + ("" if met else ", missed")


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; all columns but the first are numbers."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]
