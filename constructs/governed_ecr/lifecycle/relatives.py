"""What the relations of images make of what the rules say: indexes hold their members, referrers follow their subjects.

Where AWS leaves something open, an image has several possible outcomes, and so may its relatives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from ..model.lifecycle_rule import ActionType, LifecycleRule, StorageClass, TagStatus
from .decision import Cause, Decision, Outcome
from .image import Image
from .relations import Relations

_CIRCULAR: Final = Decision(
    Outcome.UNDETERMINED,
    Cause.UNDETERMINED_RELATIVE,
    None,
    "It depends, over indexes and subjects, on images that depend on it.",
)
_KEEP: Final = frozenset({Outcome.KEEP})


class _Fate(NamedTuple):
    decision: Decision
    possible: frozenset[Outcome]


def related(
    relations: Relations, images: Sequence[Image], decisions: Sequence[Decision], rules: Mapping[int, LifecycleRule]
) -> list[Decision]:
    """``decisions``, which the rules (by priority) made, as relations change them."""
    settled = list(decisions)
    fates: dict[int, _Fate] = {}

    def fate(place: int) -> _Fate:
        return fates.get(place) or _by_rule(settled[place], rules)

    ordered, circular = relations.in_order()
    for place in ordered:
        found = fate(place)
        subject = relations.subjects.get(place)
        if subject is not None:
            found = _referrer(images[place], found, images[subject], fate(subject), rules)
        indexes = [(images[index], fate(index)) for index in relations.indexes.get(place, ())]
        fates[place] = _member(found, indexes) if indexes else found
        settled[place] = fates[place].decision
    if any(settled[place].outcome is not Outcome.KEEP for place in circular):
        for place in circular:
            settled[place] = _CIRCULAR
    return settled


def _by_rule(decision: Decision, rules: Mapping[int, LifecycleRule]) -> _Fate:
    if decision.outcome is not Outcome.UNDETERMINED or decision.rule is None:
        return _Fate(decision, frozenset({decision.outcome}))
    expires = rules[decision.rule].action is ActionType.EXPIRE
    return _Fate(decision, frozenset({Outcome.KEEP, Outcome.EXPIRE if expires else Outcome.ARCHIVE}))


def _referrer(image: Image, own: _Fate, subject: Image, fate: _Fate, rules: Mapping[int, LifecycleRule]) -> _Fate:
    """docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html: referrers go within 24 hours after."""
    rule = own.decision.rule
    doubted = own.possible != _KEEP and (rule is None or rules[rule].tag_status is not TagStatus.TAGGED)
    alone = own.possible | _KEEP if doubted else own.possible
    possible = frozenset(_following(mine, image, theirs, subject) for mine in alone for theirs in fate.possible)
    return _Fate(_referrer_decision(own.decision, doubted, possible, subject, fate), possible)


def _following(own: Outcome, image: Image, fate: Outcome, subject: Image) -> Outcome:
    """What becomes of a referrer of which rules make ``own``, when its subject's outcome is ``fate``."""
    if Outcome.EXPIRE in (own, fate):
        return Outcome.EXPIRE
    away = fate is Outcome.ARCHIVE or subject.storage_class is StorageClass.ARCHIVE
    return Outcome.ARCHIVE if away and image.storage_class is StorageClass.STANDARD else own


def _referrer_decision(
    own: Decision, doubted: bool, possible: frozenset[Outcome], subject: Image, fate: _Fate
) -> Decision:
    latest = fate.decision.latest
    if len(possible) > 1:
        if len(fate.possible) > 1:
            reason = f"It follows its subject {subject.digest}, which is undetermined."
            return Decision(Outcome.UNDETERMINED, Cause.UNDETERMINED_RELATIVE, None, reason, fate.decision.due)
        if not doubted:
            return own
        reason = (
            f"Rule {own.rule} selects it, but its subject {subject.digest} does not expire, and AWS does not say "
            "whether rules for untagged or any images select the referrers of such an image."
        )
        return Decision(Outcome.UNDETERMINED, Cause.REFERRER, own.rule, reason, latest)
    (outcome,) = possible
    if outcome is own.outcome and not doubted:
        sooner = min(filter(None, (own.due, latest)), default=None)
        return own._replace(due=sooner) if outcome is Outcome.KEEP else own
    if fate.decision.goes:
        does = "expires" if outcome is Outcome.EXPIRE else "is archived"
        return Decision(outcome, Cause.SUBJECT, None, f"Its subject {subject.digest} {does}.", latest)
    reason = f"Its subject {subject.digest} is in the archive, or goes there."
    return Decision(outcome, Cause.SUBJECT, None, reason, latest or subject.archived_at)


def _member(own: _Fate, indexes: Sequence[tuple[Image, _Fate]]) -> _Fate:
    """An index that stays holds its members; one that goes frees them within 24 hours."""
    freed = _freed(own.decision, [fate.decision for _, fate in indexes])
    live = next((index.digest for index, fate in indexes if fate.possible == _KEEP), None)
    if live:
        reason = f"A member of the live index {live}."
        return _Fate(Decision(Outcome.KEEP, Cause.LIVE_INDEX, None, reason, freed), _KEEP)
    doubted = next((index.digest for index, fate in indexes if Outcome.KEEP in fate.possible), None)
    if doubted and own.possible != _KEEP:
        reason = f"A member of the index {doubted}, which is undetermined."
        decision = Decision(Outcome.UNDETERMINED, Cause.UNDETERMINED_RELATIVE, None, reason, freed)
        return _Fate(decision, own.possible | _KEEP)
    return own if own.decision.outcome is Outcome.KEEP else own._replace(decision=own.decision._replace(due=freed))


def _freed(own: Decision, fates: Sequence[Decision]) -> datetime | None:
    """When the member has met its own criteria, and every index that lists it is gone."""
    moments = [own.due, *(fate.latest for fate in fates)]
    known = [moment for moment in moments if moment]
    return max(known) if len(known) == len(moments) else None
