"""The accounts and organizations that a statement names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..access.question import Trust
from ..model.names import ACCOUNT, ORGANIZATION
from ..state.arn import split_arn
from ..state.policy import Statement, Text

_IDENTIFIER: Final = re.compile(rf"(?<![0-9a-z])(?:{ACCOUNT.pattern}|{ORGANIZATION.pattern})(?![0-9a-z])")


def identifiers(texts: Iterable[Text]) -> frozenset[str]:
    """Account and organization ids in these texts (principals, ARNs, paths of organizational units)."""
    return frozenset(found for text in texts for found in _IDENTIFIER.findall(str(text)))


def named_in(statement: Statement) -> frozenset[str]:
    """Whom a statement names, as principals or in conditions."""
    return identifiers(_texts(statement))


def account_of(text: Text) -> str | None:
    """The account of a principal or a resource, where it is spelled out."""
    arn = split_arn(text)
    account = arn.account if arn else text
    return account if isinstance(account, str) and _IDENTIFIER.fullmatch(account) else None


def untrusted(names: Iterable[str], trust: Trust) -> tuple[str, ...]:
    """Those that are known not to be trusted, sorted. Of what is not known nothing is said."""

    def is_untrusted(name: str) -> bool:
        if name.startswith("o-"):
            return trust.organization is not None and name != trust.organization
        return trust.accounts is not None and name not in trust.accounts and name != trust.account

    return tuple(sorted(filter(is_untrusted, names)))


def _texts(statement: Statement) -> Iterator[Text]:
    if statement.principals is not None:
        yield from statement.principals.aws
    for condition in statement.conditions:
        yield from condition.values
