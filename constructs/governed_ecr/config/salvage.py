"""What is left of a file's data when its faults are taken out, so that the sound parts can be checked as well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .yaml_source import Path


class Salvage:
    """The data without what stands at the faulty paths."""

    def __init__(self, data: Any, faulty: Iterable[Path]) -> None:
        self._indexes: dict[Path, list[int]] = {}
        self.data = self._sound(data, (), set(faulty))

    def original(self, path: Path) -> Path:
        """Where a value of the rest stands in the whole."""
        there: Path = ()
        for step in path:
            if isinstance(step, int) and there in self._indexes:
                step = self._indexes[there][step]
            there = (*there, step)
        return there

    def _sound(self, value: Any, path: Path, faulty: set[Path]) -> Any:
        if isinstance(value, dict):
            return {
                key: self._sound(member, (*path, key), faulty)
                for key, member in value.items()
                if (*path, key) not in faulty
            }
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*path, index) not in faulty]
            self._indexes[path] = kept
            return [self._sound(value[index], (*path, index), faulty) for index in kept]
        return value


def entry_of(path: Path) -> Path:
    """The innermost list entry around a fault, or the fault itself."""
    indexes = [at for at, step in enumerate(path) if isinstance(step, int)]
    return path[: indexes[-1] + 1] if indexes else path
