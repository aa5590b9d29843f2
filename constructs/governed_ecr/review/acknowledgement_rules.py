"""What a review finds about acknowledgements themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..rules.rule import Found, Rule, Severity
from ..state.registry import RegistryState, Resource

_SOURCE: Final = "docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html"


ACKNOWLEDGEMENT: Final = "Acknowledgement"
"""The type of an entry, for rules."""


def _expired(entry: Resource, _: RegistryState) -> Iterable[Found]:
    if entry.get("IsExpired"):
        yield Found(f"The acknowledgement of {entry.get('Accepts')} expired on {entry.get('Expires')}.")


def _unused(entry: Resource, _: RegistryState) -> Iterable[Found]:
    if not entry.get("IsUsed") and not entry.get("IsExpired"):
        yield Found(f"Nothing here is accepted by the acknowledgement of {entry.get('Accepts')}.")


_EXPIRED: Final = Rule(
    id="AcknowledgementExpired",
    severity=Severity.WARNING,
    applies_to=(ACKNOWLEDGEMENT,),
    summary="An acknowledgement holds no longer.",
    why="What was accepted for a time is accepted for ever if nobody looks at it again.",
    mend="Mend what it accepts, or decide again and give it a new date.",
    source=_SOURCE,
    check=_expired,
)
_UNUSED: Final = Rule(
    id="AcknowledgementUnused",
    severity=Severity.NOTE,
    applies_to=(ACKNOWLEDGEMENT,),
    summary="An acknowledgement accepts nothing.",
    why="It would accept, unseen, the next change of its kind.",
    mend="Take it out.",
    source=_SOURCE,
    check=_unused,
)
ACKNOWLEDGEMENT_RULES: Final = (_EXPIRED, _UNUSED)
