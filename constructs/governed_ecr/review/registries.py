"""Which registry of the base is which of the head, and in which worlds the two are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..state.context import Context
from ..state.registry import Environment, RegistryState


@dataclass(frozen=True, slots=True)
class Worlds:
    """One registry on both sides: by the parameters' defaults, and in other worlds, by their assumptions.

    common: the other worlds that both sides have; in_head: those that the head has.
    """

    base: RegistryState
    head: RegistryState
    common: Sequence[tuple[str, RegistryState, RegistryState]]
    in_head: Sequence[tuple[str, RegistryState]]


def registries(base: Sequence[RegistryState], head: Sequence[RegistryState]) -> Iterator[Worlds]:
    """Every registry of either side; it is empty on a side where it is not there."""
    before, after = _by_environment(base), _by_environment(head)
    for one, other in _environments(before, after):
        old, new = before.get(one, {}), after.get(other, {})
        default = old.get("") or _empty(one, new)
        yield Worlds(
            default,
            new.get("") or _empty(other, old),
            [(world, old[world], new[world]) for world in old if world and world in new],
            [(world, state) for world, state in new.items() if world],
        )


def _by_environment(states: Sequence[RegistryState]) -> dict[Environment, dict[str, RegistryState]]:
    """The states of each registry by their assumptions; what several deployments put into one registry is one."""
    found: dict[Environment, dict[str, list[RegistryState]]] = {}
    for state in states:
        for assumption in (state.assumption, *state.alike):
            found.setdefault(state.environment, {}).setdefault(assumption, []).append(state)
    return {here: {world: _together(parts) for world, parts in worlds.items()} for here, worlds in found.items()}


def _together(states: Sequence[RegistryState]) -> RegistryState:
    (first, *others) = states
    if not others:
        return first
    resources = tuple(resource for state in states for resource in state.resources)
    return replace(first, resources=resources, of_one_deployment=False)


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


def _empty(environment: Environment, others: dict[str, RegistryState]) -> RegistryState:
    context = next((state.context for state in others.values()), Context())
    return RegistryState(environment, (), context)
