"""The graph as a Mermaid flowchart, which GitHub and GitLab draw.

mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..report.printable import printable
from .graph import Edge, Graph, Mark, Node
from .places import NodeKind

EDGES: Final = 40
"""More cannot be followed by eye. What changes comes first, then what is beside it; the rest is not drawn."""
LABEL: Final = 60
"""Characters of a label."""

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9 /.,()-]")
_SHAPES: Final = {
    NodeKind.UPSTREAM: ("[(", ")]"),
    NodeKind.REPOSITORIES: ("[", "]"),
    NodeKind.REGISTRY: ("[[", "]]"),
}
_ROUND: Final = ("([", "])")
_CLASSES: Final = {Mark.ADDED: "added", Mark.REMOVED: "removed"}
_STYLES: Final = (
    "classDef added stroke:#1a7f37,stroke-width:2px",
    "classDef removed stroke:#cf222e,stroke-dasharray:4 3",
)


def mermaid(whole: Graph) -> tuple[str, int]:
    """What changes, with what is beside it; and how many edges are left out. The text is safe within a fence."""
    shown, left_out = _around(whole)
    return "\n".join(_lines(shown)), left_out


def label(text: str) -> str:
    """Text of others as a label: every character that Mermaid could read is written as its number."""
    shown = printable(text, LABEL)
    return '"' + _UNSAFE.sub(lambda found: f"#{ord(found.group())};", shown) + '"'


def _around(whole: Graph) -> tuple[Graph, int]:
    touched = {end for edge in whole.edges if edge.mark is not Mark.SAME for end in (edge.source, edge.target)}
    beside = [edge for edge in whole.edges if edge.source in touched or edge.target in touched]
    ranked = sorted(
        beside, key=lambda edge: (edge.mark is Mark.SAME, -((edge.source in touched) + (edge.target in touched)))
    )
    kept = set(ranked[:EDGES])
    ends = {end for edge in kept for end in (edge.source, edge.target)}
    ends |= {node.registry for node in whole.nodes if node.id in ends}
    nodes = tuple(node for node in whole.nodes if node.id in ends)
    return Graph(nodes, tuple(edge for edge in whole.edges if edge in kept)), len(beside) - len(kept)


def _lines(shown: Graph) -> Iterator[str]:
    yield "flowchart LR"
    ends = {end for edge in shown.edges for end in (edge.source, edge.target)}
    for node in shown.nodes:
        if node.kind is NodeKind.REGISTRY:
            yield f"  subgraph r{node.id}[{label(node.label)}]"
            if node.id in ends:
                yield f"    {_node(node, 'the registry')}"
            for inner in shown.nodes:
                if inner.registry == node.id:
                    yield f"    {_node(inner, inner.label)}"
            yield "  end"
        elif not node.registry:
            yield f"  {_node(node, _titled(node))}"
    for edge in shown.edges:
        arrow = {Mark.ADDED: "==>", Mark.REMOVED: "-.->"}.get(edge.mark, "-->")
        yield f"  {edge.source} {arrow}|{label(_said(edge))}| {edge.target}"
    for mark, colour in ((Mark.ADDED, "#1a7f37"), (Mark.REMOVED, "#cf222e")):
        numbers = ",".join(str(at) for at, edge in enumerate(shown.edges) if edge.mark is mark)
        if numbers:
            yield f"  linkStyle {numbers} stroke:{colour}"
    yield from (f"  {style}" for style in _STYLES)


def _node(node: Node, text: str) -> str:
    before, after = _SHAPES.get(node.kind, _ROUND)
    name = _CLASSES.get(node.mark)
    return f"{node.id}{before}{label(text)}{after}{f':::{name}' if name else ''}"


def _titled(node: Node) -> str:
    alone = len(node.members) > 1 or node.kind in (NodeKind.EVERYONE, NodeKind.OTHER, NodeKind.UPSTREAM)
    return node.label if alone else f"{node.kind.value} {node.label}"


def _said(edge: Edge) -> str:
    verb = edge.flow.value
    words = f"{verb} {edge.detail}" if edge.detail else verb
    marks = {Mark.ADDED: f"new: {words}", Mark.REMOVED: f"no longer: {words}"}
    return marks.get(edge.mark, words)
