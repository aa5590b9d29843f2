"""Grants that nobody can use: Allow statements that no request meets, and what about them is to blame."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..model.names import ORGANIZATION
from ..state.policy import Condition, Effect, Statement
from .conditions import positive
from .fields import Kind, family, never_sent
from .requesters import CALLER
from .truth import Fact
from .versions import as_written

if TYPE_CHECKING:
    from .solve import Solver

_SERVICE_KEYS: Final = (
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
)
_MEANT_FOR_SERVICES: Final = ("aws:principalisawsservice", "aws:principalservicename", "aws:principalservicenameslist")
_SEVERAL: Final = ("aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths", "aws:tagkeys", "aws:calledvia")


@dataclass(frozen=True, slots=True)
class DeadGrant:
    """An Allow statement (its index) that nobody can use, or no IAM principal.

    why: a sentence. condition: what is to blame, if one condition is.
    """

    statement: int
    why: str
    condition: Condition | None = None


def find_dead(solver: Solver) -> Iterable[DeadGrant]:
    """The dead grants of the solver's only policy. Deny statements are left out: what they take away is meant to be."""
    for at, statement in enumerate(solver.model.policies[0].statements):
        if statement.effect is Effect.ALLOW:
            found = _judged(solver, at, statement)
            if found is not None:
                yield found


def _judged(solver: Solver, at: int, statement: Statement) -> DeadGrant | None:
    """Parts of a statement: its principals, actions, resources, then its conditions."""
    parts = solver.model.parts(0, at)
    unknown = list(_in_favour(solver))
    core = solver.core(parts, Kind, unknown)
    if core is None:
        if _is_for_services(statement):
            return None
        core = solver.core(parts, (Kind.IAM, Kind.ANONYMOUS), unknown)
        return _only_services(statement, [statement.conditions[index - 3] for index in core or () if index > 2])
    conditions = [statement.conditions[index - 3] for index in core if index > 2]
    if conditions:
        if _is_for_services(statement) and any(condition.key.lower() == CALLER for condition in conditions):
            return None  # AWS does not say whether requests of services carry it
        return DeadGrant(statement.index, *_why(statement, conditions, 0 in core))
    if 1 in core or 2 in core or statement.principals is None:
        return None  # an action or a place that this package does not know of may be meant
    named = statement.principals
    if named.federated or named.canonical:
        return DeadGrant(statement.index, "Federated and canonical users make no requests to this service.")
    return None


def _in_favour(solver: Solver) -> Iterable[Fact]:
    """The facts that may turn out in a grant's favour: not that AWS sends what it is not known to send."""
    return (fact for fact in solver.model.switches if not fact.unlikely)


def _is_for_services(statement: Statement) -> bool:
    if statement.principals is None or statement.principals.services:
        return True
    return any(condition.key.lower() in _MEANT_FOR_SERVICES for condition in statement.conditions)


def _only_services(statement: Statement, conditions: list[Condition]) -> DeadGrant | None:
    if not conditions:
        return None
    keys = " and ".join(dict.fromkeys(condition.key for condition in conditions))
    why = f"Only AWS services could use this grant: requests of IAM principals do not carry {keys}."
    if not all(condition.key.lower() in _SERVICE_KEYS for condition in conditions):
        why = f"Only AWS services could use this grant: no IAM principal meets {_listed(conditions)}."
    return DeadGrant(statement.index, why, conditions[0])


def _why(statement: Statement, conditions: list[Condition], by_principal: bool) -> tuple[str, Condition | None]:
    if len(conditions) > 1:
        return f"No request meets both {_listed(conditions)}.", conditions[0]
    (condition,) = conditions
    return f"{_alone(statement, condition, by_principal)}", condition


def _alone(statement: Statement, condition: Condition, by_principal: bool) -> str:
    key, name = condition.key, condition.key.lower()
    operator, negated = positive(condition.operator)
    if never_sent(key):
        return f"No request to this service carries the condition key {key}."
    if by_principal and name in _SERVICE_KEYS:
        return f"Only requests of AWS services carry {key}, and the statement is about IAM principals."
    if by_principal and statement.principals is not None and statement.principals.services:
        return (
            f"Requests of AWS services do not meet {_one(condition)}: they carry keys such as aws:SourceOrgID instead."
        )
    if family(key) in _SEVERAL and not condition.quantifier and operator != "null":
        return f"{key} has several values: {condition.operator} does not match it without ForAnyValue or ForAllValues."
    texts = [str(value) for value in condition.values]
    literal = [text for text in texts if "*" in text or "?" in text]
    if literal and operator in ("stringequals", "stringequalsignorecase") and not negated:
        return f'{condition.operator} takes "{literal[0]}" literally, and {key} never has that value; use StringLike.'
    if name in ("aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid") and not negated:
        wrong = [text for text in texts if not ORGANIZATION.fullmatch(text)]
        if wrong:
            return f'"{wrong[0]}" is no organization\'s id: they are o- and 9 to 32 lower-case letters or digits.'
    if operator == "ipaddress" and name == "aws:sourceip":
        return (
            f"Requests from {', '.join(texts[:3])} do not carry {key}: for private addresses there is aws:VpcSourceIp."
        )
    return f"{'None of its principals' if by_principal else 'No request'} meets {_one(condition)}."


def _listed(conditions: list[Condition]) -> str:
    return " and ".join(map(_one, conditions))


def _one(condition: Condition) -> str:
    """A condition as messages write it."""
    quantifier = f"{condition.quantifier}:" if condition.quantifier else ""
    values = as_written(", ".join(map(str, condition.values[:3]))) + (", ..." if len(condition.values) > 3 else "")
    return f"{quantifier}{condition.operator}{'IfExists' if condition.if_exists else ''} {condition.key} = {values}"
