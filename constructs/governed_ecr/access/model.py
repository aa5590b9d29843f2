"""Policies as formulas: a request is one case of every group, and a policy allows it if an Allow does and no Deny does.

Truth that is in doubt has two rails. ``holds`` is what can be taken for true, ``fails`` what can be taken for false; each
fact has a switch, and with all switches off only what is certain counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import z3  # type: ignore[import-untyped]

from ..model import actions
from ..state.policy import Condition, Effect, Policy, Statement
from .actions import actions_of
from .audience import network_is, organization_is, requester_is, source_is, source_organization_is
from .conditions import holds
from .fields import ALL, Kind
from .free import choices_of
from .network import networks
from .question import PolicyKind, Question, Trust, Who
from .requesters import requesters
from .resources import resources
from .sources import principal_organizations, source_organizations, sources
from .statements import about_action, about_principal, about_resource
from .truth import Doubt, Fact, Truth
from .world import Choice, Vocabulary

OF_REGISTRY = frozenset({*actions.READ_REGISTRY, *actions.ADMINISTER_REGISTRY})


class Rails(NamedTuple):
    """A formula that may be in doubt: what can be taken for true, and what for false."""

    holds: z3.BoolRef
    fails: z3.BoolRef

    def negated(self) -> Rails:
        if self is ALWAYS or self is NEVER:
            return NEVER if self is ALWAYS else ALWAYS
        return Rails(self.fails, self.holds)


ALWAYS: Final = Rails(z3.BoolVal(True), z3.BoolVal(False))
NEVER: Final = Rails(z3.BoolVal(False), z3.BoolVal(True))


def both(rails: Iterable[Rails]) -> Rails:
    """All of them."""
    parts = [rail for rail in rails if rail is not ALWAYS]
    if any(rail is NEVER for rail in parts):
        return NEVER
    if len(parts) < 2:
        return parts[0] if parts else ALWAYS
    return Rails(z3.And([rail.holds for rail in parts]), z3.Or([rail.fails for rail in parts]))


def either(rails: Iterable[Rails]) -> Rails:
    """One of them."""
    return both([rail.negated() for rail in rails]).negated()


class Group:
    """Cases of which a request is exactly one. Cases that nothing tells apart are one case, the first."""

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        self.name = name
        self.choices = list(choices)
        self.taken: list[z3.BoolRef] = []
        self.rows: list[tuple[Truth, ...]] = [() for _ in choices]

    def column(self, about: Callable[[Choice], Truth]) -> Column:
        """Adds something that is true of some cases, and says where."""
        self.rows = [(*row, about(choice)) for row, choice in zip(self.rows, self.choices, strict=True)]
        return self, len(self.rows[0]) - 1

    def settle(self) -> None:
        """No more columns: joins the cases that are alike."""
        kept: dict[object, int] = {}
        for index, (choice, row) in enumerate(zip(self.choices, self.rows, strict=True)):
            kept.setdefault((choice.kinds, choice.action in OF_REGISTRY, choice.resource == "*", row), index)
        self.choices = [self.choices[index] for index in kept.values()]
        self.rows = [self.rows[index] for index in kept.values()]
        self.taken = [z3.Bool(f"{self.name} {index}") for index in range(len(self.choices))]

    def pairs(self) -> Iterable[tuple[z3.BoolRef, Choice]]:
        return zip(self.taken, self.choices, strict=True)

    @property
    def keys(self) -> set[str]:
        return {key.lower() for choice in self.choices for key, _ in choice.keys}


Column = tuple[Group, int]
"""Something that is true of some of a group's cases."""


