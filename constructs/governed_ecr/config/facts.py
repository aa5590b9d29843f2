"""What registry.yaml tells the rules about the organization."""

from __future__ import annotations

from collections.abc import Iterator

from ..state.context import Context
from .lifecycle import KeepReleases
from .registry import Registry
from .settings import Settings


def facts_of(registry: Registry) -> Context:
    """The facts that the file states.

    Whom it shares with, replicates to and lets AWS services act for is trusted; the tags that its defaults keep for
    ever are releases.
    """
    lifecycle = registry.defaults.lifecycle
    return Context(
        account=registry.hub.account,
        region=registry.hub.region,
        organization=registry.organization.id,
        trusted_accounts=frozenset(_accounts(registry)),
        release_patterns=tuple(lifecycle.patterns) if isinstance(lifecycle, KeepReleases) else None,
    )


def _accounts(registry: Registry) -> Iterator[str]:
    yield registry.hub.account
    for replica in registry.replicas:
        yield replica.account
    parts: list[Settings] = [registry.defaults, *registry.patterns, *registry.repositories]
    parts += [*registry.pull_through_caches, *registry.creation_templates]
    for sharing in (registry.sharing, *(part.sharing for part in parts if part.sharing)):
        yield from sharing.pull.accounts
        yield from sharing.push.accounts
    for services in (part.services for part in parts if part.services):
        yield from services.lambda_
        yield from services.codebuild
