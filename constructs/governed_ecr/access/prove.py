"""Who can do what by a policy: proofs, each policy proven once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..state.policy import Policy
from .alike import LARGEST, alike, size_of
from .dead import DeadGrant, find_dead
from .fields import Kind
from .glob import TooComplexError
from .plain import Goal
from .question import TOO_COMPLEX, PolicyKind, Proof, Question, Trust, Verdict, Who
from .relevant import allows_nothing, relevant
from .truth import Fact
from .turned import turned
from .versions import with_variables
from .world import Vocabulary

if TYPE_CHECKING:
    from .solve import Solver

_STATEMENT = re.compile(r"Statement(\[[0-9]+\](\.Effect)?)?")
"""The places of what is missing as a whole; other unknown parts are kept in their statements."""

_OWN_ORGANIZATION = "aws:resourceorgid"

_OTHERS = (Who.FOREIGNER, Who.ANONYMOUS, Who.SERVICE)

_TOO_COMPLEX = Proof(Verdict.UNKNOWN, settle=(TOO_COMPLEX,))


@lru_cache(maxsize=4096)
def prove(policy: Policy, kind: PolicyKind, question: Question, who: Who, trust: Trust) -> Proof:
    """Whether ``who`` can do what the question asks about, by the policy alone (an outsider's own account allows it).

    Closed and open are certain whatever the unknown parts turn out to be; else the answer is unknown.
    """
    simpler = alike(policy, trust)
    found = simpler and simpler.proof(prove(simpler.policy, kind, question, who, simpler.trust))
    return found or prove_as_it_is(policy, kind, question, who, trust)


def prove_as_it_is(policy: Policy, kind: PolicyKind, question: Question, who: Who, trust: Trust) -> Proof:
    """The proof without looking for one of a policy that is alike."""
    asked = relevant(policy, kind, question, who, trust)
    if allows_nothing(asked):
        return _with_unresolved(Proof(Verdict.CLOSED), policy)
    if trust.organization is None and (who is Who.MEMBER or _is_about_own_organization(asked)):
        return _whichever_organization(policy, kind, question, who, trust)
    # The whole policy first, as it is one model for all questions.
    solver = _solver((policy,), kind, trust) or _solver((asked,), kind, trust)
    if solver is None:
        return _with_unresolved(_TOO_COMPLEX, policy)
    return _with_unresolved(solver.prove(Goal(0, question, who)), policy)


@lru_cache(maxsize=1024)
def newly_allowed(
    base: Policy, head: Policy, kind: PolicyKind, trust: Trust, *, own_services: bool = False
) -> tuple[Proof, ...]:
    """What ``head`` allows to others than the own account and ``base`` does not, one proof for each kind of access:
    open with a witness, or unknown. Empty where head allows nothing new. With the two exchanged: what is taken away.

    own_services: AWS services count as well where they act for nobody outside.
    """
    if base == head:
        return ()
    solver = _solver((base, head), kind, trust)
    if solver is None:
        return (_TOO_COMPLEX,)
    found: dict[Proof, None] = {}
    for question in Question:
        for who in (*_OTHERS, Kind.SERVICE) if own_services else _OTHERS:
            proof = solver.prove(Goal(1, question, who, without=0))
            proof = _with_unresolved(_with_unresolved(proof, head), base)
            if proof.verdict is not Verdict.CLOSED:
                found[proof] = None
                if who is Who.SERVICE:
                    break  # what it may do for others is worse than what it may do for anyone
    return tuple(found)


@lru_cache(maxsize=1024)
def dead_grants(policy: Policy, kind: PolicyKind, trust: Trust) -> tuple[DeadGrant, ...]:
    """The Allow statements that nobody at all can use, or that are about IAM principals and only services could use."""
    simpler = alike(policy, trust)
    if simpler:
        return tuple(map(simpler.dead, dead_grants(simpler.policy, kind, simpler.trust)))
    solver = _solver((policy,), kind, trust)
    return tuple(find_dead(solver)) if solver is not None else ()


def _is_about_own_organization(policy: Policy) -> bool:
    """Whether it compares something with the organization that the resource is in, whichever that is."""
    return any(
        condition.key.lower() == _OWN_ORGANIZATION
        or any(f"${{{_OWN_ORGANIZATION}" in str(value).lower() for value in condition.values)
        for statement in policy.statements
        for condition in statement.conditions
    )


def _whichever_organization(policy: Policy, kind: PolicyKind, question: Question, who: Who, trust: Trust) -> Proof:
    """The proof where the organization is not known: it holds if it does for each that it may be."""
    named = Vocabulary((policy,), trust).named_organizations
    candidates = (*sorted(named)[:8], "o-0000000000")
    proofs = [prove(policy, kind, question, who, replace(trust, organization=one)) for one in candidates]
    if len({proof.verdict for proof in proofs}) == 1:
        return proofs[-1]
    return Proof(Verdict.UNKNOWN, settle=(Fact("the organization's id"),))


def _with_unresolved(proof: Proof, policy: Policy) -> Proof:
    """A statement that could not be read may allow or deny anything: nothing is certain then."""
    missing = tuple(Fact(place) for place in policy.unresolved if _STATEMENT.fullmatch(place))
    return Proof(Verdict.UNKNOWN, settle=missing) if missing else proof


@lru_cache(maxsize=64)
def _solver(policies: tuple[Policy, ...], kind: PolicyKind, trust: Trust) -> Solver | None:
    # z3 takes a tenth of a second to import: only those pay who have a policy to prove.
    from .model import Model
    from .solve import Solver

    if any(size_of(policy) > LARGEST for policy in policies):
        return None
    try:
        return Solver(Model(tuple(turned(with_variables(policy)) for policy in policies), kind, trust))
    except TooComplexError:
        return None
