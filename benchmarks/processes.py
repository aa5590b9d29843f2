"""A command run in a fresh process: its wall time, and the CPU time and memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

_EVERY: Final = 0.05
_BYTECODE: Final = tempfile.TemporaryDirectory(prefix="governed-ecr-bytecode-")
"""Where Python keeps compiled modules, whether or not the environment has them: the first run of a kind fills it."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took, and what it printed."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Seconds of user and system time, of the process and everything it started."""
    memory: float | None
    """The most MB that the processes held at one time (resident, sampled); None where there is no /proc."""
    output: str


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What commands run with: the virtual environment's own Node for jsii and JavaScript alike, and compiled Python."""
    ours = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPYCACHEPREFIX": _BYTECODE.name,
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return {**os.environ, **ours, **(more or {})}


def run(command: Sequence[str | Path], more: Mapping[str, str] | None = None) -> Run:
    """Run ``command`` in the project's folder; SystemExit with what it wrote to stderr if it fails."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=environment(more),
            stdout=out,
            stderr=err,
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.over.set()
        watch.join()
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command))} failed ({process.returncode}):\n{err.read()}")
        # Descendants count as well: jsii waits for its Node, and Node for its own child.
        return Run(wall, usage.ru_utime + usage.ru_stime, watch.peak / 1e6 if watch.peak else None, out.read())


class _Watch(threading.Thread):
    """Adds up the resident memory of a process tree from time to time, and keeps the most."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(_EVERY):
            self.peak = max(self.peak, sum(_resident(pid) for pid in _tree(self.pid)))


def _tree(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(descendant for child in children for descendant in _tree(child))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
