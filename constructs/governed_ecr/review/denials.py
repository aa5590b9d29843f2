"""A Deny that is gone: what it refused and no other Deny refuses, proven with everything else allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from ..access.question import PolicyKind, Proof, Trust, Verdict
from ..access.witness import Witness
from ..model import wildcards
from ..state.policy import Effect, Policy, Principals, Statement
from .proofs import newly
from .statements import denials, portable
from .words import several

_EVERYTHING: Final = Statement(0, Effect.ALLOW, Principals(everyone=True), None, ("*",), None, None, None)
_OF_NOBODY: Final = Trust()
"""A Deny binds the own account too: here none is left out."""


@dataclass(frozen=True, slots=True)
class LostDenial:
    """A Deny that refused something which no Deny refuses any more. witness: such a request, where one is found.
    is_still_there: whether it only refuses less."""

    statement: Statement
    witness: Witness | None
    is_still_there: bool


def lost_denials(old: Policy, new: Policy, kind: PolicyKind, trust: Trust) -> Iterator[LostDenial]:
    """The Deny statements of old that new lacks, or has weaker."""
    left = denials(portable(new))
    before = denials(portable(old))
    added = [one for one in left if not any(_without_actions(one) == _without_actions(other) for other in before)]
    for statement in before:
        if not _is_repeated(statement, left):
            for proof in _lost(statement, left, kind, trust):
                witness = _of_account(proof.witness, trust) if proof and proof.witness else None
                yield LostDenial(statement, witness, _is_weaker(statement, left, added))


def refused(statement: Statement) -> str:
    """What a Deny refused: ``ecr:* where Bool aws:SecureTransport is false``."""
    actions = statement.actions if statement.actions is not None else statement.not_actions or ()
    what = several([str(action) for action in actions])
    where = [
        f"{':'.join(filter(None, (one.quantifier, one.operator)))}{'IfExists' if one.if_exists else ''} {one.key} is "
        f"{several([str(value) for value in one.values])}"
        for one in statement.conditions
    ]
    but = "all actions but " if statement.actions is None else ""
    return f"{but}{what}" + (f" where {' and '.join(where)}" if where else "")


def _is_weaker(statement: Statement, left: Sequence[Statement], added: Sequence[Statement]) -> bool:
    """Whether the Deny is left with fewer actions, or one of its name or, nameless, about the same actions came."""
    if any(_without_actions(one) == _without_actions(statement) and _share_actions(one, statement) for one in left):
        return True
    return any(
        one.sid == statement.sid
        and (one.sid is not None or (one.actions, one.not_actions) == (statement.actions, statement.not_actions))
        for one in added
    )


def _of_account(witness: Witness, trust: Trust) -> Witness:
    """The own account is nobody's in the proofs, but known."""
    if trust.account is None:
        return witness
    return replace(witness, resource=witness.resource.replace("${AWS::AccountId}", trust.account))


def _lost(statement: Statement, left: Sequence[Statement], kind: PolicyKind, trust: Trust) -> Iterator[Proof | None]:
    before = Policy((_EVERYTHING, replace(statement, sid=None, index=1)))
    for now in (Policy((_EVERYTHING, *left)), Policy((_EVERYTHING,))):
        proofs = [*newly(before, now, kind, trust), *newly(before, now, kind, _OF_NOBODY)]
        if proofs and now.statements[1:] == tuple(left):
            yield next((proof for proof in proofs if proof.verdict is Verdict.OPEN), None)
        if proofs:
            return  # others refuse what it did
    yield None  # what it refuses is nothing that a proof knows of, so others may not refuse it


def _is_repeated(statement: Statement, left: Sequence[Statement]) -> bool:
    """Whether others refuse each of its actions, and else say the same."""
    alike = [one for one in left if _without_actions(one) == _without_actions(statement)]
    if statement.actions is None:
        return any(one.not_actions == statement.not_actions for one in alike)
    patterns = [str(action).lower() for one in alike for action in one.actions or ()]
    return all(any(wildcards.covers(wide, str(one).lower()) for wide in patterns) for one in statement.actions)


def _share_actions(one: Statement, other: Statement) -> bool:
    if one.actions is None or other.actions is None:
        return True
    pairs = product(one.actions, other.actions)
    return any(wildcards.overlaps(str(action).lower(), str(another).lower()) for action, another in pairs)


def _without_actions(statement: Statement) -> Statement:
    return replace(statement, index=0, sid=None, actions=None, not_actions=None)
