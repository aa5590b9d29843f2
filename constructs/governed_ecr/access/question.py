"""What is asked of a policy, whom it trusts, and what the answer is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..state.context import Context
from .truth import Fact
from .witness import Witness


class PolicyKind(StrEnum):
    """Which kind of resource a policy is attached to: it decides what actions and resources there are."""

    REPOSITORY = "repository"
    """A repository's policy, or that of a creation template."""
    REGISTRY = "registry"
    PUBLIC_REPOSITORY = "public repository"
    KEY = "key"
    """The policy of a KMS key; pull is to decrypt, push to encrypt."""


class Question(StrEnum):
    PULL = "pull"
    PUSH = "push"
    ADMINISTER = "administer"


class Who(StrEnum):
    """Whom a question is about. "Outside" is outside of the policy's own account and of all that is trusted."""

    OUTSIDER = "outsider"
    """An IAM principal outside."""
    ANONYMOUS = "anonymous"
    """A request without credentials."""
    SERVICE = "service"
    """An AWS service that acts for a resource outside (the confused deputy)."""
    STRANGER = "stranger"
    """An IAM principal outside whose account and organization the policy does not name either: anyone at all."""
    MEMBER = "member"
    """An IAM principal of the organization, of no account or organizational unit that the policy names."""
    FOREIGNER = "foreigner"
    """An IAM principal of any account but the policy's own, trusted or not."""


class Verdict(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"
    """Not proven either way."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The own account, the organization, the accounts that count as inside, and the own Region; None for what is not
    known."""

    account: str | None = None
    organization: str | None = None
    accounts: frozenset[str] | None = None
    region: str | None = None
    tags: frozenset[tuple[str, str]] = frozenset()
    """Of the resource that the policy is attached to, as far as they are known."""

    @classmethod
    def of(cls, context: Context, account: str | None, region: str | None = None) -> Trust:
        """The trust of a registry in ``account`` and ``region``. The context's own account is trusted in the registries
        of others."""
        trusted = context.trusted_accounts
        if trusted is not None and context.account is not None:
            trusted |= {context.account}
        return cls(account or context.account, context.organization, trusted, region or context.region)


TOO_COMPLEX: Final = Fact("the policy is too complex to prove")


@dataclass(frozen=True, slots=True)
class Proof:
    """An answer. An open one has a witness, and the statement (its index) that lets it in; an unknown one says in
    ``settle`` what together would settle it."""

    verdict: Verdict
    witness: Witness | None = None
    statement: int | None = None
    settle: tuple[Fact, ...] = ()

    @property
    def missing(self) -> str:
        """``settle`` in words."""
        return ", ".join(dict.fromkeys(fact.what for fact in self.settle))
