"""Templates become registries: what is deployed to one account and Region, in every world their conditions allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from .context import Context
from .evaluation import Evaluation
from .knob import Settings
from .registry import Environment, RegistryState, Resource, Stack
from .resources import Place, Seen, see
from .scope import Scope
from .template import Template
from .worlds import World, assuming, tree, worlds_of

_LOOKS: Final = 100_000
"""How many resources are looked at, in all worlds of a registry together; but 8 worlds there may be."""


def registries(
    templates: Sequence[Template], context: Context, *, of_one_deployment: bool
) -> tuple[RegistryState, ...]:
    """The registries of templates that are deployed together: of each the default state, then its other worlds."""
    evaluation = Evaluation[Scope]()
    evaluation.roots = [Scope(template, evaluation) for template in templates]
    seen = dict(see(evaluation))
    found: list[RegistryState] = []
    scopes = list(evaluation.scopes())
    for environment in dict.fromkeys(what.environment for what in seen.values()):
        stacks = {
            scope.template.name: Stack(_stack_name(scope), _parameters(scope))
            for scope in scopes
            if scope.template.environment == environment
        }
        here = {place: what for place, what in seen.items() if what.environment == environment}
        found += (
            replace(state, stacks=stacks, setting=partial(_set, state, evaluation))
            for state in _states(environment, evaluation, here, context, of_one_deployment)
        )
    return tuple(found)


def _states(
    environment: Environment, evaluation: Evaluation[Scope], seen: dict[Place, Seen], context: Context, together: bool
) -> Iterable[RegistryState]:
    used = frozenset().union(*(what.used for what in seen.values()))
    default, *others = worlds_of(evaluation, used, max(8, _LOOKS // len(seen))) if used else [World()]
    versions: dict[Place, list[Resource]] = {}
    looks: dict[tuple[int, ...], list[World]] = {}
    resources: dict[tuple[int, ...], tuple[Resource, ...]] = {}
    for world in (default, *others):
        found = _resources(evaluation, world, seen, versions)
        look = tuple(id(resource) for resource in found)
        looks.setdefault(look, []).append(world)
        resources[look] = found
    for look, (first, *alike) in looks.items():
        texts = tuple(world.text for world in alike)
        values = {choice.name: value for choice, value in first.values.items()}
        settings = tuple(world.settings for world in (first, *alike))
        yield RegistryState(environment, resources[look], context, first.text, together, texts, values, settings)


def _set(state: RegistryState, evaluation: Evaluation[Scope], settings: Mapping[str, Settings]) -> RegistryState:
    """A state with the parameters of some templates (roots) set to other values, whatever may depend on them."""
    other, touched = Evaluation[Scope](), set[str]()
    for scope in evaluation.roots:
        own = settings.get(scope.template.name)
        other.roots.append(
            scope if own is None else Scope(scope.template, other, assumed=assuming(scope.template, own))
        )
        touched |= set() if own is None else tree(scope).keys()
    known = {Place(one.template, one.logical_id): one for one in state.resources}
    places = frozenset(place for place in _places(evaluation, state.environment) if place.template in touched)
    again = {place: _version(what.resource, known.get(place), []) for place, what in see(other, places)}
    found = {place: one for place, one in known.items() if place not in again}
    resources = (*found.values(), *(one for one in again.values() if one is not None))
    return replace(state, resources=resources)


def _places(evaluation: Evaluation[Scope], environment: Environment) -> Iterator[Place]:
    for scope in evaluation.scopes():
        if scope.template.environment == environment:
            yield from (Place(scope.template.name, logical_id) for logical_id in scope.resources)


def _parameters(scope: Scope) -> dict[str, bool]:
    """Those declared, and whether each has a default."""
    return {name: isinstance(body, Mapping) and "Default" in body for name, body in scope.parameters.items()}


def _stack_name(scope: Scope) -> str | None:
    if scope.parent is None:
        return scope.template.stack
    around = _stack_name(scope.parent)
    return around and f"{around}/{scope.logical_id}"


def _resources(
    evaluation: Evaluation[Scope], world: World, seen: dict[Place, Seen], versions: dict[Place, list[Resource]]
) -> tuple[Resource, ...]:
    """The resources in a world. What its conditions leave alone is the same object as in the other worlds."""
    touched = frozenset(place for place, what in seen.items() if what.used & world.turned)
    found = {place: what.resource for place, what in seen.items()}
    if touched:
        other = Evaluation[Scope]()
        other.roots = [
            Scope(scope.template, other, assumed=world.assumed.get(scope.template.name) or scope.assumed)
            for scope in evaluation.roots
        ]
        for place, what in see(other, touched):
            found[place] = _version(what.resource, seen[place].resource, versions.setdefault(place, []))
    return tuple(resource for resource in found.values() if resource is not None)


def _version(new: Resource | None, default: Resource | None, known: list[Resource]) -> Resource | None:
    """An equal resource that is known already, or the new one."""
    if new is None:
        return None
    for old in (default, *known):
        if old is not None and old.properties == new.properties and old.attributes == new.attributes:
            return old
    known.append(new)
    return new
