"""Grants that a condition bounds to one account or organization, of which only the deployment knows which it is.

No value can open such a grant to everyone: ``StringEquals`` takes ``*`` literally.
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..state.policy import Condition, Policy, Statement
from ..state.unknown import Unknown
from .grants import Grant
from .variables import OWNER_ACCOUNT, OWNER_ORGANIZATION

_OWN: Final = {
    **dict.fromkeys(("aws:PrincipalAccount", "aws:SourceAccount"), OWNER_ACCOUNT),
    **dict.fromkeys(("aws:PrincipalOrgID", "aws:SourceOrgID"), OWNER_ORGANIZATION),
}


def as_to_owner(grant: Grant) -> Grant:
    """The grant as it would be if the accounts and organizations that its conditions name later were its owner's."""
    statements = tuple(_statement(statement) for statement in grant.policy.statements)
    return replace(grant, statement=statements[0], policy=Policy(statements))


def _statement(statement: Statement) -> Statement:
    return replace(statement, conditions=tuple(map(_condition, statement.conditions)))


def _condition(condition: Condition) -> Condition:
    own = _OWN.get(condition.key)
    if own is None or condition.operator != "StringEquals":
        return condition
    values = (
        Unknown((own,)) if isinstance(value, Unknown) and value.reference else value for value in condition.values
    )
    return replace(condition, values=tuple(values))
