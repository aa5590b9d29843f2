"""Repositories that hold nothing but copies: what is moved or lost below a cache's prefix can be pulled again."""

from __future__ import annotations

from ..model.names import ROOT
from ..state.creation_templates import CREATION_TEMPLATE, applies_to
from ..state.registry import RegistryState, Resource
from .once import once_per_state


def may_hold_copies_only(resource: Resource, state: RegistryState) -> bool:
    """Whether a repository lies below a cache's prefix, or a creation template makes only such and their replicas."""
    if resource.type == CREATION_TEMPLATE:
        prefix = resource.get("Prefix")
        of_cache = isinstance(prefix, str) and f"{prefix.rstrip('/')}/".startswith(_prefixes(state))
        others = ("CREATE_ON_PUSH",) if of_cache else ("CREATE_ON_PUSH", "REPLICATION")
        return not any(applies_to(resource, purpose) for purpose in others)
    name = resource.get("RepositoryName")
    return isinstance(name, str) and name.startswith(_prefixes(state))


@once_per_state
def _prefixes(state: RegistryState) -> tuple[str, ...]:
    """A cache of all repositories (ROOT) says nothing about one that a template makes."""
    prefixes = (cache.get("EcrRepositoryPrefix") for cache in state.of_type("AWS::ECR::PullThroughCacheRule"))
    return tuple(f"{prefix}/" for prefix in prefixes if isinstance(prefix, str) and prefix != ROOT)
