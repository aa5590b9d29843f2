"""A review: two states of registries in, consequences out, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..rules.check import check
from ..rules.rule import Finding, Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Value
from .acknowledgements import Accepted, Acknowledgement, accept
from .change import Change, ChangeKind
from .coverage import coverage_changes
from .exposure import exposure_changes
from .flow import flow_changes
from .images import image_changes
from .inventory import Inventory
from .lifecycle_changes import lifecycle_changes
from .pairing import Address, Pair, address, pairs, same
from .protection import protection_changes
from .ratchet import new_findings
from .registries import Worlds, registries
from .worlds import Other, pairs_of_worlds


@dataclass(frozen=True, slots=True)
class Side:
    """The registries before, or after: what was read from ``root``. States of one environment are its worlds."""

    states: Sequence[RegistryState]
    root: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a change does.

    changes: its consequences, by what they are about, by kind and by severity. findings: what rules find that they did
    not find before;
    known_findings: how many they found before already. benign_changes: how many resources differ without any of it.
    accepted: what acknowledgements took out.
    """

    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    known_findings: int = 0
    benign_changes: int = 0
    accepted: tuple[Accepted, ...] = ()

    @property
    def items(self) -> list[Change | Finding]:
        """Changes and findings alike."""
        return [*self.changes, *self.findings]

    @property
    def worst_item(self) -> Change | Finding | None:
        """The first of the changes and findings that none is graver than."""
        return min(self.items, key=lambda item: item.severity.rank, default=None)

    @property
    def verdict(self) -> str:
        """``error``, ``warning`` or ``note``, the worst there is; else ``clean``."""
        worst = self.worst_item
        return worst.severity.value if worst else "clean"


def review(
    base: Side,
    head: Side,
    *,
    inventory: Inventory | None = None,
    acknowledgements: Iterable[Acknowledgement] = (),
    now: datetime | None = None,
) -> Review:
    """Compare registries before and after a change."""
    now = now or datetime.now(UTC)
    inventory = inventory or Inventory.none(now)
    stacks: dict[str, str] = {}
    changes: list[Change] = []
    moved: dict[Address, Address] = {}
    differing: set[Address] = set()
    for worlds in registries(base.states, head.states, (base.root, head.root)):
        stacks |= worlds.stacks
        for pair, found in _compared(worlds, inventory):
            changes += found
            if _differs(pair):
                differing |= {address(resource, stacks) for resource in (pair.head or pair.base,) if resource}
            if pair.moved and pair.base and pair.head:
                moved[address(pair.head, stacks)] = address(pair.base, stacks)

    def address_before(resource: Resource) -> Address:
        here = address(resource, stacks)
        return moved.get(here, here)

    new, known = new_findings(check(base.states), check(head.states), address_before)
    ordered = sorted(changes, key=lambda c: (c.group.rank, c.kind.rank, c.severity.rank, c.resource.template))
    benign = differing - {address(change.resource, stacks) for change in changes}
    left = accept(ordered, new, acknowledgements, now.date())
    return Review(left.changes, left.findings, known, len(benign), left.accepted)


def _changes(
    pair: Pair, base: RegistryState, head: RegistryState, elsewhere: str, inventory: Inventory
) -> Iterator[Change]:
    yield from image_changes(pair, base, elsewhere, inventory)
    yield from lifecycle_changes(pair, inventory)
    yield from exposure_changes(pair, base, head)
    yield from protection_changes(pair, base)
    yield from coverage_changes(pair, base, head)
    yield from flow_changes(pair, base, head)


def _compared(worlds: Worlds, inventory: Inventory) -> Iterator[tuple[Pair, list[Change]]]:
    """The resources of a registry, by default and then in other worlds, each with what is not said of it yet.

    What is so only where something is not as the parameters' defaults have it is as grave there as elsewhere: a default
    is what a template proposes, and production is often what has other values. Only what takes a value of a new
    parameter, which nobody can have given yet, deserves no more than a look.
    """
    elsewhere = _elsewhere(worlds)
    looked_at: set[tuple[int, int]] = set()
    said: set[tuple[ChangeKind, Address, str]] = set()
    for other in pairs_of_worlds(worlds):
        of_default = not other.assumption
        for pair in pairs(other.base, other.head, worlds.stacks):
            if (id(pair.base), id(pair.head)) in looked_at:
                continue
            stays = _assumption(pair, elsewhere, worlds.stacks) if of_default else ""
            found = list(_changes(pair, other.base, other.head, stays, inventory))
            new = [each for each in found if said.isdisjoint(_said(each, worlds, other.base, other.head))]
            yield pair, [_where(other, change) for change in new]
            said |= {what for change in new for what in _said(change, worlds, other.base, other.head)}
            if of_default:
                looked_at.add((id(pair.base), id(pair.head)))


def _where(other: Other, change: Change) -> Change:
    """A change with the world that it is of."""
    if not other.assumption:
        return change
    severity = max(change.severity, Severity.WARNING, key=lambda each: each.rank) if other.to_come else change.severity
    return replace(change, severity=severity, message=f"Where {other.assumption}: {change.message}")


def _said(
    change: Change, worlds: Worlds, base: RegistryState, head: RegistryState
) -> set[tuple[ChangeKind, Address, str]]:
    """A change as it is, and whatever the values of the parameters that made the worlds it is of."""
    messages = (change.message, head.neutral(base.neutral(change.message)))
    return {(change.kind, address(change.resource, worlds.stacks), message) for message in messages}


def _elsewhere(worlds: Worlds) -> dict[Address, str]:
    """Under which assumption the head has a resource, where it has other worlds."""
    _, *others = worlds.head
    return {
        address(resource, worlds.stacks): state.assumption for state in reversed(others) for resource in state.resources
    }


def _assumption(pair: Pair, elsewhere: Mapping[Address, str], stacks: Mapping[str, str]) -> str:
    """Under which assumption the head has a resource that it has not by default."""
    return elsewhere.get(address(pair.base, stacks), "") if pair.base and pair.head is None else ""


def _differs(pair: Pair) -> bool:
    if pair.base is None or pair.head is None:
        return True
    return not same(dict(pair.base.properties), dict(pair.head.properties)) or not same(
        _attributes(pair.base), _attributes(pair.head)
    )


def _attributes(resource: Resource) -> dict[str, Value]:
    return {key: value for key, value in resource.attributes.items() if key != "Metadata"}
