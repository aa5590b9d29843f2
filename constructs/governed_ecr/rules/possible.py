"""What a statement cannot possibly allow, told without a proof: most are about few actions and accounts."""

from __future__ import annotations

from functools import lru_cache

from ..access.actions import actions_of
from ..access.question import PolicyKind, Question, Trust
from ..state.action_patterns import may_be_about
from ..state.policy import Statement
from ..state.unknown import Unknown
from .identifiers import account_of


@lru_cache(maxsize=4096)
def may_allow(statement: Statement, kind: PolicyKind, question: Question) -> bool:
    """Whether some of its actions are, or may be, those that the question is about."""
    return any(may_be_about(statement, action) for action in actions_of(kind, question))


def may_reach_beyond_names(statement: Statement) -> bool:
    """Whether it may be about others than the accounts and services that it names."""
    principals = statement.principals
    return principals is None or principals.everyone or any(isinstance(one, Unknown) for one in principals.aws)


def may_reach_outsiders(statement: Statement, trust: Trust) -> bool:
    """Whether it may be about IAM principals of accounts that are not trusted."""
    principals = statement.principals
    if principals is None or principals.everyone or principals.federated or principals.canonical:
        return True
    inside = (trust.accounts or frozenset()) | ({trust.account} if trust.account else frozenset())
    return any(account_of(one) not in inside for one in principals.aws)


def may_reach_services(statement: Statement) -> bool:
    """Whether it may be about AWS services."""
    return may_reach_beyond_names(statement) or bool(statement.principals and statement.principals.services)
