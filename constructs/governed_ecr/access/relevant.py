"""The statements that can matter to a question, told without a proof."""

from __future__ import annotations

from dataclasses import replace

from ..state.action_patterns import may_be_about
from ..state.policy import Effect, Policy, Principals, Statement, Text
from .actions import actions_of
from .question import PolicyKind, Question, Trust, Who


def relevant(policy: Policy, kind: PolicyKind, question: Question, who: Who, trust: Trust) -> Policy:
    """The policy without the statements that are about other actions, or let in others only."""
    actions = actions_of(kind, question)
    return replace(
        policy,
        statements=tuple(
            each
            for each in policy.statements
            if any(may_be_about(each, action) for action in actions)
            and (each.effect is Effect.DENY or _may_let_in(each, who, trust))
        ),
    )


def allows_nothing(policy: Policy) -> bool:
    return all(statement.effect is Effect.DENY for statement in policy.statements)


def _may_let_in(statement: Statement, who: Who, trust: Trust) -> bool:
    principals = statement.principals
    if principals is None:
        return statement.not_principals is not None
    if principals.everyone or any(not isinstance(text, str) for text in principals.aws):
        return True
    if who is Who.ANONYMOUS:
        return False
    if who is Who.SERVICE:
        return bool(principals.services)
    return _may_name_others(principals, _inside(who, trust))


def _inside(who: Who, trust: Trust) -> frozenset[str]:
    """Accounts whose principals are none of ``who``."""
    own = frozenset({trust.account} if trust.account else ())
    return own | (trust.accounts or frozenset()) if who in (Who.OUTSIDER, Who.STRANGER) else own


def _may_name_others(principals: Principals, accounts: frozenset[str]) -> bool:
    return any(_account(text) not in accounts for text in principals.aws)


def _account(principal: Text) -> str:
    """The account of a principal that is written out; a wildcard is in none."""
    text = str(principal)
    return text.split(":")[4] if text.startswith("arn:") and text.count(":") >= 5 else text
