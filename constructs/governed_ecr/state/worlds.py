"""What else templates may become: their conditions under other parameters.

Of one template's worlds no more than 16 come from all combinations; where there are more, one thing is changed at a
time. Several templates are varied one at a time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from .evaluation import Evaluation
from .knobs import Knob, knobs_of
from .scope import Scope
from .unknown import Value

Key = tuple[str, str]
"""A condition: its template's name and its own."""

_WORLDS: Final = 16
_TRIED: Final = 256


@dataclass(frozen=True, slots=True)
class World:
    """One way the conditions may come out.

    turned: the conditions that differ from what the evaluation with the defaults took.
    assumed: the scopes (by root template) that decide conditions in this world; text: what it assumes.
    """

    turned: frozenset[Key] = frozenset()
    assumed: Mapping[str, Scope] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The scope that decided the conditions, and how they came out."""

    assumed: Scope
    truths: Mapping[Key, bool | None]

    def holds(self, key: Key) -> bool:
        return self.truths[key] is not False


def worlds_of(evaluation: Evaluation, used: frozenset[Key]) -> list[World]:
    """The worlds for these conditions. The first is the default one; what the defaults do not decide is decided by the
    first of its candidates there."""
    start, others = World(), list[tuple[frozenset[Key], World]]()
    for root in evaluation.roots:
        scopes = _tree(root)
        keys = sorted(key for key in used if key[0] in scopes and scopes[key[0]].has_condition(key[1]))
        if keys:
            first, *rest = _outcomes(root, scopes, keys)
            base = {key: scopes[key[0]].holds(key[1]) for key in keys}
            start = _merged(start, _world(first, base, ""))
            named = len(evaluation.roots) > 1 or len(scopes) > 1
            others += [(frozenset(keys), _world(outcome, base, _told(outcome, first, named))) for outcome in rest]
    return [start, *(_merged(World(start.turned - keys, start.assumed), world) for keys, world in others)]


def _world(outcome: _Outcome, base: Mapping[Key, bool], text: str) -> World:
    turned = frozenset(key for key, holds in base.items() if outcome.holds(key) != holds)
    return World(turned, {outcome.assumed.template.name: outcome.assumed}, text)


def _told(outcome: _Outcome, first: _Outcome, named: bool) -> str:
    """How an outcome differs from the first one, with the templates' names where there are several."""
    return " and ".join(
        f"{key[1]} is {'true' if outcome.holds(key) else 'false'}{f' in {key[0]}' if named else ''}"
        for key in outcome.truths
        if outcome.holds(key) != first.holds(key)
    )


def _merged(one: World, other: World) -> World:
    return World(one.turned | other.turned, {**one.assumed, **other.assumed}, other.text)


def _outcomes(root: Scope, scopes: Mapping[str, Scope], keys: list[Key]) -> list[_Outcome]:
    """The ways in which the conditions come out that differ, the default first."""
    knobs = knobs_of([(scopes[name], condition) for name, condition in keys])
    if math.prod(len(candidates) for candidates in knobs.values()) <= _TRIED:
        found = _distinct(root, keys, _combinations(knobs))
        if len(found) <= _WORLDS:
            return found
    return _distinct(root, keys, itertools.islice(_one_at_a_time(knobs), _TRIED))[: 2 * _WORLDS]


def _combinations(knobs: Mapping[Knob, list[Value]]) -> Iterator[dict[Knob, Value]]:
    for choice in itertools.product(*knobs.values()):
        yield dict(zip(knobs, choice, strict=True))


def _one_at_a_time(knobs: Mapping[Knob, list[Value]]) -> Iterator[dict[Knob, Value]]:
    first = {knob: candidates[0] for knob, candidates in knobs.items()}
    yield first
    for knob, candidates in knobs.items():
        for candidate in candidates[1:]:
            yield {**first, knob: candidate}


def _distinct(root: Scope, keys: list[Key], assignments: Iterator[dict[Knob, Value]]) -> list[_Outcome]:
    found: dict[tuple[bool | None, ...], _Outcome] = {}
    undecided: set[Key] | None = None
    for assignment in assignments:
        assumed = Scope(
            root.template,
            Evaluation(),
            given={knob: value for knob, value in assignment.items() if isinstance(knob, tuple)},
            settled={knob: bool(value) for knob, value in assignment.items() if isinstance(knob, int)},
        )
        scopes = _tree(assumed)
        truths = {key: scopes[key[0]].truth(key[1]) for key in keys}
        open_keys = {key for key, held in truths.items() if held is None}
        undecided = open_keys if undecided is None else undecided
        if open_keys <= undecided:  # Else no value can be found where a mapping is asked: nothing would be deployed.
            found.setdefault(tuple(truths.values()), _Outcome(assumed, truths))
    return list(found.values())


def _tree(root: Scope) -> dict[str, Scope]:
    """A scope and those of its nested stacks, by their templates' names."""
    found, waiting = {}, [root]
    while waiting:
        scope = waiting.pop()
        found[scope.template.name] = scope
        waiting += scope.nested()
    return found
