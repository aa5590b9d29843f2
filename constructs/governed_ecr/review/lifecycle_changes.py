"""Images that can expire, or leave for the archive, by the new lifecycle policy and could not by the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..lifecycle.compare import may_expire_more
from ..lifecycle.image import Image
from ..lifecycle.impact import impact
from ..model.errors import GovernedEcrError
from ..model.lifecycle import LifecyclePolicy
from ..rules.lifecycle_policy.reading import HOLDERS, lifecycle_of, path_of
from ..rules.rule import Severity
from ..state.registry import Resource
from .change import Change, ChangeKind
from .inventory import Inventory, at_stake
from .pairing import Pair, same
from .words import name_of, sentence

_REASONS: Final = 3
"""So many kinds of images are named; the rest is counted."""


def lifecycle_changes(pair: Pair, inventory: Inventory) -> Iterator[Change]:
    """What a changed lifecycle policy takes that the old one left."""
    if pair.base is None or pair.head is None or pair.head.type not in HOLDERS:
        return
    if same(pair.base.get("LifecyclePolicy"), pair.head.get("LifecyclePolicy")):
        return
    try:
        base, head = policy_of(pair.base), policy_of(pair.head)
    except GovernedEcrError:
        yield _change(pair.head, Severity.WARNING, _UNREADABLE)
        return
    reasons = may_expire_more(base, head)
    if not reasons:
        return
    words = " ".join(reasons[:_REASONS]) + (f" And {len(reasons) - _REASONS} more." if len(reasons) > _REASONS else "")
    images = inventory.images(pair.base)
    if images is None:
        yield _change(pair.head, Severity.ERROR, f"can lose more images: {words}")
    else:
        yield _measured(pair.head, words, base, head, images, inventory)


_UNREADABLE: Final = (
    "has another lifecycle policy, and what it takes cannot be told: a part of it, or of the old one, is not known "
    "before the deployment, or ECR would refuse it."
)


def _measured(
    resource: Resource,
    words: str,
    base: LifecyclePolicy | None,
    head: LifecyclePolicy | None,
    images: tuple[Image, ...],
    inventory: Inventory,
) -> Change:
    cost = impact(base, head, images, inventory.at)
    lost = [image for image, _ in (*cost.lost, *cost.archived, *cost.undetermined)]
    if not lost:
        return _change(resource, Severity.WARNING, f"can lose more images, though none of those listed now: {words}")
    counts = (
        (len(cost.lost), "can expire"),
        (len(cost.archived), "can leave for the archive"),
        (len(cost.undetermined), "may be taken as well"),
    )
    told = ", ".join(f"{count:,} image{'' if count == 1 else 's'} {verb}" for count, verb in counts if count)
    change = _change(resource, Severity.ERROR, f"is to lose images: {told}, within a day. {words}")
    return replace(change, images=at_stake(lost))


def policy_of(resource: Resource) -> LifecyclePolicy | None:
    """The lifecycle policy of a repository or a creation template, if it has one.

    Raises GovernedEcrError for a policy that ECR would refuse, or that only its deployment knows.
    """
    reading = lifecycle_of(resource)
    if reading is None:
        return None
    if reading.problems or None in reading.rules:
        raise GovernedEcrError(reading.problems)
    return LifecyclePolicy(tuple(rule for rule in reading.rules if rule))


def _change(resource: Resource, severity: Severity, what: str) -> Change:
    message = sentence(f"{name_of(resource)} {what}")
    return Change(ChangeKind.LIFECYCLE_TIGHTENED, severity, resource, message, path_of(resource))
