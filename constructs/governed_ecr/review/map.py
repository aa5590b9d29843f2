"""The graph laid out as a map: upstreams on the left, registries in the middle, who gets in and replicas at right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .graph import Edge, Graph, Mark, Node
from .graph_words import told
from .places import Flow, NodeKind

EDGES: Final = 400
"""Edges that are drawn, what changes first; more no eye can follow."""
REGISTRIES: Final = 24
"""Registries that are drawn, those that change first."""

_LEFT, _MIDDLE, _RIGHT = range(3)
_WIDTHS: Final = {_LEFT: 220, _MIDDLE: 350, _RIGHT: 300}
_GUTTER: Final = 130
_MARGIN: Final = 44
"""Beside the middle column where nothing is on its left and replication between registries bends there."""
_TOP: Final = 44
_ROW, _GAP, _PADDING, _HEAD, _APART = 44, 8, 12, 52, 28
_CHARACTER: Final = 8.2
"""Pixels of an average character of the widest of the fonts."""
_PORTS: Final = {Flow.PULL: -7, Flow.PUSH: 7, Flow.ADMINISTER: 0}
_WHAT: Final = {NodeKind.EVERYONE: "with an AWS account or without", NodeKind.REPOSITORIES: "", NodeKind.OTHER: ""}


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place in pixels. title and subtitle are cut to its width."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    title: str
    subtitle: str

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An edge with its curve, as the ``d`` of an SVG path, and its words."""

    edge: Edge
    curve: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a registry and its repositories stand on."""

    mark: Mark
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Map:
    """titles: of the columns, with their x. left_out: edges that are not drawn."""

    width: int
    height: int
    titles: tuple[tuple[int, str], ...]
    cards: tuple[Card, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int


def layout(whole: Graph) -> Map:
    """A map of the graph; of a large one, what changes and as much of the rest as can be looked at."""
    shown = _limited(whole)
    columns = _columns(shown)
    sides = {node.id: column for column, found in columns.items() for node in found}
    sides |= {node.id: _MIDDLE for node in shown.nodes if node.registry}
    bends = any(sides[edge.source] == sides[edge.target] == _MIDDLE for edge in shown.edges)
    ends = _xs(bool(columns[_LEFT]), bends)
    cards, boxes = _registries(columns[_MIDDLE], shown, ends[_MIDDLE])
    for column in (_LEFT, _RIGHT):
        boxes |= _beside(columns[column], shown, boxes, column, ends[column])
    nodes = {node.id: node for node in shown.nodes}
    lines = tuple(Line(edge, _curve(edge, boxes, sides), told(edge, nodes)) for edge in shown.edges)
    height = max((box.y + box.height for box in boxes.values()), default=_TOP) + _PADDING + 8
    names = {_LEFT: "Upstream registries", _MIDDLE: "Registries and repositories", _RIGHT: "Who gets in, and replicas"}
    titles = tuple((ends[column], name) for column, name in names.items() if columns[column])
    width = ends[_RIGHT] + (_WIDTHS[_RIGHT] if columns[_RIGHT] else -_GUTTER) + 2
    ordered = tuple(sorted(boxes.values(), key=lambda box: (sides[box.node.id], box.y)))
    return Map(width, height, titles, cards, ordered, lines, len(whole.edges) - len(shown.edges))


def _limited(whole: Graph) -> Graph:
    kept = {node.id for node in [node for node in whole.nodes if node.kind is NodeKind.REGISTRY][:REGISTRIES]}
    nodes = [
        node
        for node in whole.nodes
        if node.id in kept or (node.registry in kept if node.registry else node.kind is not NodeKind.REGISTRY)
    ]
    ids = {node.id for node in nodes}
    edges = [edge for edge in whole.edges if edge.source in ids and edge.target in ids]
    edges = sorted(edges, key=lambda edge: edge.mark is Mark.SAME)[:EDGES]
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    inside = {NodeKind.REGISTRY, NodeKind.REPOSITORIES}
    return Graph(tuple(node for node in nodes if node.id in ends or node.kind in inside), tuple(edges))


def _columns(shown: Graph) -> dict[int, list[Node]]:
    """Where nodes stand; repositories stand in their registry. A registry that only feeds others, or is only fed, is
    beside those whose templates are known."""
    holding = {node.registry for node in shown.nodes if node.registry}
    feeding = {edge.source for edge in shown.edges if edge.flow is not Flow.CACHE}
    fed = {edge.target for edge in shown.edges if edge.flow is not Flow.REPLICATE}
    caching = {edge.source for edge in shown.edges if edge.flow is Flow.CACHE}
    replicas = {edge.target for edge in shown.edges if edge.flow is Flow.REPLICATE}
    columns: dict[int, list[Node]] = {_LEFT: [], _MIDDLE: [], _RIGHT: []}
    for node in shown.nodes:
        if node.kind is NodeKind.REPOSITORIES:
            continue
        if node.kind is not NodeKind.REGISTRY:
            columns[_LEFT if node.kind is NodeKind.UPSTREAM else _RIGHT].append(node)
        elif node.id in holding:
            columns[_MIDDLE].append(node)
        elif node.id in caching and node.id not in feeding | fed | replicas:
            columns[_LEFT].append(node)
        elif node.id in replicas and node.id not in feeding | fed | caching:
            columns[_RIGHT].append(node)
        else:
            columns[_MIDDLE].append(node)
    return columns


def _xs(left: bool, bends: bool) -> dict[int, int]:
    middle = _WIDTHS[_LEFT] + _GUTTER if left else _MARGIN if bends else 1
    return {_LEFT: 1, _MIDDLE: middle, _RIGHT: middle + _WIDTHS[_MIDDLE] + _GUTTER}


def _registries(registries: Sequence[Node], shown: Graph, x: int) -> tuple[tuple[Card, ...], dict[str, Box]]:
    held: dict[str, list[Node]] = defaultdict(list)
    for node in shown.nodes:
        held[node.registry].append(node)
    y = _TOP
    cards: list[Card] = []
    boxes: dict[str, Box] = {}
    inner = _WIDTHS[_MIDDLE] - 2 * _PADDING
    for registry in registries:
        top = y
        y += _PADDING
        boxes[registry.id] = replace(_box(registry, x + _PADDING, y, inner), subtitle="the registry as a whole")
        y += _HEAD
        for node in held[registry.id]:
            boxes[node.id] = _box(node, x + _PADDING, y, inner)
            y += _ROW + _GAP
        y += _PADDING - (_GAP if held[registry.id] else 0)
        cards.append(Card(registry.mark, x, top, _WIDTHS[_MIDDLE], y - top))
        y += _APART
    return tuple(cards), boxes


def _beside(nodes: Iterable[Node], shown: Graph, placed: Mapping[str, Box], column: int, x: int) -> dict[str, Box]:
    """Each node as near as can be to what it is connected with, in that order."""
    near: dict[str, list[int]] = defaultdict(list)
    for edge in shown.edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if other in placed:
                near[one].append(placed[other].y)
    wanted = [(sum(near[node.id]) // len(near[node.id]) if near[node.id] else _TOP, node) for node in nodes]
    wanted.sort(key=lambda each: each[0])
    bottom = max([box.y + box.height for box in placed.values()], default=_TOP)
    step = _ROW + _GAP + 6
    found: dict[str, Box] = {}
    y = _TOP
    for at, (ideal, node) in enumerate(wanted):
        last = bottom - step * (len(wanted) - at) + _GAP + 6
        y = max(y, min(ideal, last))
        found[node.id] = _box(node, x, y, _WIDTHS[column])
        y += step
    return found


def _box(node: Node, x: int, y: int, width: int) -> Box:
    most = int((width - 40) / _CHARACTER)
    subtitle = _WHAT.get(node.kind, node.kind.value)
    if node.mixed:
        subtitle = "each with grants of its own"
    elif len(node.members) > 1:
        subtitle = ", ".join(node.members[:6])
    return Box(node, x, y, width, _ROW, _cut(node.label, most), _cut(subtitle, int(most * 1.15)))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _curve(edge: Edge, boxes: Mapping[str, Box], sides: Mapping[str, int]) -> str:
    source, target = boxes[edge.source], boxes[edge.target]
    port = _PORTS.get(edge.flow, 0)
    y1, y2 = source.middle + port, target.middle + port
    one, other = sides[edge.source], sides[edge.target]
    if one == other:
        on_left = one != _RIGHT
        x1, x2 = (source.x, target.x) if on_left else (source.x + source.width, target.x + target.width)
        bend = 36 + min(abs(y2 - y1) // 12, 40)
        bend = -bend if on_left else bend
        return f"M{x1} {y1}C{x1 + bend} {y1} {x2 + bend} {y2} {x2} {y2}"
    forward = one < other
    x1 = source.x + source.width if forward else source.x
    x2 = target.x if forward else target.x + target.width
    bend = (x2 - x1) // 2
    return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
