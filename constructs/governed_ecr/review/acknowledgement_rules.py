"""What a review finds about acknowledgements themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..rules.rule import Found, Rule, Severity
from ..state.registry import RegistryState, Resource

_SOURCE: Final = "docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html"


def _of_no_resource(_: Resource, __: RegistryState) -> Iterable[Found]:
    return ()


EXPIRED: Final = Rule(
    id="AcknowledgementExpired",
    severity=Severity.WARNING,
    applies_to=(),
    summary="An acknowledgement holds no longer.",
    why="What was accepted for a time is accepted for ever if nobody looks at it again.",
    mend="Mend what it accepts, or decide again and give it a new date.",
    source=_SOURCE,
    check=_of_no_resource,
)
UNUSED: Final = Rule(
    id="AcknowledgementUnused",
    severity=Severity.NOTE,
    applies_to=(),
    summary="An acknowledgement accepts nothing.",
    why="It would accept, unseen, the next change of its kind.",
    mend="Take it out.",
    source=_SOURCE,
    check=_of_no_resource,
)
