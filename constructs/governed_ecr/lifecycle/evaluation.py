"""Amazon ECR's lifecycle algorithm on the images of one repository.

All rules of a storage class are evaluated over all of its images at once; then the rule of the highest priority whose
tag requirements an image meets decides on it, and shields it from all others, whether it takes it or leaves it.
Counts include images that other rules take or shield.

docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ..model.lifecycle import LifecyclePolicy
from ..model.lifecycle_rule import LifecycleRule
from . import words
from .columns import Columns
from .decision import Cause, Decision, Outcome
from .image import Image
from .relations import Relations
from .relatives import related
from .selection import select
from .verdicts import Verdicts, verdicts

_UNSELECTED: Final = Decision(Outcome.KEEP, Cause.NO_RULE, None, "No rule selects it.")
_LEFT: Final = frozenset({Cause.WITHIN_COUNT, Cause.TOO_YOUNG})


def evaluate(policy: LifecyclePolicy, images: Sequence[Image], at: datetime) -> Sequence[Decision]:
    """What ECR does to each of a repository's images ``at`` a time (aware), if nothing changes until it acts.

    The digests are expected to differ. Time grows with images times rules (plus a sort), memory with images.
    """
    decisions = [_UNSELECTED] * len(images)
    columns = Columns.of(images, at)
    relations = Relations.of(images)
    rules = sorted(policy.rules, key=lambda rule: rule.priority or 0)
    for rule in rules:
        selected = select(rule, columns.places.get(rule.selected_class, ()), columns.texts)
        found = verdicts(rule, selected, columns, relations.uncounted(rule.tag_status), at)
        _apply(rule, selected, found, decisions)
    if relations.exist:
        decisions = related(relations, images, decisions, {rule.priority or 0: rule for rule in rules})
    return decisions


def _apply(rule: LifecycleRule, selected: Sequence[int], found: Verdicts, decisions: list[Decision]) -> None:
    """Note what the rule finds of ``selected`` where no rule of a higher priority selected the image before."""
    shielded: dict[Decision, Decision] = {}
    for place, takes in zip(selected, found.takes, strict=True):
        before = decisions[place]
        if before is _UNSELECTED:
            decisions[place] = found.taken if takes else found.others(place)
        elif takes and before.cause in _LEFT:
            if before not in shielded:
                shielded[before] = _shield(before, rule)
            decisions[place] = shielded[before]


def _shield(before: Decision, rule: LifecycleRule) -> Decision:
    reason = (
        f"Shielded by rule {before.rule}, which selects it and keeps it: otherwise {words.name(rule)} would "
        f"{words.VERBS[rule.action]} it ({words.criterion(rule)})."
    )
    return before._replace(cause=Cause.SHIELDED, reason=reason)
