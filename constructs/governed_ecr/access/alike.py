"""Policies that differ in nothing but which accounts they name are one problem, proven once.

The accounts get stand-ins in the order in which they appear, and of the trusted accounts only those stay that the
policy names: the others are like all that it does not name. Both hold only as long as nothing in the policy tells
accounts apart by a part of their ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ..state.policy import Condition, Policy, Principals, Statement, Text
from ..state.unknown import Unknown
from .dead import DeadGrant
from .question import Proof, Trust
from .text import ACCOUNT
from .witness import Witness

_KEYS: Final = frozenset(
    {"aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourcearn", "kms:calleraccount"}
)
_OPERATORS: Final = ("String", "Arn")
_PART_OF_ID: Final = re.compile(r"[0-9][*?$\x00]|[*?}\x00][0-9]")
"""A wildcard, a variable or an unknown part (\\0) beside a digit."""


LARGEST: Final = 20_000
"""Characters in the texts of a policy that is looked at. ECR takes policies of 10,240 characters, AWS KMS of 32,768."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A policy with stand-ins for accounts, and the trust that goes with it. taken: the ids that are somebody's."""

    policy: Policy
    trust: Trust
    originals: tuple[tuple[str, str], ...]
    taken: frozenset[str]

    def proof(self, proof: Proof) -> Proof | None:
        """The proof for the original; None where its witness is an account that is somebody's after all."""
        if proof.witness is not None and not self.taken.isdisjoint(self._invented(proof.witness)):
            return None
        settle = tuple(replace(fact, what=self._restored(fact.what)) for fact in proof.settle)
        restored = proof.witness and _witness(proof.witness, self._restored)
        return replace(proof, witness=restored, settle=settle)

    def dead(self, found: DeadGrant) -> DeadGrant:
        """The same of the original."""
        condition = found.condition and _condition(found.condition, self._restored)
        return replace(found, why=self._restored(found.why), condition=condition)

    def _restored(self, text: str) -> str:
        return _exchanged(text, dict(self.originals))

    def _invented(self, witness: Witness) -> Iterator[str]:
        """The accounts of a witness that stand for anybody."""
        of_policy = {*dict(self.originals), self.trust.account}
        shown = [witness.principal, *(text for _, value in witness.context for text in _listed(value))]
        return (account for text in shown for account in ACCOUNT.findall(text) if account not in of_policy)


@lru_cache(maxsize=4096)
def alike(policy: Policy, trust: Trust) -> Alike | None:
    """What the policy is like; None where its accounts cannot be exchanged, or where that changes nothing."""
    if size_of(policy) > LARGEST:
        return None
    named = list(dict.fromkeys(account for text in _told(policy) for account in ACCOUNT.findall(_shown(text))))
    foreign = [account for account in named if account != trust.account]
    elsewhere = {account for text in _others(policy) for account in ACCOUNT.findall(_shown(text))}
    if not elsewhere <= {trust.account} or any(_PART_OF_ID.search(_shown(text)) for text in _told(policy)):
        return None
    numbers = (f"2{number:011}" for number in range(1, len(foreign) + 2))
    stand_ins = dict(zip(foreign, (number for number in numbers if number != trust.account), strict=False))
    accounts = trust.accounts
    if accounts is not None:
        accounts = frozenset(stand_ins.get(each, each) for each in accounts if each in named or each == trust.account)
    renamed = Policy(
        tuple(_statement(each, lambda text: _exchanged(text, stand_ins)) for each in policy.statements),
        policy.unresolved,
    )
    simpler = replace(trust, accounts=accounts)
    if (renamed, simpler) == (policy, trust):
        return None
    taken = frozenset(named) | (trust.accounts or frozenset()) - {trust.account}
    return Alike(renamed, simpler, tuple((stand_in, account) for account, stand_in in stand_ins.items()), taken)


@lru_cache(maxsize=4096)
def size_of(policy: Policy) -> int:
    """The characters of all texts in a policy."""
    return sum(len(str(text)) for texts in (_told, _others) for text in texts(policy))


def _exchanged(text: str, names: Mapping[str, str]) -> str:
    return ACCOUNT.sub(lambda found: names.get(found.group(), found.group()), text)


def _shown(text: Text) -> str:
    """A text with a mark for each part that is not known."""
    return text if isinstance(text, str) else "".join(part if isinstance(part, str) else "\0" for part in text.parts)


def _told(policy: Policy) -> Iterator[Text]:
    """The texts in which accounts may be exchanged."""
    for statement in policy.statements:
        for principals in (statement.principals, statement.not_principals):
            yield from principals.aws if principals else ()
        for condition in statement.conditions:
            yield from condition.values if _tells_accounts(condition) else ()


def _others(policy: Policy) -> Iterator[Text]:
    for statement in policy.statements:
        for principals in (statement.principals, statement.not_principals):
            if principals:
                yield from (*principals.services, *principals.federated, *principals.canonical)
        for texts in (statement.actions, statement.not_actions, statement.resources, statement.not_resources):
            yield from texts or ()
        for condition in statement.conditions:
            yield from () if _tells_accounts(condition) else condition.values


def _tells_accounts(condition: Condition) -> bool:
    return condition.key.lower() in _KEYS and condition.operator.startswith(_OPERATORS)


_Change = Callable[[str], str]


def _statement(statement: Statement, change: _Change) -> Statement:
    return replace(
        statement,
        principals=statement.principals and _principals(statement.principals, change),
        not_principals=statement.not_principals and _principals(statement.not_principals, change),
        conditions=tuple(_condition(each, change) if _tells_accounts(each) else each for each in statement.conditions),
    )


def _principals(principals: Principals, change: _Change) -> Principals:
    return replace(principals, aws=_texts(principals.aws, change))


def _condition(condition: Condition, change: _Change) -> Condition:
    return replace(condition, values=_texts(condition.values, change))


def _texts(texts: Iterable[Text], change: _Change) -> tuple[Text, ...]:
    return tuple(
        change(text)
        if isinstance(text, str)
        else Unknown(tuple(change(part) if isinstance(part, str) else part for part in text.parts))
        for text in texts
    )


def _witness(witness: Witness, change: _Change) -> Witness:
    context = tuple(
        (key, change(value) if isinstance(value, str) else tuple(map(change, value))) for key, value in witness.context
    )
    return replace(witness, principal=change(witness.principal), context=context)


def _listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
