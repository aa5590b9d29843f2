"""What a registry policy grants to other accounts, action by action."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.action_patterns import may_be_about
from ...state.policy import Effect, Policy, Statement, Text


def foreign_grantees(policy: Policy, action: str, own: str | None) -> Iterator[tuple[Statement, Text]]:
    """The principals of other accounts that may be granted an action, "*" for everyone, with the statement."""
    for statement in policy.statements:
        principals = statement.principals
        if statement.effect is Effect.ALLOW and principals is not None and may_be_about(statement, action):
            named = ("*",) if principals.everyone else principals.aws
            yield from ((statement, principal) for principal in named if principal != own)


def may_be_granted(policy: Policy, principal: Text, *actions: str) -> bool:
    """Whether a statement grants a principal one of the actions, or may: what is not known counts."""
    return any(
        statement.effect is Effect.ALLOW
        and (statement.principals is None or statement.principals.everyone or principal in statement.principals.aws)
        and any(may_be_about(statement, action) for action in actions)
        for statement in policy.statements
    )
