"""Questions to the solver, and witnesses out of its answers."""

from __future__ import annotations

import z3

from ..state.policy import Effect
from .model import Model, Rails
from .question import Proof, Verdict
from .truth import Fact
from .witness import Witness
from .world import NO_ACCOUNT

TOO_COMPLEX = "the policy is too complex to prove"
TIMEOUT = 2_000
"""Milliseconds for one question."""


class Solver:
    """A model of policies in the solver. It is asked many times."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.solver = z3.Solver()
        self.solver.set("timeout", TIMEOUT)
        self.solver.add(*model.possible())

    def prove(self, goal: z3.BoolRef, policy: int, stranger: bool = False) -> Proof:
        """Whether some request meets the goal, and by which statement of the policy it is let in."""
        self.solver.push()
        try:
            self.solver.add(goal, self.model.stranger == stranger)
            return self._prove(policy)
        finally:
            self.solver.pop()

    def _prove(self, policy: int) -> Proof:
        facts = self.model.switches
        found = self.solver.check(*(z3.Not(switch) for switch in facts.values()))
        if found == z3.sat:
            self.solver.add(*(z3.Not(switch) for switch in facts.values()))
            return self._open(policy)
        if found == z3.unsat and facts:
            found = self.solver.check(*facts.values())
            if found == z3.sat:
                return Proof(Verdict.UNKNOWN, settle=self._settle())
        return Proof(Verdict.CLOSED) if found == z3.unsat else Proof(Verdict.UNKNOWN, settle=TOO_COMPLEX)

    def _settle(self) -> str:
        """Facts that together leave it open; without any one of them it would be closed."""
        needed = dict(self.model.switches)
        for fact in list(needed):
            others: dict[Fact, z3.BoolRef] = {other: switch for other, switch in needed.items() if other != fact}
            off = [z3.Not(switch) for other, switch in self.model.switches.items() if other not in others]
            if self.solver.check(*others.values(), *off) == z3.sat:
                needed = others
        return ", ".join(dict.fromkeys(fact.what for fact in needed))

    def _open(self, policy: int) -> Proof:
        """The plainest request: the most telling action, then the fewest keys and the plainest values."""
        groups = self.model.groups
        last = ("organization", "source organization", "source", "requester", "resource")
        order = ["action", *(name for name in groups if name not in ("action", *last)), *last]
        self.solver.check()
        found = self.solver.model()
        taken: list[z3.BoolRef] = []
        for name in order:
            group = groups[name]
            at = next(i for i, case in enumerate(group.taken) if z3.is_true(found.eval(case, model_completion=True)))
            for better in range(at):
                if self.solver.check(*taken, group.taken[better]) == z3.sat:
                    found, at = self.solver.model(), better
                    break
            taken.append(group.taken[at])
        if self.solver.check(*taken) == z3.sat:
            found = self.solver.model()
        statement = next(
            (
                statement.index
                for index, statement in enumerate(self.model.vocabulary.policies[policy].statements)
                if statement.effect is Effect.ALLOW and self._applies(found, self.model.statement(policy, index))
            ),
            None,
        )
        return Proof(Verdict.OPEN, self._witness(found), statement)

    @staticmethod
    def _applies(found: z3.ModelRef, parts: list[Rails]) -> bool:
        return all(z3.is_true(found.eval(part.holds, model_completion=True)) for part in parts)

    def _witness(self, found: z3.ModelRef) -> Witness:
        chosen = {}
        for name, group in self.model.groups.items():
            chosen[name] = next(choice for case, choice in group.pairs() if z3.is_true(found.eval(case, model_completion=True)))
        keys = sorted(
            (key, value) for choice in chosen.values() for key, value in choice.keys if isinstance(value, str | tuple)
        )
        resource = chosen["resource"].resource
        if self.model.vocabulary.own.account == NO_ACCOUNT:
            resource = resource.replace(f":{NO_ACCOUNT}:", ":${AWS::AccountId}:")
        return Witness(chosen["requester"].principal, chosen["action"].action, resource, tuple(keys))


