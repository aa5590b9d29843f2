"""Repositories with policies, and the graph of what they grant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governed_ecr.review.graph import Graph, graph
from tests.review.comparing import repository, side

PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def drawn(base: Mapping[str, Any], head: Mapping[str, Any] | None = None) -> Graph:
    """The graph of one template's resources, before and after (unchanged where only one is given)."""
    templates = [{"t": {"Resources": resources}} for resources in (base, base if head is None else head)]
    before, after = (side(template).states for template in templates)
    return graph(before, after)


def shared(*statements: Mapping[str, Any], name: str = "team/app") -> dict[str, Any]:
    return repository(name, RepositoryPolicyText={"Statement": list(statements)})


def allow(principal: Any, *actions: str, **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions) or PULL}
    return {**statement, "Condition": condition} if condition else statement
