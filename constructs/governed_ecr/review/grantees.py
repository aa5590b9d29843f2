"""Whom an Allow statement is about, as a map of the registry shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..access.question import Question
from ..rules.grants import Grant
from ..rules.identifiers import account_of
from ..state.policy import Condition, Effect, Principals, Statement, Text
from .places import NodeKind, Place

EVERYONE: Final = Place(NodeKind.EVERYONE, "Everyone")
CONDITIONS: Final = "under conditions"
"""Beside a grant whose conditions narrow it further than its grantee says."""

_UNIT: Final = re.compile(r"ou-[0-9a-z]+-[0-9a-z]+")
_KEYS: Final[Mapping[str, NodeKind]] = {
    "aws:PrincipalAccount": NodeKind.ACCOUNT,
    "aws:PrincipalArn": NodeKind.ACCOUNT,
    "aws:PrincipalOrgPaths": NodeKind.UNIT,
    "aws:PrincipalOrgID": NodeKind.ORGANIZATION,
}
"""Condition keys that say who, the narrowest first."""
_POSITIVE: Final = frozenset({"StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"})
_NEGATIVE: Final = frozenset(
    {"StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "ArnNotEquals", "ArnNotLike"}
)


def grantees(grant: Grant, question: Question) -> Iterator[tuple[Place, str]]:
    """The grantees of a statement, with ``CONDITIONS`` or nothing.

    Who is not named is everyone only where that is proven; else whom the conditions, or a Deny for all others, leave.
    """
    principals = grant.statement.principals
    if principals is None or principals.everyone:
        yield from _unnamed(grant, question)
        return
    detail = CONDITIONS if grant.statement.conditions else ""
    for place in _named(principals):
        yield place, detail


def _named(principals: Principals) -> Iterator[Place]:
    for principal in principals.aws:
        yield account(account_of(principal) or principal)
    for service in principals.services:
        yield Place(NodeKind.SERVICE, str(service))
    for other in (*principals.federated, *principals.canonical):
        yield Place(NodeKind.OTHER, str(other))


def account(name: Text) -> Place:
    """An account by its id."""
    return Place(NodeKind.ACCOUNT, str(name))


def _unnamed(grant: Grant, question: Question) -> Iterator[tuple[Place, str]]:
    if question in grant.everyone:
        yield EVERYONE, ""
        return
    conditions = [*grant.statement.conditions, *_by_denial(grant.policy.statements)]
    for key, kind in _KEYS.items():
        telling = [one for one in conditions if one.key == key and one.operator in _POSITIVE and "*" not in one.values]
        if telling:
            rest = [one for one in grant.statement.conditions if one.key not in _KEYS]
            for value in telling[0].values:
                yield _place(kind, key, value), CONDITIONS if rest else ""
            return
    yield Place(NodeKind.OTHER, "Whoever meets the conditions"), CONDITIONS


def _by_denial(statements: Iterable[Statement]) -> Iterator[Condition]:
    """A Deny for all but some says who is left: its negative conditions, turned round."""
    for statement in statements:
        if statement.effect is Effect.DENY and statement.principals is not None and statement.principals.everyone:
            for one in statement.conditions:
                if one.operator in _NEGATIVE:
                    yield Condition(one.operator.replace("Not", ""), one.key, one.values)


def _place(kind: NodeKind, key: str, value: Text) -> Place:
    if key == "aws:PrincipalArn":
        return account(account_of(value) or value)
    units = _UNIT.findall(str(value))
    return Place(kind, units[-1] if kind is NodeKind.UNIT and units else str(value))