class Model:
    """One or more policies of the same resource, and everything that can be asked of them."""

    def __init__(self, policies: tuple[Policy, ...], kind: PolicyKind, trust: Trust) -> None:
        self.vocabulary = Vocabulary(policies, trust)
        self.kind = kind
        self.switches: dict[Fact, z3.BoolRef] = {}
        self.stranger = z3.Bool("stranger")
        words = self.vocabulary
        self.groups = {
            "action": Group(
                "action", [Choice(action=action) for question in Question for action in actions_of(kind, question)]
            ),
            "resource": Group("resource", resources(words, kind)),
            "network": Group("network", networks(words)),
            "organization": Group("organization", principal_organizations(words)),
            "source organization": Group("source organization", source_organizations(words)),
            "source": Group("source", sources(words)),
            "requester": Group("requester", requesters(words)),
        }
        self._group_of = {key: name for name, group in self.groups.items() for key in group.keys}
        for key in words.keys:
            if key not in self._group_of:
                self.groups[key] = Group(key, choices_of(words, key))
                self._group_of[key] = key
        self._questions = {question: self._asking(question) for question in Question}
        self._who = {who: self._audience(who) for who in Who}
        self._grants = [[self._statement(statement) for statement in policy.statements] for policy in policies]
        for group in self.groups.values():
            group.settle()

    def _asking(self, question: Question) -> Column:
        wanted = actions_of(self.kind, question)
        return self.groups["action"].column(lambda choice: choice.action in wanted)

    def _audience(self, who: Who) -> list[Column]:
        words, groups = self.vocabulary, self.groups
        return [
            groups["requester"].column(lambda choice: requester_is(who, choice, words)),
            groups["organization"].column(lambda choice: organization_is(who, choice, words)),
            groups["source"].column(lambda choice: source_is(who, choice, words)),
            groups["source organization"].column(lambda choice: source_organization_is(who, choice, words)),
            groups["network"].column(lambda choice: network_is(who, choice)),
        ]

    def _statement(self, statement: Statement) -> list[Column]:
        """What must hold for a statement to apply: its principals, actions and resources, then its conditions."""
        own, groups = self.vocabulary.own, self.groups
        return [
            groups["requester"].column(lambda choice: about_principal(statement, choice, own)),
            groups["action"].column(lambda choice: about_action(statement, choice.action, own)),
            groups["resource"].column(lambda choice: about_resource(statement, choice.resource, own)),
            *(self._condition(condition) for condition in statement.conditions),
        ]

    def _condition(self, condition: Condition) -> Column:
        own = self.vocabulary.own
        group = self.groups[self._group_of[condition.key.lower()]]
        return group.column(lambda choice: holds(condition, choice.value(condition.key), own))

    def switch(self, fact: Fact) -> z3.BoolRef:
        return self.switches.setdefault(fact, z3.Bool(f"fact {fact.named} {fact.what}"))

    def rails(self, column: Column) -> Rails:
        """A column as a formula over the cases of its group."""
        group, index = column
        cases = [(taken, row[index]) for taken, row in zip(group.taken, group.rows, strict=True)]
        if all(truth is True for _, truth in cases):
            return ALWAYS
        if all(truth is False for _, truth in cases):
            return NEVER
        true = [taken for taken, truth in cases if truth is True]
        false = [taken for taken, truth in cases if truth is False]
        for taken, truth in cases:
            if isinstance(truth, Doubt):
                true.append(z3.And(taken, self._resolved(truth, True)))
                false.append(z3.And(taken, self._resolved(truth, False)))
        return Rails(z3.Or(true), z3.Or(false))

    def _resolved(self, doubt: Doubt, wanted: bool) -> z3.BoolRef:
        """Whether the facts are free to make it so. By a name that the policy gives, no stranger is meant."""
        free = z3.And(*(self.switch(fact) for fact in doubt.facts))
        if not any(fact.named for fact in doubt.facts):
            return free
        return z3.And(free, z3.Not(self.stranger)) if wanted else z3.Or(free, self.stranger)

    def audience(self, who: Who) -> Rails:
        return both(self.rails(column) for column in self._who[who])

    def asks(self, question: Question) -> Rails:
        return self.rails(self._questions[question])

    def statement(self, policy: int, statement: int) -> list[Rails]:
        """What a statement asks for, each by itself; all of them must hold."""
        return [self.rails(column) for column in self._grants[policy][statement]]

    def allowed(self, policy: int) -> Rails:
        """Whether a policy allows the request: an Allow does, and no Deny."""
        applies: dict[Effect, list[Rails]] = {effect: [] for effect in Effect}
        for index, statement in enumerate(self.vocabulary.policies[policy].statements):
            applies[statement.effect].append(both(self.statement(policy, index)))
        return both([either(applies[Effect.ALLOW]), either(applies[Effect.DENY]).negated()])

    def possible(self) -> Iterable[z3.BoolRef]:
        """One case of each group, and cases that go together."""
        requester = self.groups["requester"]
        for group in self.groups.values():
            yield z3.PbEq([(taken, 1) for taken in group.taken], 1) if len(group.taken) > 1 else group.taken[0]
            if group is not requester:
                for taken, choice in zip(group.taken, group.choices, strict=True):
                    if choice.kinds != ALL:
                        yield z3.Implies(taken, self.made_by(choice.kinds))
        yield from self._whole_registry()

    def _whole_registry(self) -> Iterable[z3.BoolRef]:
        """Actions on the registry itself have no resource but ``*``, and the others have one."""
        if self.kind is not PolicyKind.REGISTRY:
            return
        everything = z3.Or(*(t for t, c in self.groups["resource"].pairs() if c.resource == "*"))
        for taken, choice in self.groups["action"].pairs():
            yield z3.Implies(taken, everything if choice.action in OF_REGISTRY else z3.Not(everything))

    def made_by(self, kinds: frozenset[Kind]) -> z3.BoolRef:
        return z3.Or(*(taken for taken, choice in self.groups["requester"].pairs() if choice.kinds <= kinds))
