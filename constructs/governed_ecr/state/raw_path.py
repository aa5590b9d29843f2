"""From a place in resolved properties to the same place in the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .registry import Resource


def raw_path(resource: Resource, path: Sequence[str | int]) -> tuple[str | int, ...]:
    """The path in the whole template of what stands at ``path`` in the resolved resource.

    ``path`` starts below the resource: ``("Properties", "RepositoryPolicyText", "Statement", 0)``. Fn::If adds its
    branch, and entries that AWS::NoValue takes away count. The path ends where the template's text goes no further:
    at JSON within a text, at what another function made, and at members that are missing.
    """
    found: list[str | int] = list(resource.place)
    value: Any = resource.raw
    for step in path:
        value, branches = _chosen(value, resource.truths)
        found += branches
        if isinstance(value, Mapping) and isinstance(step, str) and step in value:
            value = value[step]
            found.append(step)
        elif isinstance(value, list) and isinstance(step, int):
            kept = [index for index, entry in enumerate(value) if not _is_removed(entry, resource.truths)]
            if step >= len(kept):
                break
            value = value[kept[step]]
            found.append(kept[step])
        else:
            break
    return tuple(found)


def _chosen(value: Any, truths: Mapping[str, bool]) -> tuple[Any, list[str | int]]:
    """What stands in the place of an Fn::If, and the steps to it."""
    branches: list[str | int] = []
    while isinstance(value, Mapping) and len(value) == 1 and isinstance(choice := value.get("Fn::If"), list):
        if len(choice) != 3 or not isinstance(choice[0], str) or choice[0] not in truths:
            break
        branch = 1 if truths[choice[0]] else 2
        value = choice[branch]
        branches += ["Fn::If", branch]
    return value, branches


def _is_removed(entry: Any, truths: Mapping[str, bool]) -> bool:
    return bool(_chosen(entry, truths)[0] == {"Ref": "AWS::NoValue"})
