"""What else templates may become: with other values of their parameters.

A template has up to 16 worlds, from all combinations of what its choices depend on. Where there would be more, one
thing is changed at a time, up to 24 times, and then all things at once. Several templates are varied one at a time
too; where that makes too many worlds, all together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final

from .choice import Choice
from .evaluation import Evaluation
from .knob import Knob, Settings
from .knobs import knobs_of
from .scope import Scope
from .template import Template
from .text import as_text
from .unknown import Unknown, Value

_COMBINED: Final = 16
_TRIED: Final = 256
_SINGLE: Final = 24
_TOGETHER: Final = 6
_TOLD: Final = 4
"""How many choices, or templates, a world's text names."""


@dataclass(frozen=True, slots=True)
class World:
    """One way the choices may come out.

    turned: the choices that differ from what the evaluation with the defaults took.
    assumed: the scopes (by root template) that decide in this world; text: what it assumes.
    values: of the parameters whose value is a choice.
    settings: that lead here, of the templates (the roots) that are not as by default; in the first world, of all.
    """

    turned: frozenset[Choice] = frozenset()
    assumed: Mapping[str, Scope] = field(default_factory=dict)
    text: str = ""
    values: Mapping[Choice, Value] = field(default_factory=dict)
    settings: Mapping[str, tuple[Settings, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The scope that decided the choices, and how they came out: None where that is not known.

    settings: all that were tried and came to this.
    """

    assumed: Scope
    found: Mapping[Choice, Value]
    settings: list[Settings] = field(default_factory=list)

    def taken(self, choice: Choice) -> Value:
        """What is gone on with: a condition that cannot be decided is taken to hold."""
        return self.found[choice] if choice.is_value else self.found[choice] is not False


def worlds_of(evaluation: Evaluation[Scope], used: frozenset[Choice], most: int) -> list[World]:
    """The worlds for these choices, at most about so many. The first is the default one; what the defaults do not
    decide is decided by the first of its candidates there."""
    start, of_roots = World(), list[list[World]]()
    named = len(evaluation.roots) > 1 or any(root.template.nested for root in evaluation.roots)
    for root in evaluation.roots:
        scopes = tree(root)
        choices = sorted(choice for choice in used if choice.template in scopes and _is_there(scopes, choice))
        if choices:
            first, *rest = _outcomes(root, scopes, choices)
            base = _Outcome(root, {choice: _found(scopes, choice) for choice in choices})
            start = _merged(start, _world(first, base, ""))
            of_roots.append([_world(outcome, base, _told(outcome, first, named)) for outcome in rest])
    worlds = [world for of_root in of_roots for world in of_root]
    if len(worlds) > most:
        worlds = [_together([world for world in turn if world]) for turn in itertools.zip_longest(*of_roots)]
    return [start, *(replace(_merged(start, world), settings=world.settings) for world in worlds)]


def _is_there(scopes: Mapping[str, Scope], choice: Choice) -> bool:
    return choice.is_value or scopes[choice.template].has_condition(choice.name)


def _found(scopes: Mapping[str, Scope], choice: Choice) -> Value:
    scope = scopes[choice.template]
    if not choice.is_value:
        return scope.truth(choice.name)
    value = scope.ref(choice.name)
    return None if isinstance(value, Unknown) else value


def _world(outcome: _Outcome, base: _Outcome, text: str) -> World:
    turned = frozenset(choice for choice in base.found if outcome.taken(choice) != base.taken(choice))
    values = {choice: value for choice, value in outcome.found.items() if choice.is_value}
    root = outcome.assumed.template.name
    return World(turned, {root: outcome.assumed}, text, values, {root: tuple(outcome.settings)})


def _told(outcome: _Outcome, first: _Outcome, named: bool) -> str:
    """How an outcome differs from the first one, with the templates' names where there are several."""
    differs = [choice for choice in outcome.found if outcome.taken(choice) != first.taken(choice)]
    texts = [
        f"{choice.name} is {as_text(outcome.taken(choice))}{f' in {choice.template}' if named else ''}"
        for choice in differs[:_TOLD]
    ]
    if len(differs) > _TOLD:
        texts.append(f"{len(differs) - _TOLD} other choices differ")
    return " and ".join(texts)


def _together(worlds: list[World]) -> World:
    """Worlds of different templates at once."""
    merged = reduce(_merged, worlds, World())
    texts = [world.text for world in worlds[:_TOLD]]
    if len(worlds) > _TOLD:
        texts.append(f"choices of {len(worlds) - _TOLD} other templates differ")
    return replace(merged, text=" and ".join(texts))


def _merged(one: World, other: World) -> World:
    """Both worlds; of templates that both speak of, as the other one has it."""
    decided = {scope.template.name for root in other.assumed.values() for scope in tree(root).values()}
    turned = frozenset(choice for choice in one.turned if choice.template not in decided) | other.turned
    return World(
        turned,
        {**one.assumed, **other.assumed},
        other.text,
        {**one.values, **other.values},
        {**one.settings, **other.settings},
    )


def _outcomes(root: Scope, scopes: Mapping[str, Scope], choices: list[Choice]) -> list[_Outcome]:
    """The ways in which the choices come out that differ, the default first."""
    knobs = knobs_of([(scopes[choice.template], choice) for choice in choices])
    if math.prod(len(candidates) for candidates in knobs.values()) <= _TRIED:
        found = _distinct(root, choices, _combinations(knobs), _COMBINED + 1)
        if len(found) <= _COMBINED:
            return list(found.values())
    found = _distinct(root, choices, _one_at_a_time(knobs), _SINGLE)
    together = _distinct(root, choices, _all_at_once(knobs), _TOGETHER)
    return list((found | {how: outcome for how, outcome in together.items() if how not in found}).values())


def _combinations(knobs: Mapping[Knob, list[Value]]) -> Iterator[dict[Knob, Value]]:
    for choice in itertools.product(*knobs.values()):
        yield dict(zip(knobs, choice, strict=True))


def _one_at_a_time(knobs: Mapping[Knob, list[Value]]) -> Iterator[dict[Knob, Value]]:
    first = {knob: candidates[0] for knob, candidates in knobs.items()}
    yield first
    for knob, candidates in knobs.items():
        for candidate in candidates[1:]:
            yield {**first, knob: candidate}


def _all_at_once(knobs: Mapping[Knob, list[Value]]) -> Iterator[dict[Knob, Value]]:
    """What many choices each add or take away is then seen at least together."""
    for turn in range(max(map(len, knobs.values()), default=0)):
        yield {knob: candidates[min(turn, len(candidates) - 1)] for knob, candidates in knobs.items()}


def _distinct(
    root: Scope, choices: list[Choice], assignments: Iterator[dict[Knob, Value]], most: int
) -> dict[tuple[Value, ...], _Outcome]:
    """The outcomes of the assignments that differ, by how the choices come out; at most so many."""
    found: dict[tuple[Value, ...], _Outcome] = {}
    undecided: set[Choice] | None = None
    for assignment in itertools.islice(assignments, _TRIED):
        assumed = assuming(root.template, assignment)
        scopes = tree(assumed)
        outcome = _Outcome(assumed, {choice: _found(scopes, choice) for choice in choices})
        left_open = {choice for choice, value in outcome.found.items() if value is None}
        undecided = left_open if undecided is None else undecided
        if left_open <= undecided:  # Else no value can be found where a mapping is asked: nothing would be deployed.
            found.setdefault(tuple(outcome.found.values()), outcome).settings.append(assignment)
        if len(found) == most:
            break
    return found


def assuming(template: Template, settings: Settings) -> Scope:
    """A scope in which parameters and comparisons are as the settings have them."""
    return Scope(
        template,
        Evaluation(),
        given={(knob.template, knob.name): value for knob, value in settings.items() if not knob.comparison},
        settled={knob.comparison: bool(value) for knob, value in settings.items() if knob.comparison},
    )


def tree(root: Scope) -> dict[str, Scope]:
    """A scope and those of its nested stacks, by their templates' names."""
    found, waiting = {}, [root]
    while waiting:
        scope = waiting.pop()
        found[scope.template.name] = scope
        waiting += scope.nested()
    return found
