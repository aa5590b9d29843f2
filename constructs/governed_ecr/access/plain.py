"""The plainest request among those that a policy lets through: fewest keys, plainest values."""

from __future__ import annotations

from dataclasses import dataclass

from ..state.policy import Effect
from .fields import Kind
from .group import OF_REGISTRY, Column, Group
from .model import Model, Part
from .question import PolicyKind, Question, Who
from .truth import Doubt
from .witness import Witness
from .world import NO_ACCOUNT

Cases = dict[Group, int]
"""Which case of each group a request is."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a request shows: that ``policy`` (by its place in the model) lets somebody of ``who`` do what is asked,
    and that ``without``, another policy, does not. who: also a kind of requesters, whatever they act for."""

    policy: int
    question: Question
    who: Who | Kind
    without: int | None = None


def plainest(model: Model, goal: Goal, cases: Cases) -> Cases:
    """Exchanges cases for plainer ones as long as the request meets the goal. The most telling action comes first."""
    last = (model.organization, model.source_organization, model.source, model.requester, model.resource)
    order = [model.action, *(group for group in model.groups if group not in (model.action, *last)), *last]
    for _ in range(3):
        before = dict(cases)
        for group in order:
            for plainer in range(cases[group]):
                changed = {**cases, group: plainer}
                if meets(model, goal, changed):
                    cases = changed
                    break
        if cases == before:
            break
    return cases


def meets(model: Model, goal: Goal, cases: Cases) -> bool:
    """Whether a request is possible and certainly shows what it is to show."""
    columns = [model.questions[goal.question]]
    if isinstance(goal.who, Who):
        columns += model.audiences[goal.who]
    elif goal.who not in model.requester.choices[cases[model.requester]].kinds:
        return False
    return (
        _is_possible(model, cases)
        and all(_certain(column, cases, goal.who) is True for column in columns)
        and granting(model, goal, cases) is not None
        and (goal.without is None or _is_refused(model, goal.without, goal.who, cases))
    )


def granting(model: Model, goal: Goal, cases: Cases) -> int | None:
    """Which statement (its place in the policy) lets the request in, if one does and none denies it."""
    policy = model.policies[goal.policy]
    let_in: int | None = None
    for at, statement in enumerate(policy.statements):
        truths = [_one(part, cases, goal.who) for part in model.statements[goal.policy][at]]
        if statement.effect is Effect.DENY and False not in truths:
            return None
        if statement.effect is Effect.ALLOW and let_in is None and all(truth is True for truth in truths):
            let_in = at
    return let_in


def _is_refused(model: Model, policy: int, who: Who | Kind, cases: Cases) -> bool:
    granted = False
    for at, statement in enumerate(model.policies[policy].statements):
        truths = [_one(part, cases, who) for part in model.statements[policy][at]]
        if statement.effect is Effect.DENY and all(truth is True for truth in truths):
            return True
        granted |= statement.effect is Effect.ALLOW and False not in truths
    return not granted


def _one(part: Part, cases: Cases, who: Who | Kind) -> bool | None:
    """Whether one of the columns is certainly true, or none of them."""
    truths = {_certain(column, cases, who) for column in part}
    return True if True in truths else None if None in truths else False


def _certain(column: Column, cases: Cases, who: Who | Kind) -> bool | None:
    """Whether it is certainly true, or certainly false; None for neither."""
    truth = column.group.rows[cases[column.group]][column.at]
    if isinstance(truth, Doubt):
        return False if truth.named and who is Who.STRANGER else None
    return truth


def _is_possible(model: Model, cases: Cases) -> bool:
    by = model.requester.choices[cases[model.requester]].kinds
    if not all(by <= group.choices[case].kinds for group, case in cases.items()):
        return False
    whole = model.resource.choices[cases[model.resource]].resource == "*"
    on_registry = model.action.choices[cases[model.action]].action in OF_REGISTRY
    return model.kind is not PolicyKind.REGISTRY or whole == on_registry


def witness(model: Model, cases: Cases) -> Witness:
    """The request in AWS's terms."""
    chosen = [group.choices[case] for group, case in cases.items()]
    keys = sorted((key, value) for choice in chosen for key, value in choice.keys if isinstance(value, str | tuple))
    resource = model.resource.choices[cases[model.resource]].resource
    if model.vocabulary.own.account == NO_ACCOUNT:
        resource = resource.replace(f":{NO_ACCOUNT}:", ":${AWS::AccountId}:")
    principal = model.requester.choices[cases[model.requester]].principal
    return Witness(principal, model.action.choices[cases[model.action]].action, resource, tuple(keys))
