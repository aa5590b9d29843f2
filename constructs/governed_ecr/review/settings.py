"""What the worlds of a registry come of, in terms that both sides of a change have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import NamedTuple

from ..state.knob import Knob, Settings
from ..state.parameters import ANOTHER
from ..state.registry import RegistryState
from ..state.text import as_text
from ..state.unknown import Value
from .stacks import stacks_of


class Known(NamedTuple):
    """A knob as both sides know it: a parameter by its stack and name, a comparison by its text."""

    stack: str
    name: str
    is_comparison: bool = False


Portable = Mapping[Known, Value]
"""Settings by what both sides know."""


class Way(NamedTuple):
    """What leads to a world. settings: of each stack; those that are not varied are as by default."""

    settings: Mapping[str, Sequence[Portable]]
    varied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ways:
    """Of one side: what leads to each of its states, and what there is to set.

    tried: all values of what decides something. knobs: that, and the parameters that are declared. defaults: which of
    these have one. templates: those of the stacks.
    """

    of_states: Sequence[Sequence[Way]]
    tried: Mapping[Known, Sequence[Value]]
    knobs: Mapping[Known, Knob]
    defaults: frozenset[Known]
    templates: Mapping[str, str]

    def renamed(self, names: Mapping[Known, Known]) -> Ways:
        """With other names for some parameters."""
        if not names:
            return self

        def way(old: Way) -> Way:
            return Way(
                {
                    stack: [{names.get(knob, knob): value for knob, value in one.items()} for one in listed]
                    for stack, listed in old.settings.items()
                },
                old.varied,
            )

        return replace(
            self,
            of_states=[[way(old) for old in of_state] for of_state in self.of_states],
            tried={names.get(knob, knob): values for knob, values in self.tried.items()},
            knobs={names.get(known, known): knob for known, knob in self.knobs.items()},
            defaults=frozenset(names.get(knob, knob) for knob in self.defaults),
        )


def ways(states: Sequence[RegistryState], stacks: Mapping[str, str]) -> Ways:
    """Of one side's states, the default first."""
    declared = stacks_of(states[:1])

    def stack_of(template: str) -> str:
        return stacks.get(template) or PurePath(template).name  # which may be of another environment

    knobs = {
        Known(stacks[template], name): Knob(template, name)
        for template, stack in declared.items()
        for name in stack.parameters
    }

    def known(knob: Knob, root: str) -> Known:
        template = knob.template or root  # A pseudo parameter is one of each stack.
        found = Known(stack_of(template), knob.name, bool(knob.comparison))
        knobs[found] = knob
        return found

    def portable(root: str, settings: Settings) -> Portable:
        return {known(knob, root): _text(value) for knob, value in settings.items()}

    of_states = [
        [
            {stack_of(root): [portable(root, one) for one in listed] for root, listed in way.items()}
            for way in state.settings
        ]
        for state in states
    ]
    (default, *alike), *others = of_states
    first = [Way(default), *(Way({**default, **way}, frozenset(way)) for way in alike)]
    found = [first, *([Way({**default, **way}, frozenset(way)) for way in state] for state in others)]
    defaults = frozenset(
        Known(stacks[template], name)
        for template, stack in declared.items()
        for name, has_default in stack.parameters.items()
        if has_default
    )
    return Ways(found, _tried(of_states), knobs, defaults, {stacks[template]: template for template in declared})


def _text(value: Value) -> Value:
    """CloudFormation compares numbers as texts."""
    return str(as_text(value)) if isinstance(value, (int, float)) else value


def _tried(of_states: Sequence[Sequence[Mapping[str, Sequence[Portable]]]]) -> dict[Known, list[Value]]:
    found: dict[Known, list[Value]] = {}
    for knob, value in _all(of_states):
        values = found.setdefault(knob, [])
        if value not in values:
            values.append(value)
    return found


def _all(of_states: Sequence[Sequence[Mapping[str, Sequence[Portable]]]]) -> Iterator[tuple[Known, Value]]:
    for way in (way for of_state in of_states for way in of_state):
        for settings in (one for listed in way.values() for one in listed):
            yield from settings.items()


def both(
    one: Portable,
    other: Portable,
    one_tried: Mapping[Known, Sequence[Value]],
    other_tried: Mapping[Known, Sequence[Value]],
) -> Portable | None:
    """Settings that are the one and the other; None where they exclude each other.

    What a side only knows as another value may be any that it did not try.
    """
    found = {**other, **one}
    for knob in one.keys() & other.keys():
        if one[knob] == ANOTHER and other[knob] not in one_tried[knob]:
            found[knob] = other[knob]
        elif one[knob] != other[knob] and (other[knob] != ANOTHER or one[knob] in other_tried[knob]):
            return None
    return found
