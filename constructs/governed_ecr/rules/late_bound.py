"""What of a policy only a deployment knows."""

from __future__ import annotations

from collections.abc import Iterator

from ..state.policy import Policy, Principals, Statement, Text
from ..state.unknown import Unknown


def late_bound(policy: Policy) -> tuple[str, ...]:
    """The parts of a policy that only a deployment knows, but for the account and Region that it is in."""
    texts = (text for statement in policy.statements for text in _texts(statement))
    unknown = (text for text in texts if isinstance(text, Unknown) and not _is_environment(text))
    return tuple(dict.fromkeys(map(str, unknown)))


def made_here(policy: Policy) -> frozenset[str]:
    """The values of conditions that resources of these templates have: a VPC endpoint's id, a project's ARN."""
    return frozenset(
        part.expression
        for statement in policy.statements
        for condition in statement.conditions
        for text in condition.values
        if isinstance(text, Unknown)
        for part in text.parts
        if not isinstance(part, str) and part.logical_id
    )


def _texts(statement: Statement) -> Iterator[Text]:
    for principals in (statement.principals, statement.not_principals):
        yield from _principals(principals) if principals else ()
    for texts in (statement.actions, statement.not_actions, statement.resources, statement.not_resources):
        yield from texts or ()
    for condition in statement.conditions:
        yield from condition.values


def _principals(principals: Principals) -> Iterator[Text]:
    yield from (*principals.aws, *principals.services, *principals.federated, *principals.canonical)


def _is_environment(text: Unknown) -> bool:
    """Whether the unknown parts are pseudo parameters: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
    pseudo-parameter-reference.html"""
    return all(isinstance(part, str) or part.expression.startswith("AWS::") for part in text.parts)
