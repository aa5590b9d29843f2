"""Conditions that compare a key of the resource with a variable of the requester, turned round.

``aws:ResourceOrgID`` equal to ``${aws:PrincipalOrgID}`` says of the requester's organization that it is the resource's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ..state.policy import Condition, Policy, Statement

_OF_RESOURCE: Final = ("aws:resourceaccount", "aws:resourceorgid")
_EQUALS: Final = ("stringequals", "stringequalsignorecase", "stringlike")
_VARIABLE: Final = re.compile(r"\$\{(aws:[A-Za-z]+)\}")


def turned(policy: Policy) -> Policy:
    """The policy with such conditions about the requester's key, which has the one value that the resource's has."""
    return replace(policy, statements=tuple(_statement(statement) for statement in policy.statements))


def _statement(statement: Statement) -> Statement:
    if not statement.variables:
        return statement
    return replace(statement, conditions=tuple(_condition(condition) for condition in statement.conditions))


def _condition(condition: Condition) -> Condition:
    if condition.key.lower() not in _OF_RESOURCE or condition.operator.lower() not in _EQUALS:
        return condition
    (value, *others) = condition.values or ("",)
    found = _VARIABLE.fullmatch(value) if isinstance(value, str) else None
    if found is None or others or condition.if_exists or condition.quantifier:
        return condition
    return replace(condition, key=found[1], values=(f"${{{condition.key}}}",))
