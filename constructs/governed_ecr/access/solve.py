"""Questions to the solver, and witnesses out of its answers."""

from __future__ import annotations

from collections.abc import Callable

import z3  # type: ignore[import-untyped]

from ..state.policy import Effect
from .model import Model, Rails
from .question import Proof, Question, Verdict, Who
from .truth import Fact
from .witness import Witness
from .world import NO_ACCOUNT

TOO_COMPLEX = "the policy is too complex to prove"
TIMEOUT = 2_000
"""Milliseconds for one question."""


class Solver:
    """A model of policies in the solver. It is asked many times, so each part of a question is put to it once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.solver = z3.Solver()
        self.solver.set("timeout", TIMEOUT)
        self.solver.add(*model.possible())
        self._names: dict[object, z3.BoolRef] = {}

    def named(self, name: object, formula: Callable[[], z3.BoolRef]) -> z3.BoolRef:
        """A formula, by a name that stands for it in questions."""
        if name not in self._names:
            self._names[name] = z3.Bool(str(name))
            self.solver.add(z3.Implies(self._names[name], formula()))
        return self._names[name]

    def lets(self, policy: int, question: Question, who: Who) -> list[z3.BoolRef]:
        """That a policy lets somebody of ``who`` do what the question asks about."""
        allowed = self.named(("allowed", policy), lambda: self.model.allowed(policy).holds)
        return [allowed, *self.asked(question, who)]

    def newly_lets(self, base: int, head: int, question: Question, who: Who) -> list[z3.BoolRef]:
        """That ``head`` lets somebody do what ``base`` does not."""
        refused = self.named(("refused", base), lambda: self.model.allowed(base).fails)
        return [refused, *self.lets(head, question, who)]

    def asked(self, question: Question, who: Who) -> list[z3.BoolRef]:
        stranger = self.model.stranger if who is Who.STRANGER else z3.Not(self.model.stranger)
        return [
            self.named(("who", who), lambda: self.model.audience(who).holds),
            self.named(("asks", question), lambda: self.model.asks(question).holds),
            stranger,
        ]

    def prove(self, goal: list[z3.BoolRef], policy: int) -> Proof:
        """Whether some request meets the goal, and by which statement of the policy it is let in."""
        switches = list(self.model.switches.values())
        certain = [*goal, *(z3.Not(switch) for switch in switches)]
        found = self.solver.check(*certain)
        if found == z3.sat:
            return self._open(certain, policy)
        if found == z3.unsat and switches:
            found = self.solver.check(*goal, *switches)
            if found == z3.sat:
                return Proof(Verdict.UNKNOWN, settle=self._settle(goal))
        return Proof(Verdict.CLOSED) if found == z3.unsat else Proof(Verdict.UNKNOWN, settle=TOO_COMPLEX)

    def core(self, parts: list[z3.BoolRef], assumed: list[z3.BoolRef]) -> list[int] | None:
        """Which of the parts (by index) no request meets together, as few as possible; None if some request meets all."""
        if self.solver.check(*parts, *assumed) != z3.unsat:
            return None
        needed = list(range(len(parts)))
        for index in sorted(needed, key=lambda at: (at > 2, -at)):
            fewer = [at for at in needed if at != index]
            if self.solver.check(*(parts[at] for at in fewer), *assumed) == z3.unsat:
                needed = fewer
        return needed

    def _settle(self, goal: list[z3.BoolRef]) -> str:
        """Facts that together leave it open; without any one of them it would be closed."""
        needed = dict(self.model.switches)
        for fact in list(needed):
            others: dict[Fact, z3.BoolRef] = {other: switch for other, switch in needed.items() if other != fact}
            off = [z3.Not(switch) for other, switch in self.model.switches.items() if other not in others]
            if self.solver.check(*goal, *others.values(), *off) == z3.sat:
                needed = others
        return ", ".join(dict.fromkeys(fact.what for fact in needed))

    def _open(self, goal: list[z3.BoolRef], policy: int) -> Proof:
        """The plainest request: the most telling action, then the fewest keys and the plainest values."""
        groups = self.model.groups
        last = ("organization", "source organization", "source", "requester", "resource")
        order = ["action", *(name for name in groups if name not in ("action", *last)), *last]
        found = self.solver.model()
        taken = list(goal)
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
        statements = enumerate(self.model.vocabulary.policies[policy].statements)
        allows = (at for at, statement in statements if statement.effect is Effect.ALLOW)
        by = next(at for at in allows if self._applies(found, self.model.statement(policy, at)))
        return Proof(Verdict.OPEN, self._witness(found), self.model.vocabulary.policies[policy].statements[by].index)

    @staticmethod
    def _applies(found: z3.ModelRef, parts: list[Rails]) -> bool:
        return all(z3.is_true(found.eval(part.holds, model_completion=True)) for part in parts)

    def _witness(self, found: z3.ModelRef) -> Witness:
        chosen = {}
        for name, group in self.model.groups.items():
            chosen[name] = next(
                choice for case, choice in group.pairs() if z3.is_true(found.eval(case, model_completion=True))
            )
        keys = sorted(
            (key, value) for choice in chosen.values() for key, value in choice.keys if isinstance(value, str | tuple)
        )
        resource = chosen["resource"].resource
        if self.model.vocabulary.own.account == NO_ACCOUNT:
            resource = resource.replace(f":{NO_ACCOUNT}:", ":${AWS::AccountId}:")
        return Witness(chosen["requester"].principal, chosen["action"].action, resource, tuple(keys))
