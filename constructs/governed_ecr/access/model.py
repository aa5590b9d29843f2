"""Policies as formulas: a request is one case of every group, and a policy allows it if an Allow does and no Deny does.

Each fact that nobody knows has a switch. With all switches off only what is certain counts; with all of them on,
everything that some values of the facts would make true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from ..state.policy import Condition, Effect, Policy, Statement
from .actions import actions_of
from .audience import context_is, network_is, organization_is, requester_is, source_is, source_organization_is
from .conditions import holds
from .fields import ALL, CONTEXT, Kind, family
from .formula import Rails, both, conjunction, disjunction, either
from .free import choices_of
from .group import OF_REGISTRY, Column, Group
from .network import networks
from .question import PolicyKind, Question, Trust, Who
from .request_tags import request_tags
from .requesters import requesters
from .resources import resources
from .sources import principal_organizations, source_organizations, sources
from .statements import about_action, about_principal, about_resource, separately
from .times import times
from .truth import Doubt, Fact, Truth
from .world import Choice, Vocabulary

STRANGER = "stranger"
"""Holds where a question is about strangers: whom a policy names by a value that is not known, is none of them."""


Part = tuple[Column, ...]
"""What a statement asks for: that one of these is true."""

_PRINCIPALS: Final = attrgetter("principals", "not_principals")
_ACTIONS: Final = attrgetter("actions", "not_actions")
_RESOURCES: Final = attrgetter("resources", "not_resources")


class Model:
    """One or more policies of the same resource, and everything that can be asked of them."""

    def __init__(self, policies: tuple[Policy, ...], kind: PolicyKind, trust: Trust) -> None:
        self.policies = policies
        self.kind = kind
        self.vocabulary = words = Vocabulary(policies, trust)
        self.switches: dict[Fact, str] = {}
        self.values: dict[tuple[Column, str], str] = {}
        self._columns: dict[tuple[Group, object], Column] = {}
        of_question = [Choice(action=action) for question in Question for action in actions_of(kind, question)]
        self.action = Group("action", of_question)
        self.resource = Group("resource", resources(words, kind))
        self.network = Group("network", networks(words))
        self.organization = Group("organization", principal_organizations(words))
        self.source_organization = Group("source-organization", source_organizations(words))
        self.source = Group("source", sources(words))
        self.requester = Group("requester", requesters(words))
        free = (Group("time", times(words)), Group("request-tags", request_tags(words)))
        tied = (self.network, self.organization, self.source_organization, self.source, self.requester, *free)
        self._group_of = {key: group for group in tied for key in group.keys}
        for key in words.keys:
            if key not in self._group_of:
                self._group_of[key] = Group(f"key-{len(self._group_of)}", choices_of(words, key))
        self.groups = tuple(dict.fromkeys((self.action, self.resource, *tied, *self._group_of.values())))
        self.questions = {question: self._asking(question) for question in Question}
        self.audiences = {who: self._audience(who) for who in Who}
        self.statements = [[self._statement(statement) for statement in policy.statements] for policy in policies]
        for group in self.groups:
            group.settle()

    def _asking(self, question: Question) -> Column:
        wanted = actions_of(self.kind, question)
        return self.action.column(lambda choice: choice.action in wanted)

    def _audience(self, who: Who) -> list[Column]:
        words = self.vocabulary
        return [
            self.requester.column(lambda choice: requester_is(who, choice, words)),
            self.organization.column(lambda choice: organization_is(who, choice, words)),
            self.source.column(lambda choice: source_is(who, choice, words)),
            self.source_organization.column(lambda choice: source_organization_is(who, choice, words)),
            self.network.column(lambda choice: network_is(who, choice, words)),
            *(group.column(lambda choice: context_is(who, choice, words)) for group in self._contexts()),
        ]

    def _contexts(self) -> Iterable[Group]:
        return (group for key, group in self._group_of.items() if family(key) == CONTEXT)

    def _statement(self, statement: Statement) -> list[Part]:
        """What must hold for a statement to apply: its principals, actions and resources, then its conditions."""
        own = self.vocabulary.own
        given = statement.principals
        of_principals = (
            [statement] if given is None else [replace(statement, principals=one) for one in separately(given)]
        )
        return [
            tuple(map(self._principal, of_principals)),
            (self._column(self.action, _ACTIONS(statement), lambda each: about_action(statement, each.action, own)),),
            (
                self._column(
                    self.resource, _RESOURCES(statement), lambda each: about_resource(statement, each.resource, own)
                ),
            ),
            *((self._condition(condition),) for condition in statement.conditions),
        ]

    def _principal(self, statement: Statement) -> Column:
        own = self.vocabulary.own
        return self._column(
            self.requester, _PRINCIPALS(statement), lambda choice: about_principal(statement, choice, own)
        )

    def _condition(self, condition: Condition) -> Column:
        own = self.vocabulary.own
        group = self._group_of[condition.key.lower()]
        return self._column(group, condition, lambda choice: holds(condition, choice.value(condition.key), own))

    def _column(self, group: Group, what: object, about: Callable[[Choice], Truth]) -> Column:
        """The same is asked once, so that what is not known of it is the same everywhere."""
        if (group, what) not in self._columns:
            self._columns[group, what] = group.column(about)
        return self._columns[group, what]

    def rails(self, column: Column) -> Rails:
        """A column as a formula over the cases of its group."""
        true: list[str] = []
        false: list[str] = []
        for case, truth in zip(column.group.cases, column.truths(), strict=True):
            if isinstance(truth, Doubt):
                value = self.values.setdefault((column, case), f"value-{len(self.values)}")
                true.append(conjunction((case, self._resolved(truth, value, True))))
                false.append(conjunction((case, self._resolved(truth, value, False))))
            else:
                (true if truth else false).append(case)
        return Rails(disjunction(true) if false else "true", disjunction(false) if true else "true")

    def _resolved(self, doubt: Doubt, value: str, wanted: bool) -> str:
        """Whether the facts are free to make it so, and do."""
        free = conjunction(
            self.switches.setdefault(fact, f"fact-{len(self.switches)}") for fact in sorted(doubt.facts, key=str)
        )
        free = conjunction((free, value if wanted else f"(not {value})"))
        if not doubt.named:
            return free
        return conjunction((free, f"(not {STRANGER})")) if wanted else disjunction((free, STRANGER))

    def applies(self, policy: int, statement: int) -> list[Rails]:
        """What a statement asks for, each by itself; all of them must hold."""
        return [either(map(self.rails, part)) for part in self.statements[policy][statement]]

    def parts(self, policy: int, statement: int) -> list[str]:
        """The names of what a statement asks for."""
        return [f"part-{policy}-{statement}-{index}" for index in range(len(self.statements[policy][statement]))]

    def allowed(self, policy: int) -> Rails:
        """Whether a policy allows the request."""
        by_effect: dict[Effect, list[Rails]] = {effect: [] for effect in Effect}
        for index, statement in enumerate(self.policies[policy].statements):
            by_effect[statement.effect].append(both(self.applies(policy, index)))
        return both([either(by_effect[Effect.ALLOW]), either(by_effect[Effect.DENY]).negated()])

    def text(self) -> str:
        """All of it in SMT-LIB: which requests are possible, and a name for each part of a question."""
        named = dict(self._named())
        possible = [f"(assert {formula})" for formula in self._possible()]
        defined = [f"(assert (=> {name} {formula}))" for name, formula in named.items()]
        defined += [f"(assert (= by-{kind.name} {self.made_by({kind})}))" for kind in Kind]
        symbols = [case for group in self.groups for case in group.cases]
        declared = [
            f"(declare-const {name} Bool)"
            for name in (
                *symbols,
                *self.switches.values(),
                *self.values.values(),
                STRANGER,
                *named,
                *(f"by-{kind.name}" for kind in Kind),
            )
        ]
        return "\n".join((*declared, *possible, *defined))

    def _named(self) -> Iterator[tuple[str, str]]:
        for policy in range(len(self.policies)):
            allowed = self.allowed(policy)
            yield f"allowed-{policy}", allowed.holds
            yield f"refused-{policy}", allowed.fails
            for statement in range(len(self.policies[policy].statements)):
                yield from zip(
                    self.parts(policy, statement), (rail.holds for rail in self.applies(policy, statement)), strict=True
                )
        for who, columns in self.audiences.items():
            yield f"who-{who}", both(map(self.rails, columns)).holds
        for question, column in self.questions.items():
            yield f"asks-{question}", self.rails(column).holds

    def _possible(self) -> Iterator[str]:
        """One case of each group, and cases that go together."""
        for group in self.groups:
            yield disjunction(group.cases)
            if len(group.cases) > 1:
                yield f"((_ at-most 1) {' '.join(group.cases)})"
            for case, choice in zip(group.cases, group.choices, strict=True):
                if choice.kinds != ALL and group is not self.requester:
                    yield f"(=> {case} {self.made_by(choice.kinds)})"
        if self.kind is PolicyKind.REGISTRY:
            whole = disjunction(_where(self.resource, [choice.resource == "*" for choice in self.resource.choices]))
            settings = disjunction(_where(self.action, [c.action in OF_REGISTRY for c in self.action.choices]))
            yield f"(= {whole} {settings})"

    def made_by(self, kinds: Iterable[Kind]) -> str:
        return disjunction(_where(self.requester, [choice.kinds <= set(kinds) for choice in self.requester.choices]))


def _where(group: Group, chosen: Sequence[bool]) -> list[str]:
    return [case for case, is_chosen in zip(group.cases, chosen, strict=True) if is_chosen]
