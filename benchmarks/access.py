"""Access proofs against an independent simulator of IAM, and how long they take: ``python benchmarks/access.py``.

Random policies that try to get a proof wrong are put to both, each with random requests of outsiders, members, services
and anonymous ones. What the simulator lets in must be found, every witness must be let in, what is called closed
or dead must let nobody in. Exit code 1 if the two disagree once.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from figures import markdown, target

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.access.contest import WHO, Score, contest
from tests.access.judge import Judge

MILLISECONDS_AT_MOST: Final = 20


def main() -> None:
    """Hold the contest, and print the counts."""
    parser = argparse.ArgumentParser(description="Access proofs against an independent simulator.")
    parser.add_argument("--policies", type=int, default=1000, help="random policies (1000)")
    parser.add_argument("--requests", type=int, default=60, help="random requests for each (60)")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (1)")
    given = parser.parse_args()
    started = time.perf_counter()
    with Judge() as judge:
        score = contest(judge, given.seed, given.policies, given.requests)
    print(table(score))
    print(f"\nSeed {given.seed}, {given.requests} requests for each policy, {time.perf_counter() - started:.0f} s.")
    for quarrel in score.quarrels[:20]:
        print(quarrel, file=sys.stderr)
    if score.quarrels:
        raise SystemExit(1)


def table(score: Score) -> str:
    """The counts, each beside its target."""
    times = score.milliseconds
    late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    questions = 3 * len(WHO)
    rows = [
        ("policies", f"{score.policies:,}", ""),
        ("exposures that the simulator found / missed", f"{score.exposures:,} / {score.missed}", none(score.missed)),
        ("witnesses confirmed / refuted", f"{score.witnesses:,} / {score.refuted}", none(score.refuted)),
        ("proven closed; requests against them, all denied", f"{score.closed:,}; {score.denied:,}", ""),
        ("not proven either way", f"{score.unknown:,}", ""),
        ("dead grants / that let somebody in", f"{score.dead:,} / {score.revived}", none(score.revived)),
        ("changes that let somebody in / overlooked", f"{score.newly:,} / {score.overlooked}", none(score.overlooked)),
        (
            f"CPU time of one policy, {questions} questions: median, 95 % below",
            f"{median(times):.1f} ms, {late:.0f} ms",
            target("≤", MILLISECONDS_AT_MOST, median(times), unit=" ms"),
        ),
    ]
    return "\n".join(markdown(("", "found", "target"), rows))


def none(count: int) -> str:
    return target("≤", 0, count)


if __name__ == "__main__":
    main()
