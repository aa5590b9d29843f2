"""Who can do what by a policy: proofs, each policy proven once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..state.policy import Policy
from .glob import TooComplex
from .question import PolicyKind, Proof, Question, Trust, Verdict, Who
from .world import Vocabulary

if TYPE_CHECKING:
    from .solve import Solver

_TOO_COMPLEX = Proof(Verdict.UNKNOWN, settle="the policy is too complex to prove")


@lru_cache(maxsize=4096)
def prove(policy: Policy, kind: PolicyKind, question: Question, who: Who, trust: Trust) -> Proof:
    """Whether ``who`` can do what the question asks about, by the policy alone (an outsider's own account allows it).

    Closed and open are certain whatever the unknown parts turn out to be; else the answer is unknown.
    """
    if who is Who.MEMBER and trust.organization is None:
        return _whichever_organization(policy, kind, question, trust)
    solver = _solver((policy,), kind, trust)
    if solver is None:
        return _TOO_COMPLEX
    proof = solver.prove(solver.model.lets(0, question, who), 0, stranger=who is Who.STRANGER)
    return _with_unresolved(proof, policy)


def _whichever_organization(policy: Policy, kind: PolicyKind, question: Question, trust: Trust) -> Proof:
    """A member's proof where the organization is not known: it holds if it does for each that it may be."""
    named = Vocabulary((policy,), trust).named_organizations
    candidates = (*sorted(named)[:8], "o-0000000000")
    proofs = [prove(policy, kind, question, Who.MEMBER, replace(trust, organization=one)) for one in candidates]
    if len({proof.verdict for proof in proofs}) == 1:
        return proofs[-1]
    return Proof(Verdict.UNKNOWN, settle="the organization's id")


def _with_unresolved(proof: Proof, policy: Policy) -> Proof:
    """A part of a policy that could not be read may hold any statement: nothing is certain but what is open."""
    if not policy.unresolved or proof.verdict is Verdict.UNKNOWN:
        return proof
    return Proof(Verdict.UNKNOWN, settle=", ".join(policy.unresolved))


@lru_cache(maxsize=64)
def _solver(policies: tuple[Policy, ...], kind: PolicyKind, trust: Trust) -> Solver | None:
    # z3 takes a tenth of a second to import: only those pay who have a policy to prove.
    from .model import Model
    from .solve import Solver

    try:
        return Solver(Model(policies, kind, trust))
    except TooComplex:
        return None
