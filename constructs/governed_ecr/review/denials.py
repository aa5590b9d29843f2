"""A Deny that is gone: what it refused and no other Deny refuses, proven with everything else allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..access.prove import newly_allowed
from ..access.question import PolicyKind, Proof, Trust, Verdict
from ..model import wildcards
from ..state.policy import Effect, Policy, Principals, Statement
from .statements import denials, portable

_EVERYTHING: Final = Statement(0, Effect.ALLOW, Principals(everyone=True), None, ("*",), None, None, None)
_OF_NOBODY: Final = Trust()
"""A Deny binds the own account too: here none is left out."""


def lost_denials(old: Policy, new: Policy, kind: PolicyKind, trust: Trust) -> Iterator[tuple[Statement, Proof | None]]:
    """Each Deny that refused something which no Deny refuses any more, with a request where one is found."""
    left = denials(portable(new))
    for statement in denials(portable(old)):
        if not _is_repeated(statement, left):
            yield from _lost(statement, left, kind, trust)


def _lost(
    statement: Statement, left: Sequence[Statement], kind: PolicyKind, trust: Trust
) -> Iterator[tuple[Statement, Proof | None]]:
    before = Policy((_EVERYTHING, replace(statement, sid=None, index=1)))
    for now in (Policy((_EVERYTHING, *left)), Policy((_EVERYTHING,))):
        proofs = [*newly_allowed(before, now, kind, trust), *newly_allowed(before, now, kind, _OF_NOBODY)]
        if proofs and now.statements[1:] == tuple(left):
            yield statement, next((proof for proof in proofs if proof.verdict is Verdict.OPEN), None)
        if proofs:
            return  # others refuse what it did
    yield statement, None  # what it refuses is nothing that a proof knows of, so others may not refuse it


def _is_repeated(statement: Statement, left: Sequence[Statement]) -> bool:
    """Whether others refuse each of its actions, and else say the same."""
    alike = [one for one in left if _without_actions(one) == _without_actions(statement)]
    if statement.actions is None:
        return any(one.not_actions == statement.not_actions for one in alike)
    patterns = [str(action).lower() for one in alike for action in one.actions or ()]
    return all(any(wildcards.covers(wide, str(one).lower()) for wide in patterns) for one in statement.actions)


def _without_actions(statement: Statement) -> Statement:
    return replace(statement, index=0, sid=None, actions=None, not_actions=None)
