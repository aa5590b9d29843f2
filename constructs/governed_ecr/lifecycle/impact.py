"""What a change of policy costs the images that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model.lifecycle import LifecyclePolicy
from .decision import Decision, Outcome
from .evaluation import evaluate
from .image import Image

Fate = tuple[Image, Decision]


@dataclass(frozen=True, slots=True)
class Impact:
    """Images that the base policy keeps and the head policy does not, the oldest first, with the head's decisions."""

    lost: tuple[Fate, ...]
    """Head expires them; base keeps or archives them."""
    archived: tuple[Fate, ...]
    """Head archives them, so that pulls answer 404; base keeps them."""
    undetermined: tuple[Fate, ...]
    """Head may take them; base keeps them."""


def impact(base: LifecyclePolicy | None, head: LifecyclePolicy | None, images: Sequence[Image], at: datetime) -> Impact:
    """What head takes ``at`` that time and base would not; None is no policy, which keeps everything."""
    if head is None:
        return Impact((), (), ())
    ours = evaluate(head, images, at)
    theirs = evaluate(base, images, at) if base else None
    before = [decision.outcome for decision in theirs] if theirs else [Outcome.KEEP] * len(images)
    fates = sorted(zip(images, ours, before, strict=True), key=lambda fate: (fate[0].pushed_at, fate[0].digest))
    return Impact(
        _of(fates, Outcome.EXPIRE, (Outcome.KEEP, Outcome.ARCHIVE, Outcome.UNDETERMINED)),
        _of(fates, Outcome.ARCHIVE, (Outcome.KEEP, Outcome.UNDETERMINED)),
        _of(fates, Outcome.UNDETERMINED, (Outcome.KEEP,)),
    )


def _of(fates: Sequence[tuple[Image, Decision, Outcome]], now: Outcome, before: Sequence[Outcome]) -> tuple[Fate, ...]:
    return tuple((image, decision) for image, decision, was in fates if decision.outcome is now and was in before)
