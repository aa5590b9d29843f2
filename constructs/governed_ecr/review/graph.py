"""Who may pull and push, and where images flow, before and after: plain data for pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from ..state.registry import RegistryState
from .going_on import goes_on, without_unlinked
from .links import sketch
from .places import Flow, Link, NodeKind, Place

SEVERAL: Final = 3
"""So many grantees of a kind with the same edges are shown one by one; more are one node."""
MOST: Final = 16
"""Groups of repositories in one registry, and grantees of one kind; the rest is one node."""


class Mark(StrEnum):
    """On which side something is."""

    ADDED = "added"
    REMOVED = "removed"
    SAME = "same"

    @property
    def rank(self) -> int:
        """0 for what is told first."""
        return tuple(Mark).index(self)


@dataclass(frozen=True, slots=True)
class Node:
    """id: ``n0``, ``n1``, ... registry: the id of the node that it stands in. members: what is in it, by name.

    mixed: whether its members have edges of their own, so that an edge may be about some of them only.
    """

    id: str
    kind: NodeKind
    label: str
    members: tuple[str, ...]
    mark: Mark
    registry: str = ""
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """source, target: ids of nodes. detail: as of a Link."""

    source: str
    target: str
    flow: Flow
    detail: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by kind, what changed first; edges in an order of their own."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether access or flow is another than before."""
        return any(edge.mark is not Mark.SAME for edge in self.edges)


@dataclass(frozen=True, slots=True)
class _Group:
    """Places that are one node."""

    places: tuple[Place, ...]
    mark: Mark
    changes: bool
    """Whether an edge of theirs changes."""
    mixed: bool = False


T = TypeVar("T")
_KINDS: Final = {kind: at for at, kind in enumerate(NodeKind)}
_FLOWS: Final = {flow: at for at, flow in enumerate(Flow)}
_PLURALS: Final = {
    NodeKind.UPSTREAM: "upstream registries",
    NodeKind.REGISTRY: "registries",
    NodeKind.REPOSITORIES: "repositories",
    NodeKind.EVERYONE: "everyone",
    NodeKind.ORGANIZATION: "organizations",
    NodeKind.UNIT: "organizational units",
    NodeKind.ACCOUNT: "accounts",
    NodeKind.SERVICE: "AWS services",
    NodeKind.OTHER: "principals",
}


def graph(base: Iterable[RegistryState], head: Iterable[RegistryState]) -> Graph:
    """The two sides as one graph, every part marked; places that have the same edges are one node."""
    states = list(head)
    before, after = sketch(base), sketch(states)
    links = _without_used(_marked(before.links, after.links))
    for link in list(goes_on(before.links - after.links, after.links, states)):
        del links[link]
    places = without_unlinked(_marked(before.places, after.places), links, Mark.REMOVED)
    known: dict[Place, Place] = {place: place for place in places}
    groups = _grouped(places, links, known, {NodeKind.REPOSITORIES}, several=1)
    for group in groups:
        known |= dict.fromkeys(group.places, group.places[0])
    groups += _grouped(places, links, known, set(NodeKind) - {NodeKind.REPOSITORIES}, several=SEVERAL)
    return _drawn(_limited(groups), links)


def _marked(base: Iterable[T], head: Iterable[T]) -> dict[T, Mark]:
    before, after = set(base), set(head)
    same = dict.fromkeys(before & after, Mark.SAME)
    return same | dict.fromkeys(before - after, Mark.REMOVED) | dict.fromkeys(after - before, Mark.ADDED)


def _without_used(links: dict[Link, Mark]) -> dict[Link, Mark]:
    """A grant to replicate is not drawn beside the replication that uses it, unless it changes."""
    used = {
        (link.source.label.split(" in ")[0], link.target)
        for link in links
        if link.flow is Flow.REPLICATE and link.source.kind is NodeKind.REGISTRY
    }
    return {
        link: mark
        for link, mark in links.items()
        if mark is not Mark.SAME
        or link.flow is not Flow.REPLICATE
        or link.source.kind is not NodeKind.ACCOUNT
        or (link.source.label, link.target) not in used
    }


def _grouped(
    places: Mapping[Place, Mark],
    links: Mapping[Link, Mark],
    known: Mapping[Place, Place],
    kinds: set[NodeKind],
    *,
    several: int,
) -> list[_Group]:
    """The places of some kinds by their edges; up to ``several`` of the same edges stay apart."""
    edges: dict[Place, set[tuple[object, ...]]] = defaultdict(set)
    changes: set[Place] = set()
    for link, mark in links.items():
        edges[link.source].add((True, known[link.target], link.flow, link.detail, mark))
        edges[link.target].add((False, known[link.source], link.flow, link.detail, mark))
        changes |= set() if mark is Mark.SAME else {link.source, link.target}
    alike: dict[tuple[object, ...], list[Place]] = defaultdict(list)
    for place in sorted((place for place in places if place.kind in kinds), key=lambda place: place.label):
        made_later = place.label.endswith("*")
        alike[place.kind, place.registry, places[place], made_later, frozenset(edges[place])].append(place)
    nodes: list[tuple[Place, ...]] = []
    for members in alike.values():
        apart = len(members) <= several or members[0].kind is NodeKind.REGISTRY
        nodes += [(place,) for place in members] if apart else [tuple(members)]
    return [_Group(node, places[node[0]], node[0] in changes) for node in nodes]


def _limited(groups: Iterable[_Group]) -> list[_Group]:
    """The groups in order, of each kind and registry no more than MOST and one that holds the rest."""
    ordered = sorted(groups, key=_order)
    by_column: dict[tuple[NodeKind, str], list[_Group]] = defaultdict(list)
    for group in ordered:
        by_column[group.places[0].kind, group.places[0].registry].append(group)
    found: list[_Group] = []
    for (kind, _), column in by_column.items():
        if len(column) <= MOST + 1 or kind is NodeKind.REGISTRY:
            found += column
            continue
        rest = column[MOST:]
        places = tuple(sorted((place for group in rest for place in group.places), key=lambda place: place.label))
        mark = rest[0].mark if len({group.mark for group in rest}) == 1 else Mark.SAME
        found += [*column[:MOST], _Group(places, mark, any(group.changes for group in rest), mixed=True)]
    return found


def _order(group: _Group) -> tuple[object, ...]:
    first = group.places[0]
    return _KINDS[first.kind], first.registry, not group.changes, group.mark.rank, -len(group.places), first.label


def _drawn(groups: list[_Group], links: Mapping[Link, Mark]) -> Graph:
    ids = {place: f"n{at}" for at, group in enumerate(groups) for place in group.places}
    nodes = tuple(_node(f"n{at}", group, ids) for at, group in enumerate(groups))
    edges = {
        Edge(ids[link.source], ids[link.target], link.flow, link.detail, mark): None for link, mark in links.items()
    }
    numbers = {node.id: at for at, node in enumerate(nodes)}
    order = sorted(edges, key=lambda e: (numbers[e.source], numbers[e.target], _FLOWS[e.flow], e.detail, e.mark.rank))
    return Graph(nodes, tuple(order))


def _node(id: str, group: _Group, ids: Mapping[Place, str]) -> Node:
    first = group.places[0]
    members = tuple(place.label for place in group.places)
    noun = "prefixes" if first.label.endswith("*") and not group.mixed else _PLURALS[first.kind]
    more = "other " if group.mixed else ""
    label = first.label if len(members) == 1 else f"{len(members):,} {more}{noun}"
    registry = ids.get(Place(NodeKind.REGISTRY, first.registry), "")
    return Node(id, first.kind, label, members, group.mark, registry, group.mixed)
