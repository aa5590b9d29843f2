"""Questions to the solver, and witnesses out of its answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import z3

from .fields import Kind
from .model import STRANGER, Model
from .plain import Cases, Goal, granting, plainest, witness
from .question import TOO_COMPLEX, Proof, Verdict, Who
from .truth import Fact

EFFORT = 5_000_000
"""How much work one question may be, in the solver's own measure: unlike a time, it is the same on every machine."""


class Solver:
    """A model of policies in the solver. It is asked many times."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._solver = z3.SolverFor("QF_FD")
        self._solver.set("rlimit", EFFORT)
        self._solver.from_string(model.text())
        self._symbols: dict[str, z3.BoolRef] = {}
        self._declarations: dict[str, z3.FuncDeclRef] = {}
        self._switches = {fact: self._symbol(name) for fact, name in model.switches.items()}
        self._off = {fact: z3.Not(switch) for fact, switch in self._switches.items()}

    def _symbol(self, name: str) -> z3.BoolRef:
        found = self._symbols.get(name)
        if found is None:
            found = self._symbols[name] = z3.Bool(name)
        return found

    def prove(self, goal: Goal) -> Proof:
        """Whether some request meets the goal, and by which statement of the policy it is let in."""
        asked = [self._symbol(name) for name in _names(goal)]
        stranger = self._symbol(STRANGER)
        asked.append(stranger if goal.who is Who.STRANGER else z3.Not(stranger))
        found = self._solver.check(*asked, *self._off.values())
        if found == z3.sat:
            return self._open(goal)
        if found == z3.unsat and self._switches:
            found = self._solver.check(*asked, *self._switches.values())
            if found == z3.sat:
                return Proof(Verdict.UNKNOWN, settle=self._settle(asked))
        return Proof(Verdict.CLOSED) if found == z3.unsat else Proof(Verdict.UNKNOWN, settle=(TOO_COMPLEX,))

    def core(self, parts: Sequence[str], kinds: Iterable[Kind], unknown: Iterable[Fact]) -> list[int] | None:
        """Which of some named parts (by index) no request by these kinds meets together, as few as possible; None if
        some request meets them all. unknown: the facts that may turn out in favour."""
        names = [self._symbol(name) for name in parts]
        others = [z3.Not(self._symbol(f"by-{kind.name}")) for kind in Kind if kind not in set(kinds)]
        assumed = [*others, z3.Not(self._symbol(STRANGER)), *self._set(set(unknown))]
        if self._solver.check(*names, *assumed) != z3.unsat:
            return None
        needed = list(range(len(names)))
        for index in sorted(needed, key=lambda at: (at > 2, -at)):
            fewer = [at for at in needed if at != index]
            if self._solver.check(*(names[at] for at in fewer), *assumed) == z3.unsat:
                needed = fewer
        return needed

    def _settle(self, asked: list[z3.BoolRef]) -> tuple[Fact, ...]:
        """Facts that together leave it open; without any one of them it would be closed."""
        needed = set(self._switches)
        for fact in self._switches:
            fewer = needed - {fact}
            if self._solver.check(*asked, *self._set(fewer)) == z3.sat:
                needed = fewer
        return tuple(fact for fact in self._switches if fact in needed)

    def _set(self, free: set[Fact]) -> Iterable[z3.BoolRef]:
        return (self._switches[fact] if fact in free else self._off[fact] for fact in self._switches)

    def _open(self, goal: Goal) -> Proof:
        model = self.model
        found = self._solver.model()
        cases: Cases = {group: self._case(found, group.cases) for group in model.groups}
        cases = plainest(model, goal, cases)
        at = granting(model, goal, cases)
        statement = None if at is None else model.policies[goal.policy].statements[at].index
        return Proof(Verdict.OPEN, witness(model, cases), statement)

    def _case(self, found: z3.ModelRef, cases: list[str]) -> int:
        if len(cases) == 1:
            return 0
        return next(index for index, case in enumerate(cases) if z3.is_true(found.get_interp(self._declaration(case))))

    def _declaration(self, name: str) -> z3.FuncDeclRef:
        found = self._declarations.get(name)
        if found is None:
            found = self._declarations[name] = self._symbol(name).decl()
        return found


def _names(goal: Goal) -> Iterable[str]:
    yield f"allowed-{goal.policy}"
    yield f"who-{goal.who}" if isinstance(goal.who, Who) else f"by-{goal.who.name}"
    yield f"asks-{goal.question}"
    if goal.without is not None:
        yield f"refused-{goal.without}"
