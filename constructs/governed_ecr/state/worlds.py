"""What else templates may become: their conditions under other parameters.

A template has up to 16 worlds, from all combinations of what its conditions depend on. Where there would be more, one
thing is changed at a time, up to 24 times, and then all things at once. Several templates are varied one at a time
too; where that makes too many worlds, all together.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from .evaluation import Evaluation
from .knobs import Knob, knobs_of
from .scope import Scope
from .unknown import Value

Key = tuple[str, str]
"""A condition: its template's name and its own."""

_COMBINED: Final = 16
_TRIED: Final = 256
_SINGLE: Final = 24
_TOGETHER: Final = 6
_TOLD: Final = 4
"""How many conditions, or templates, a world's text names."""


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


def worlds_of(evaluation: Evaluation, used: frozenset[Key], most: int) -> list[World]:
    """The worlds for these conditions, at most about so many. The first is the default one; what the defaults do not
    decide is decided by the first of its candidates there."""
    start, of_roots = World(), list[list[World]]()
    named = len(evaluation.roots) > 1 or any(root.template.nested for root in evaluation.roots)
    for root in evaluation.roots:
        scopes = _tree(root)
        keys = sorted(key for key in used if key[0] in scopes and scopes[key[0]].has_condition(key[1]))
        if keys:
            first, *rest = _outcomes(root, scopes, keys)
            base = {key: scopes[key[0]].holds(key[1]) for key in keys}
            start = _merged(start, _world(first, base, ""))
            of_roots.append([_world(outcome, base, _told(outcome, first, named)) for outcome in rest])
    worlds = [world for of_root in of_roots for world in of_root]
    if len(worlds) > most:
        worlds = [_together([world for world in turn if world]) for turn in itertools.zip_longest(*of_roots)]
    return [start, *(_merged(start, world) for world in worlds)]


def _world(outcome: _Outcome, base: Mapping[Key, bool], text: str) -> World:
    turned = frozenset(key for key, holds in base.items() if outcome.holds(key) != holds)
    return World(turned, {outcome.assumed.template.name: outcome.assumed}, text)


def _told(outcome: _Outcome, first: _Outcome, named: bool) -> str:
    """How an outcome differs from the first one, with the templates' names where there are several."""
    differs = [key for key in outcome.truths if outcome.holds(key) != first.holds(key)]
    texts = [
        f"{key[1]} is {'true' if outcome.holds(key) else 'false'}{f' in {key[0]}' if named else ''}"
        for key in differs[:_TOLD]
    ]
    if len(differs) > _TOLD:
        texts.append(f"{len(differs) - _TOLD} other conditions turn")
    return " and ".join(texts)


def _together(worlds: list[World]) -> World:
    """Worlds of different templates at once."""
    merged = reduce(_merged, worlds, World())
    texts = [world.text for world in worlds[:_TOLD]]
    if len(worlds) > _TOLD:
        texts.append(f"conditions of {len(worlds) - _TOLD} other templates turn")
    return World(merged.turned, merged.assumed, " and ".join(texts))


def _merged(one: World, other: World) -> World:
    """Both worlds; of templates that both speak of, as the other one has it."""
    decided = {scope.template.name for root in other.assumed.values() for scope in _tree(root).values()}
    turned = frozenset(key for key in one.turned if key[0] not in decided) | other.turned
    return World(turned, {**one.assumed, **other.assumed}, other.text)


def _outcomes(root: Scope, scopes: Mapping[str, Scope], keys: list[Key]) -> list[_Outcome]:
    """The ways in which the conditions come out that differ, the default first."""
    knobs = knobs_of([(scopes[name], condition) for name, condition in keys])
    if math.prod(len(candidates) for candidates in knobs.values()) <= _TRIED:
        found = _distinct(root, keys, _combinations(knobs), _COMBINED + 1)
        if len(found) <= _COMBINED:
            return list(found.values())
    found = _distinct(root, keys, _one_at_a_time(knobs), _SINGLE)
    together = _distinct(root, keys, _all_at_once(knobs), _TOGETHER)
    return list((found | {truths: outcome for truths, outcome in together.items() if truths not in found}).values())


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
    """What many conditions each add or take away is then seen at least together."""
    for turn in range(max(map(len, knobs.values()), default=0)):
        yield {knob: candidates[min(turn, len(candidates) - 1)] for knob, candidates in knobs.items()}


def _distinct(
    root: Scope, keys: list[Key], assignments: Iterator[dict[Knob, Value]], most: int
) -> dict[tuple[bool | None, ...], _Outcome]:
    """The outcomes of the assignments that differ, by how the conditions come out; at most so many."""
    found: dict[tuple[bool | None, ...], _Outcome] = {}
    undecided: set[Key] | None = None
    for assignment in itertools.islice(assignments, _TRIED):
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
        if len(found) == most:
            break
    return found


def _tree(root: Scope) -> dict[str, Scope]:
    """A scope and those of its nested stacks, by their templates' names."""
    found, waiting = {}, [root]
    while waiting:
        scope = waiting.pop()
        found[scope.template.name] = scope
        waiting += scope.nested()
    return found
