"""Which worlds of the base and of the head can be of one deployment, before and after the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from ..state.registry import RegistryState
from .registries import Worlds
from .settings import Known, Portable, Way, Ways, both, ways

_MOST: Final = 200
"""Pairs of worlds that are compared."""


@dataclass(frozen=True, slots=True)
class Other:
    """A registry before and after, where something may not be as the defaults have it.

    assumption: what (``IsProd is false``); empty for the defaults. to_come: whether that takes a parameter which the
    base does not declare and which has a default: no stack is like this now, and none will be unless somebody asks.
    """

    assumption: str
    base: RegistryState
    head: RegistryState
    to_come: bool


def pairs_of_worlds(worlds: Worlds) -> list[Other]:
    """The two defaults, then the pairs of worlds that the same parameters lead to; what is to come is last.

    A side that does not depend on a parameter is the same whatever it is, and is compared with all of the other's.
    """
    if len(worlds.base) == len(worlds.head) == 1:
        return [Other("", worlds.base[0], worlds.head[0], to_come=False)]
    return sorted(islice(_pairs(worlds), _MOST), key=lambda other: other.to_come)


def _pairs(worlds: Worlds) -> Iterator[Other]:
    before, after = ways(worlds.base, worlds.stacks), ways(worlds.head, worlds.stacks)
    before = before.renamed(_renames(before, after))
    new = after.defaults - before.knobs.keys()
    ((default, *_), *_) = after.of_states
    for (base, of_base), (head, of_head) in product(
        zip(worlds.base, before.of_states, strict=True), zip(worlds.head, after.of_states, strict=True)
    ):
        if not base.assumption and not head.assumption and not _apart(before, after):
            yield Other("", base, head, to_come=False)
            continue
        agreed = (_agreed(one, other, before, after) for one, other in product(of_base, of_head))
        settings = next((found for found in agreed if found is not None), None)
        if settings is not None:
            yield Other(
                head.assumption or base.assumption,
                _set(base, before, settings),
                _set(head, after, settings),
                to_come=not base.assumption and any(_differs_only_in(new, way, default) for way in of_head),
            )


def _apart(before: Ways, after: Ways) -> bool:
    """Whether the first worlds are of different values of a parameter that has no default: each side takes the first
    that it is compared with."""
    one, other = before.of_states[0][0].settings, after.of_states[0][0].settings
    return any(
        one[stack][0][knob] != other[stack][0][knob]
        for stack in one.keys() & other.keys()
        for knob in one[stack][0].keys() & other[stack][0].keys() - before.defaults - after.defaults
    )


def _agreed(one: Way, other: Way, before: Ways, after: Ways) -> Mapping[str, Portable] | None:
    """Settings of the varied stacks that lead to both; None where none do.

    What differs in different stacks is seen one at a time.
    """
    if one.varied and other.varied and one.varied != other.varied:
        return None
    found: dict[str, Portable] = {}
    for stack in one.settings.keys() | other.settings.keys():
        tried = product(one.settings.get(stack, ({},)), other.settings.get(stack, ({},)))
        joint = (both(mine, yours, before.tried, after.tried) for mine, yours in tried)
        settings = next((each for each in joint if each is not None), None)
        if settings is None:
            return None
        if stack in one.varied or stack in other.varied:
            found[stack] = settings
    return found


def _set(state: RegistryState, of: Ways, settings: Mapping[str, Portable]) -> RegistryState:
    """A side with the settings. It has them, but for parameters that decide nothing in it and are values yet."""
    if state.setting is None or not any(
        knob in of.knobs and knob not in of.tried for each in settings.values() for knob in each
    ):
        return state
    return state.setting(
        {
            of.templates[stack]: {of.knobs[knob]: value for knob, value in each.items() if knob in of.knobs}
            for stack, each in settings.items()
            if stack in of.templates
        }
    )


def _renames(before: Ways, after: Ways) -> dict[Known, Known]:
    """Parameters of the base that the head has under another name, where that is clear.

    Whoever renames a parameter gives it the value that it had.
    """
    gone = [knob for knob in before.tried if not knob.is_comparison and knob not in after.knobs]
    come = [knob for knob in after.tried if not knob.is_comparison and knob not in before.knobs]
    found: dict[Known, Known] = {}
    for knob in gone:
        alike = [other for other in come if other.stack == knob.stack and after.tried[other] == before.tried[knob]]
        rivals = [other for other in gone if other.stack == knob.stack and before.tried[other] == before.tried[knob]]
        if len(alike) == len(rivals) == 1:
            found[knob] = alike[0]
    return found


def _differs_only_in(knobs: frozenset[Known], way: Way, default: Way) -> bool:
    """Whether a way is not the default one by nothing but these knobs."""

    def only(one: Portable, stack: str) -> bool:
        return all(value == default.settings[stack][0][knob] for knob, value in one.items() if knob not in knobs)

    return all(any(only(one, stack) for one in way.settings[stack]) for stack in way.varied)
