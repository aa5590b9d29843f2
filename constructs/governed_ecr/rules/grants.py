"""What each Allow statement of a policy lets happen, proven once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from ..access.prove import prove
from ..access.question import PolicyKind, Proof, Question, Trust, Verdict, Who
from ..access.truth import Fact
from ..access.witness import Witness
from ..state.policy import Effect, Policy, Statement
from .identifiers import account_of, identifiers, named_in, untrusted
from .possible import may_allow, may_reach_beyond_names, may_reach_outsiders, may_reach_services
from .tolerated import tolerated
from .variables import with_owner

Proofs = Mapping[Question, Proof]
"""What was asked, and the answers."""

_VERBS: Final[Mapping[PolicyKind, Mapping[Question, str]]] = {
    PolicyKind.REPOSITORY: {
        Question.PULL: "pull images",
        Question.PUSH: "push images",
        Question.ADMINISTER: "administer the repository",
    },
    PolicyKind.REGISTRY: {
        Question.PULL: "pull images",
        Question.PUSH: "put images into the registry",
        Question.ADMINISTER: "administer repositories",
    },
    PolicyKind.PUBLIC_REPOSITORY: {
        Question.PUSH: "push images",
        Question.ADMINISTER: "administer the repository",
    },  # everyone pulls from a public repository, whatever its policy says
    PolicyKind.KEY: {
        Question.PULL: "decrypt with the key",
        Question.PUSH: "encrypt with the key",
        Question.ADMINISTER: "administer the key",
    },
}

_OF_OTHER_ACCOUNTS: Final = (Who.OUTSIDER, Who.SERVICE, Who.FOREIGNER)
"""Questions whose answers depend on which account is the own one."""

_MOST_STATEMENTS: Final = 500
"""No policy that AWS takes has more: 32,768 characters hold about 470, and a key's policy has no more than those:
docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html"""

_CANDIDATES: Final = 8
"""How many named accounts are tried for the own one. Of two that are let in, one is another account for certain."""


@dataclass(frozen=True, eq=False)
class Grant:
    """One Allow statement, and in ``policy`` with it the Deny statements that take from it.

    What a policy allows is what one of its Allow statements allows, so each is judged for itself.
    """

    statement: Statement
    policy: Policy
    kind: PolicyKind
    trust: Trust

    @property
    def name(self) -> str:
        return called(self.statement)

    @cached_property
    def everyone(self) -> Proofs:
        """What anyone at all may do, with credentials or without."""
        return {**opened(self._anonymous), **opened(self._strangers)}

    @cached_property
    def outsiders(self) -> Proofs:
        """What IAM principals may do that are neither of the own account, nor trusted, nor of the organization."""
        return opened(self._outsiders)

    @cached_property
    def services(self) -> Proofs:
        """What AWS services may do for the sake of someone who is not trusted."""
        return opened(self._services)

    @cached_property
    def foreign_administration(self) -> Proofs:
        """Whether principals of any other account may administer, trusted or not."""
        return opened(self._ask(Who.FOREIGNER, [Question.ADMINISTER], tolerated(self.kind, Question.ADMINISTER)))

    @cached_property
    def service_administration(self) -> Proofs:
        """Whether AWS services may administer for the sake of any other account, trusted or not."""
        if self.kind is PolicyKind.KEY or not may_allow(self.statement, self.kind, Question.ADMINISTER):
            return {}
        policy = Policy((*self.policy.statements, *tolerated(self.kind, Question.ADMINISTER)))
        trusting_nobody = replace(self.trust, organization=None, accounts=frozenset())
        asked = replace(self, policy=policy, trust=trusting_nobody).services
        return {question: proof for question, proof in asked.items() if question is Question.ADMINISTER}

    @cached_property
    def organization_push(self) -> Proofs:
        """Whether any principal of the organization may push."""
        if not may_reach_beyond_names(self.statement):
            return {}
        return opened(self._ask(Who.MEMBER, [Question.PUSH], tolerated(self.kind, Question.PUSH)))

    @cached_property
    def shared(self) -> Proofs:
        """Whether principals of any other account may pull."""
        return opened(self._ask(Who.FOREIGNER, [Question.PULL]))

    @cached_property
    def unproven(self) -> tuple[Proof, ...]:
        """Answers that are missing about those who are not trusted."""
        return _missing(self._outsiders, self._services)

    @cached_property
    def unproven_of_everyone(self) -> tuple[Proof, ...]:
        """Answers that are missing about anyone at all, so not for want of facts about the organization."""
        return _missing(self._anonymous, self._strangers)

    @property
    def names_sources(self) -> bool:
        """Whether ``services`` act for accounts or organizations that the statement names, and not for just anyone."""
        shown = (text for proof in self.services.values() if proof.witness for text in _flat(proof.witness))
        return bool(untrusted(identifiers(shown) & named_in(self.statement), self.trust))

    def verbs(self, proofs: Proofs) -> str:
        """What the proofs are about: ``pull images and push images``."""
        *others, last = [verb for question, verb in _VERBS[self.kind].items() if question in proofs]
        return f"{', '.join(others)} and {last}" if others else last

    @cached_property
    def _anonymous(self) -> Proofs:
        return self._ask(Who.ANONYMOUS) if may_reach_beyond_names(self.statement) else {}

    @cached_property
    def _strangers(self) -> Proofs:
        """Strangers are outsiders, so where those are kept out there is nothing to ask."""
        asked = [question for question, proof in self._outsiders.items() if proof.verdict is not Verdict.CLOSED]
        return self._ask(Who.STRANGER, asked)

    @cached_property
    def _outsiders(self) -> Proofs:
        return self._ask(Who.OUTSIDER) if may_reach_outsiders(self.statement, self.trust) else {}

    @cached_property
    def _services(self) -> Proofs:
        return self._ask(Who.SERVICE) if may_reach_services(self.statement) else {}

    def _ask(self, who: Who, questions: Iterable[Question] | None = None, besides: Iterable[Statement] = ()) -> Proofs:
        """besides: Deny statements for what the question is not about."""
        policy = Policy((*self.policy.statements, *besides))
        return {
            question: self._proof(policy, question, who)
            for question in (_VERBS[self.kind] if questions is None else questions)
            if may_allow(self.statement, self.kind, question)
        }

    def _proof(self, policy: Policy, question: Question, who: Who) -> Proof:
        """The answer; where the own account is not known, that which holds whichever of the named ones it is."""
        trusts = self._trusts if who in _OF_OTHER_ACCOUNTS else (self.trust,)
        proofs = [prove(policy, self.kind, question, who, trust) for trust in trusts]
        if len({proof.verdict for proof in proofs}) == 1:
            return proofs[0]
        return Proof(Verdict.UNKNOWN, settle=(Fact("the account that the policy belongs to"),))

    @cached_property
    def _trusts(self) -> tuple[Trust, ...]:
        if self.trust.account is not None:
            return (self.trust,)
        named = sorted(name for name in named_in(self.statement) if name.isdecimal())
        return tuple(replace(self.trust, account=account) for account in named[:_CANDIDATES]) or (self.trust,)


def called(statement: Statement) -> str:
    """A statement as messages call it."""
    return f'Statement "{statement.sid}"' if statement.sid else f"Statement {statement.index}"


def opened(proofs: Proofs) -> Proofs:
    """Those that are certainly allowed."""
    return {question: proof for question, proof in proofs.items() if proof.verdict is Verdict.OPEN}


def _missing(*asked: Proofs) -> tuple[Proof, ...]:
    return tuple(proof for proofs in asked for proof in proofs.values() if proof.verdict is Verdict.UNKNOWN)


def witness(proofs: Proofs) -> Witness | None:
    """The request that shows the first of them."""
    return next((proof.witness for proof in proofs.values()), None)


@lru_cache(maxsize=4096)
def grants(policy: Policy, kind: PolicyKind, trust: Trust) -> tuple[Grant, ...]:
    """The Allow statements of a policy. What resources they name is of the own account, should that not be known."""
    if trust.account is None:
        named = {account_of(text) for statement in policy.statements for text in statement.resources or ()} - {None}
        trust = replace(trust, account=named.pop()) if len(named) == 1 else trust
    statements = policy.statements[:_MOST_STATEMENTS]
    denials = [statement for statement in statements if statement.effect is Effect.DENY]
    return tuple(
        Grant(statement, Policy(tuple(_as_proven([statement, *denials], trust))), kind, trust)
        for statement in statements
        if statement.effect is Effect.ALLOW
    )


def _as_proven(statements: Iterable[Statement], trust: Trust) -> Iterator[Statement]:
    """Statements as they are proven: once, whatever they are called and wherever they stand."""
    for index, statement in enumerate(statements):
        yield replace(with_owner(statement, trust), sid=None, index=index)


def _flat(request: Witness) -> Iterator[str]:
    for _, value in request.context:
        yield from (value,) if isinstance(value, str) else value
