"""How many images, and how many bytes, have each outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from .decision import Decision, Outcome
from .image import Image


@dataclass(frozen=True, slots=True)
class Total:
    """Bytes are the sum of imageSizeInBytes: what images share counts for each of them, so less becomes free."""

    images: int = 0
    bytes: int = 0

    @classmethod
    def of(cls, images: Iterable[Image]) -> Self:
        sizes = [image.size for image in images]
        return cls(len(sizes), sum(sizes))

    def __add__(self, other: Total) -> Total:
        return Total(self.images + other.images, self.bytes + other.bytes)

    def __sub__(self, other: Total) -> Total:
        return Total(self.images - other.images, self.bytes - other.bytes)

    def to_dict(self) -> dict[str, Any]:
        return {"images": self.images, "bytes": self.bytes}


def totals(images: Iterable[Image], decisions: Iterable[Decision]) -> dict[Outcome, Total]:
    """The totals of all four outcomes."""
    sizes: dict[Outcome, list[int]] = {outcome: [] for outcome in Outcome}
    for image, decision in zip(images, decisions, strict=True):
        sizes[decision.outcome].append(image.size)
    return {outcome: Total(len(found), sum(found)) for outcome, found in sizes.items()}
