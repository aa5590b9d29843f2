"""Which registry of the base is which of the head, and in which worlds the two are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..state.context import Context
from ..state.knob import Settings
from ..state.registry import Environment, OfTemplates, RegistryState
from .stacks import matched, stacks_of


@dataclass(frozen=True, slots=True)
class Worlds:
    """One registry on both sides, each by the parameters' defaults and then in its other worlds.

    stacks: what the stacks of both are called, by their templates (see ``matched``).
    """

    base: Sequence[RegistryState]
    head: Sequence[RegistryState]
    stacks: Mapping[str, str]


def registries(
    base: Iterable[RegistryState], head: Iterable[RegistryState], roots: tuple[str, str]
) -> Iterator[Worlds]:
    """Every registry of either side, empty on a side where it is not there. roots: what the sides were read of."""
    before, after = _by_environment(base), _by_environment(head)
    for one, other in _environments(before, after):
        old, new = before.get(one, []), after.get(other, [])
        old, new = old or [_empty(one, new)], new or [_empty(other, old)]
        stacks = matched(stacks_of(old), roots[0], stacks_of(new), roots[1])
        here = f"{one.account}/{one.region}"  # Stacks of one name may be in many places.
        yield Worlds(old, new, {template: f"{here}: {name}" for template, name in stacks.items()})


def _by_environment(states: Iterable[RegistryState]) -> dict[Environment, list[RegistryState]]:
    """The states of each registry, the default first. What several deployments put into one registry is one."""
    deployments: dict[Environment, list[list[RegistryState]]] = {}
    for state in states:
        here = deployments.setdefault(state.environment, [])
        if not state.assumption:  # A deployment's states begin with its default.
            here.append([])
        here[-1].append(state)
    return {environment: _worlds(of_here) for environment, of_here in deployments.items()}


def _worlds(deployments: Sequence[Sequence[RegistryState]]) -> list[RegistryState]:
    """The worlds of all deployments: one of them is not as by default at a time."""
    defaults = [default for default, *_ in deployments]
    varied = [
        _together([world if at == index else default for index, default in enumerate(defaults)], world)
        for at, (_, *others) in enumerate(deployments)
        for world in others
    ]
    return [_together(defaults, defaults[0]), *varied]


def _together(states: Sequence[RegistryState], of: RegistryState) -> RegistryState:
    """Several deployments as one, with all else as one of them has it."""
    if len(states) == 1:
        return of
    resources = tuple(resource for state in states for resource in state.resources)
    settings = of.settings if of.assumption else _settings(states)

    def setting(others: Mapping[str, Settings]) -> RegistryState:
        return _together([state.setting(others) if state.setting else state for state in states], of)

    return replace(
        of,
        resources=resources,
        of_one_deployment=False,
        settings=settings,
        stacks=stacks_of(states),
        setting=setting,
    )


def _settings(defaults: Sequence[RegistryState]) -> tuple[OfTemplates, ...]:
    """The first is that of all templates together."""
    first: dict[str, tuple[Settings, ...]] = {}
    alike: list[OfTemplates] = []
    for state in defaults:
        own, *others = state.settings
        first |= own
        alike += others
    return (first, *alike)


def _environments(
    before: Iterable[Environment], after: Iterable[Environment]
) -> Iterator[tuple[Environment, Environment]]:
    """Equal ones; then those of which only one side says account or Region, where it is clear which these are."""
    before, after = list(before), list(after)
    yield from ((each, each) for each in before if each in after)
    gone = [each for each in before if each not in after]
    come = [each for each in after if each not in before]
    for one in gone:
        alike = [other for other in come if _may_be(one, other)]
        clear = len(alike) == 1 and sum(_may_be(each, alike[0]) for each in gone) == 1
        if clear:
            come.remove(alike[0])
        yield one, alike[0] if clear else one
    yield from ((each, each) for each in come)


def _may_be(one: Environment, other: Environment) -> bool:
    pairs = ((one.account, other.account), (one.region, other.region))
    return all(left is None or right is None or left == right for left, right in pairs)


def _empty(environment: Environment, others: Sequence[RegistryState]) -> RegistryState:
    context = next((state.context for state in others), Context())
    return RegistryState(environment, (), context)
