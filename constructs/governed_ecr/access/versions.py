"""Policies of the version without variables, written in that which has them.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ..state.policy import Policy, Statement, Text
from ..state.unknown import Unknown

_SIGN: Final = "${"
_ESCAPED: Final = "${$}{"


def with_variables(policy: Policy) -> Policy:
    """The same policy, with ``${$}{`` where a text has ``${`` literally."""
    if all(statement.variables for statement in policy.statements):
        return policy
    return replace(policy, statements=tuple(map(_statement, policy.statements)))


def as_written(text: str) -> str:
    """A text as the document has it, whatever its version."""
    return text.replace(_ESCAPED, _SIGN)


def _statement(statement: Statement) -> Statement:
    if statement.variables:
        return statement
    conditions = tuple(replace(each, values=_texts(each.values)) for each in statement.conditions)
    return replace(
        statement,
        resources=statement.resources and _texts(statement.resources),
        not_resources=statement.not_resources and _texts(statement.not_resources),
        conditions=conditions,
        variables=True,
    )


def _texts(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(_escaped(text) if isinstance(text, str) else _unknown(text) for text in texts)


def _unknown(text: Unknown) -> Unknown:
    return Unknown(tuple(_escaped(part) if isinstance(part, str) else part for part in text.parts))


def _escaped(text: str) -> str:
    return text.replace(_SIGN, _ESCAPED)
