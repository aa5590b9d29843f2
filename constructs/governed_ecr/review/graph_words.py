"""A graph in sentences, for those who cannot or need not look at the picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .graph import Edge, Graph, Node
from .places import Flow, NodeKind

_NAMED_ALONE: Final = (NodeKind.EVERYONE, NodeKind.OTHER, NodeKind.UPSTREAM, NodeKind.SERVICE)


def sentences(whole: Graph) -> Iterator[tuple[Edge, str]]:
    """Every edge in words, what changes first, without a full stop."""
    nodes = {node.id: node for node in whole.nodes}
    for edge in sorted(whole.edges, key=lambda edge: edge.mark.rank):
        yield edge, told(edge, nodes)


def told(edge: Edge, nodes: Mapping[str, Node]) -> str:
    """An edge as a sentence without its full stop: ``organization o-1 may pull from 3 repositories``."""
    source, target = nodes[edge.source], nodes[edge.target]
    if edge.flow is Flow.REPLICATE and source.kind is NodeKind.REGISTRY:
        return f"{called(source)} replicates {edge.detail or 'all repositories'} to {called(target)}"
    detail = f" ({edge.detail})" if edge.detail else ""
    match edge.flow:
        case Flow.PULL:
            return f"{called(target)} may pull from {called(source)}{detail}"
        case Flow.PUSH:
            return f"{called(source)} may push to {called(target)}{detail}"
        case Flow.ADMINISTER:
            return f"{called(source)} may administer {called(target)}{detail}"
        case Flow.REPLICATE:
            return f"{called(source)} may replicate into {called(target)}{detail}"
        case Flow.CACHE if source.kind in (NodeKind.UPSTREAM, NodeKind.REGISTRY):
            return f"{called(target)} caches {called(source)}{detail}"
        case _:
            return f"{called(source)} may fill caches of {called(target)}{detail}"


def called(node: Node) -> str:
    """A node as a sentence calls it."""
    if len(node.members) > 1 or node.kind in _NAMED_ALONE:
        return node.label
    if node.kind is NodeKind.REPOSITORIES:
        return node.label if node.label.endswith("*") else f"repository {node.label}"
    return f"the registry of {node.label}" if node.kind is NodeKind.REGISTRY else f"{node.kind.value} {node.label}"
