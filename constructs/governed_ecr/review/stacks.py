"""Which stack of the base is which of the head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from ..state.registry import RegistryState, Stack

Stacks = Mapping[str, Stack]
"""Stacks by their templates' names."""


def stacks_of(states: Iterable[RegistryState]) -> Stacks:
    """All stacks of the deployments that make a registry."""
    return {template: stack for state in states for template, stack in state.stacks.items()}


def matched(base: Stacks, base_root: str, head: Stacks, head_root: str) -> dict[str, str]:
    """What to call the stack of each template of a registry: the same on both sides where it is one stack.

    CloudFormation knows a stack by its name. So where assemblies give names these decide, whatever the artifacts and
    the stages are called; but a name that a side has twice decides nothing. Without names it is the template's path
    below the root that was given for its side; and one template on each side are one stack, wherever they lie.
    """
    names = [[stack.name for stack in side.values() if stack.name] for side in (base, head)]
    by_name = all(names)
    if not by_name and len(base) == len(head) == 1:
        return dict.fromkeys((*base, *head), "")
    twice = {name for side in names for name, times in Counter(side).items() if times > 1}
    return {
        template: f"stack {stack.name}"
        if by_name and stack.name and stack.name not in twice
        else _below(root, template)
        for side, root in ((base, base_root), (head, head_root))
        for template, stack in side.items()
    }


def _below(root: str, template: str) -> str:
    return template.removeprefix(root.rstrip("/")).lstrip("/") or PurePath(template).name
