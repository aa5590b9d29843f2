"""The requests that are possible: groups of facts that are chosen together, and for each group examples of all cases.

What an outsider chooses: an account of their own, its organization (or none) and organizational units, the names and
tags of their principals, their public address, their user agent. What they cannot choose: the ids of accounts,
organizations, principals, VPCs and VPC endpoints of others. So ``aws:SourceVpce`` with a literal id is a boundary, and
with a pattern none. Addresses that are not public reach nothing. A service that acts for a stranger names the
stranger's resource, or nothing. What belongs to the resource (its name, its Region) may be anything; its tags are not
known.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..state.policy import Condition, Policy, Text
from ..state.registry import Environment
from .conditions import TEXTUAL, KeyValue, number, positive
from .fields import ALL, Kind
from .glob import AnyOf, Part, Pattern
from .points import between, is_ordered, limits
from .question import Trust
from .text import ACCOUNT, EXACT, ORGANIZATION, UNIT, Own, comparand

NO_ACCOUNT = "000000000000"
"""Stands for the own account where nobody knows it."""

_ACCOUNTS = ("aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount", "kms:calleraccount")
DIGITS = string.digits[1:] + "0"
LOWER = string.ascii_lowercase + string.digits
NAMES = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_+=,.@"


@dataclass(frozen=True, slots=True)
class Choice:
    """One case of a group. keys: the condition keys it gives to the request, by their names as AWS writes them.

    kinds: the requesters it is possible for. uncertain: what AWS does not say about whether there are such requests.
    The other fields say what the case is about, as far as it is.
    """

    keys: tuple[tuple[str, KeyValue], ...] = ()
    kinds: frozenset[Kind] = ALL
    principal: str = ""
    arn: str = ""
    session: str = ""
    service: str = ""
    account: str = ""
    organization: str = ""
    path: str = ""
    action: str = ""
    resource: str = ""
    own_network: bool = False
    uncertain: str = ""

    def value(self, key: str) -> KeyValue:
        wanted = key.lower()
        return next((value for name, value in self.keys if name.lower() == wanted), None)


@dataclass(frozen=True)
class Vocabulary:
    """What policies speak of: it decides which cases there are."""

    policies: tuple[Policy, ...]
    trust: Trust
    own: Own = field(init=False)

    def __post_init__(self) -> None:
        trust, region, partition = self.trust, self.trust.region, None
        if region is not None:
            partition = Environment(trust.account, region).partition
        texts = " ".join(str(text) for text in self._texts())
        own = Own(
            trust.account or NO_ACCOUNT,
            region or next((part[3] for part in self._repository_arns(texts) if _is_region(part[3])), "us-east-1"),
            partition or _partition_of(texts),
            trust.organization,
        )
        object.__setattr__(self, "own", own)

    @staticmethod
    def _repository_arns(texts: str) -> Iterable[list[str]]:
        return (
            word.split(":")
            for word in texts.split()
            if word.startswith("arn:") and word.count(":") == 5 and ":ecr:" in word
        )

    def _texts(self) -> Iterable[Text]:
        for policy in self.policies:
            for statement in policy.statements:
                for principals in (statement.principals, statement.not_principals):
                    if principals:
                        yield from principals.aws
                yield from statement.resources or ()
                yield from statement.not_resources or ()
                for condition in statement.conditions:
                    yield from condition.values

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(
            dict.fromkeys(
                c for policy in self.policies for statement in policy.statements for c in statement.conditions
            )
        )

    @cached_property
    def keys(self) -> dict[str, str]:
        """The keys that conditions are about: in lower case, and as written."""
        return {condition.key.lower(): condition.key for condition in self.conditions}

    def of_key(self, key: str) -> list[Condition]:
        return [condition for condition in self.conditions if condition.key.lower() == key]

    def patterns(self, key: str) -> list[Pattern]:
        """What the values of a key are compared with, where they are compared as texts."""
        return [
            comparand(value, how, self.own).pattern
            for condition in self.of_key(key)
            if (how := TEXTUAL.get(positive(condition.operator)[0])) is not None
            for value in condition.values
        ]

    def told_apart(self, key: str) -> list[Pattern | AnyOf]:
        """``patterns``, those of a condition together where it only counts whether one of them matches."""
        found: list[Pattern | AnyOf] = []
        for condition in self.of_key(key):
            how = TEXTUAL.get(positive(condition.operator)[0])
            if how is None:
                continue
            comparands = [comparand(value, how, self.own) for value in condition.values]
            patterns = tuple(each.pattern for each in comparands)
            certain = not any(each.facts or each.variables for each in comparands)
            found += [AnyOf(patterns)] if certain else patterns
        return found

    def exact(self, texts: Iterable[Text]) -> list[Pattern]:
        return [comparand(text, EXACT, self.own).pattern for text in texts]

    @cached_property
    def principals(self) -> tuple[Text, ...]:
        return tuple(
            text
            for policy in self.policies
            for statement in policy.statements
            for principals in (statement.principals, statement.not_principals)
            if principals
            for text in principals.aws
        )

    @cached_property
    def services(self) -> tuple[Text, ...]:
        return tuple(
            text
            for policy in self.policies
            for statement in policy.statements
            for principals in (statement.principals, statement.not_principals)
            if principals
            for text in principals.services
        )

    @cached_property
    def named_accounts(self) -> frozenset[str]:
        """The accounts that the policies name: as principals, in ARNs, or in conditions."""
        return frozenset(account for text in self._texts() for account in ACCOUNT.findall(str(text)))

    @cached_property
    def named_organizations(self) -> frozenset[str]:
        """As AWS writes them: some operators ignore case, and for the others no other case is anybody's."""
        return frozenset(found for text in self._texts() for found in ORGANIZATION.findall(str(text).lower()))

    @cached_property
    def named_units(self) -> frozenset[str]:
        return frozenset(found for text in self._texts() for found in UNIT.findall(str(text).lower()))

    @cached_property
    def account_patterns(self) -> list[Pattern]:
        named = self.named_accounts | (self.trust.accounts or frozenset()) | {self.own.account}
        return self.exact(sorted(named | self._numbered_accounts))

    @cached_property
    def _numbered_accounts(self) -> frozenset[str]:
        """Accounts at and between the limits of conditions that take their ids for numbers."""
        conditions = [each for each in self.conditions if each.key.lower() in _ACCOUNTS and is_ordered(each)]
        if not conditions:
            return frozenset()
        points = between({0.0, *limits(conditions, number), 1e12})
        around = {int(point) + step for point in points for step in (-1, 0, 1)}
        return frozenset(f"{account:012}" for account in around if 0 < account < 10**12)


def _is_region(text: str) -> bool:
    return text != "" and text.isascii() and "*" not in text


def _partition_of(texts: str) -> str:
    """The partition that a policy's ARNs are of."""
    if "arn:aws:" in texts:
        return "aws"
    return next((partition for partition in ("aws-cn", "aws-us-gov") if f"arn:{partition}:" in texts), "aws")


def subsets(keys: Sequence[tuple[str, KeyValue]]) -> list[tuple[tuple[str, KeyValue], ...]]:
    """All selections of keys that a request may carry, fewest first."""
    found: list[tuple[tuple[str, KeyValue], ...]] = [()]
    for key in keys:
        found += [(*chosen, key) for chosen in found]
    return sorted(found, key=len)


def account_part(readers: frozenset[str]) -> Part:
    samples = ("999999999999", "888888888888", "777777777777")
    return Part(readers, alphabet=DIGITS, low=12, high=12, samples=samples)
