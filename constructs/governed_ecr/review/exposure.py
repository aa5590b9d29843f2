"""Who can newly get in, who cannot any more, and which Deny is gone: proven, with a witness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ..access.prove import newly_allowed
from ..access.question import Verdict
from ..model import wildcards
from ..rules.policies import AttachedPolicy, policy_of
from ..rules.rule import Severity
from ..state.policy import Effect, Policy, Principals, Statement, Text
from ..state.registry import RegistryState
from .change import Change, ChangeKind
from .pairing import Pair
from .words import name_of, sentence

_NOTHING: Final = Policy(())
_ALONE: Final = "AWS::ECR::RegistryPolicy"
_ORGANIZATION: Final = frozenset({"aws:PrincipalOrgID", "aws:PrincipalOrgPaths"})


def exposure_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """What changes for those who are granted something.

    A new repository with a policy is what rules judge; a new registry policy is a change for all that it is about.
    """
    if pair.head is None or (pair.base is None and pair.head.type != _ALONE):
        return
    before = policy_of(pair.base, base) if pair.base else None
    after = policy_of(pair.head, head)
    old, new = _policy(before), _policy(after)
    attached = after or before
    if attached is None or _statements(old) == _statements(new):
        return
    yield from _widened(pair, attached, old, new)
    yield from _denials(pair, attached, old, new)
    yield from _narrowed(pair, attached, old, new)


def _widened(pair: Pair, attached: AttachedPolicy, old: Policy, new: Policy) -> Iterator[Change]:
    for proof in newly_allowed(old, new, attached.kind, attached.trust):
        who = name_of(pair.resource)
        if proof.verdict is Verdict.OPEN:
            message, severity = f"{who} lets newly in: {proof.witness}.", Severity.ERROR
        else:
            message = f"{who} may let somebody newly in; not proven either way: {proof.settle}."
            severity = Severity.WARNING
        place = attached.path if proof.statement is None else attached.place(proof.statement)
        yield Change(
            ChangeKind.ACCESS_WIDENED, severity, pair.resource, sentence(message), place, witness=proof.witness
        )


def _denials(pair: Pair, attached: AttachedPolicy, old: Policy, new: Policy) -> Iterator[Change]:
    left = _statements(new)
    for statement in old.statements:
        if statement.effect is Effect.DENY and _canonical(statement) not in left and not _still_denied(statement, new):
            name = f'"{statement.sid}"' if statement.sid else f"number {statement.index}"
            message = f"{name_of(pair.resource)} loses its Deny {name}: what it refused is decided by the rest."
            yield Change(ChangeKind.DENY_REMOVED, Severity.ERROR, pair.resource, sentence(message), attached.path)


def _narrowed(pair: Pair, attached: AttachedPolicy, old: Policy, new: Policy) -> Iterator[Change]:
    for proof in newly_allowed(new, old, attached.kind, attached.trust):
        if proof.verdict is not Verdict.OPEN or proof.witness is None:
            continue
        message = f"{name_of(pair.resource)} no longer lets in: {proof.witness}."
        scoped = _scoped(proof.witness.action, new)
        severity = Severity.NOTE if scoped else Severity.WARNING
        yield Change(
            ChangeKind.ACCESS_NARROWED, severity, pair.resource, sentence(message), attached.path, witness=proof.witness
        )


def _policy(attached: AttachedPolicy | None) -> Policy:
    return attached.reading.policy or _NOTHING if attached else _NOTHING


def _statements(policy: Policy) -> frozenset[Statement]:
    """The statements as a set, whatever their order and names."""
    return frozenset(map(_canonical, policy.statements))


def _canonical(statement: Statement) -> Statement:
    conditions = (replace(one, values=_ordered(one.values)) for one in statement.conditions)
    return replace(
        statement,
        index=0,
        sid=None,
        principals=_principals(statement.principals),
        not_principals=_principals(statement.not_principals),
        actions=_ordered(statement.actions),
        not_actions=_ordered(statement.not_actions),
        resources=_ordered(statement.resources),
        not_resources=_ordered(statement.not_resources),
        conditions=tuple(sorted(conditions, key=str)),
    )


def _principals(principals: Principals | None) -> Principals | None:
    return principals and Principals(
        principals.everyone,
        _ordered(principals.aws) or (),
        _ordered(principals.services) or (),
        _ordered(principals.federated) or (),
        _ordered(principals.canonical) or (),
    )


def _ordered(texts: tuple[Text, ...] | None) -> Any:
    return None if texts is None else tuple(sorted(set(texts), key=str))


def _still_denied(statement: Statement, new: Policy) -> bool:
    """Whether the head has the same Deny for at least the same actions."""
    gone = _canonical(statement)
    for one in map(_canonical, new.statements):
        if one.actions and gone.actions and replace(one, actions=gone.actions) == gone:
            return all(action in one.actions or "ecr:*" in one.actions or "*" in one.actions for action in gone.actions)
    return False


def _scoped(action: str, new: Policy) -> bool:
    """Whether the head still grants the action to a part of the organization, so that it narrows and ends nothing."""
    return any(
        statement.effect is Effect.ALLOW
        and any(wildcards.matches(str(one).lower(), action.lower()) for one in statement.actions or ())
        and any(condition.key in _ORGANIZATION for condition in statement.conditions)
        for statement in new.statements
    )
