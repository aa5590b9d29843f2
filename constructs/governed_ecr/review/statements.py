"""Policies in one form: two that say the same are equal, whatever their order and the template they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import overload

from ..state.policy import Condition, Effect, Policy, Principals, Statement, Text
from ..state.unknown import Reference, Unknown


@lru_cache(maxsize=8192)
def portable(policy: Policy) -> Policy:
    """The policy without the names of templates, which are not the same before and after a change."""
    return Policy(tuple(map(_portable, policy.statements)), policy.unresolved)


def canonical(policy: Policy) -> frozenset[Statement]:
    """The statements as a set, whatever their order and names."""
    return frozenset(replace(statement, index=0, sid=None) for statement in portable(policy).statements)


def denials(policy: Policy) -> tuple[Statement, ...]:
    """The Deny statements."""
    return tuple(statement for statement in policy.statements if statement.effect is Effect.DENY)


def without_unknown(policy: Policy, some: frozenset[Statement]) -> Policy:
    """The policy without those Allow statements of ``some`` that have parts which are not known."""

    def goes(statement: Statement) -> bool:
        plain = replace(statement, index=0, sid=None)
        return statement.effect is Effect.ALLOW and plain in some and "Unknown(" in repr(plain)

    return Policy(tuple(one for one in policy.statements if not goes(one)), policy.unresolved)


def _portable(statement: Statement) -> Statement:
    return replace(
        statement,
        principals=_principals(statement.principals),
        not_principals=_principals(statement.not_principals),
        actions=_texts(statement.actions),
        not_actions=_texts(statement.not_actions),
        resources=_texts(statement.resources),
        not_resources=_texts(statement.not_resources),
        conditions=tuple(sorted(map(_condition, statement.conditions), key=str)),
    )


def _principals(principals: Principals | None) -> Principals | None:
    return principals and Principals(
        principals.everyone,
        _texts(principals.aws),
        _texts(principals.services),
        _texts(principals.federated),
        _texts(principals.canonical),
    )


def _condition(condition: Condition) -> Condition:
    return replace(condition, values=_texts(condition.values))


@overload
def _texts(texts: tuple[Text, ...]) -> tuple[Text, ...]: ...
@overload
def _texts(texts: None) -> None: ...
def _texts(texts: Iterable[Text] | None) -> tuple[Text, ...] | None:
    return None if texts is None else tuple(sorted({_text(text) for text in texts}, key=str))


def _text(text: Text) -> Text:
    if isinstance(text, str):
        return text
    return Unknown(tuple(Reference(part.expression) if isinstance(part, Reference) else part for part in text.parts))
