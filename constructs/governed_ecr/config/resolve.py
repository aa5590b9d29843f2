"""The settings of registry.yaml as the model's values, ready for constructs."""

from __future__ import annotations

from ..model.encryption import Encryption
from ..model.lifecycle import LifecyclePolicy
from ..model.mutability import Immutability
from ..model.settings import RepositorySettings
from .registry import Registry
from .settings import Settings


def repository_settings(
    registry: Registry,
    settings: Settings,
    *,
    immutability: Immutability = Immutability(),
    lifecycle: LifecyclePolicy = LifecyclePolicy.untagged(),
) -> RepositorySettings:
    """Settled settings as one value; ``immutability`` and ``lifecycle`` are for what the file leaves open."""
    encryption = settings.encryption
    return RepositorySettings(
        immutability=settings.tag_mutability.value() if settings.tag_mutability else immutability,
        encryption=encryption.encryption if encryption else Encryption.AES256,
        lifecycle=settings.lifecycle.policy() if settings.lifecycle else lifecycle,
        key_given=bool(encryption and encryption.encryption.takes_key),
        sharing=registry.shares(settings.sharing),
        services=settings.services.grants() if settings.services else (),
        tags=settings.tags or {},
    )
