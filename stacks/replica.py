"""A replica: a registry of another Region or account that receives copies of the hub's images."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from governed_ecr import (
    AppliedFor,
    ReplicationDestination,
    RepositoryCreationTemplate,
)
from governed_ecr.config import Registry
from governed_ecr.config.acknowledgement import below
from governed_ecr.config.registry import Replica
from governed_ecr.config.resolve import repository_settings
from governed_ecr.config.settings import Settings
from governed_ecr.model.settings import RepositorySettings

from .acknowledgements import acknowledge_asked, acknowledge_template
from .shared_registry import shared_registry


class ReplicaStack(cdk.Stack):
    """One per account and Region that replication rules lead to: its policy, its key, its creation templates."""

    def __init__(self, scope: Construct, id: str, *, registry: Registry, replica: Replica) -> None:
        super().__init__(
            scope,
            id,
            env=cdk.Environment(account=replica.account, region=replica.region),
            description=f"Replica of the container registry {registry.hub.account} in {registry.hub.region}",
        )
        # A key of the hub's Region encrypts nothing here: whatever the hub's key is, the replica has its own.
        self._local = shared_registry(self, registry, needs_key=registry.replicas_need_key)
        for path in replica.paths:
            self._add_destination(registry, path, replica.prefixes_below(path))
        for path in registry.patterns_below(replica.paths):
            self._add_template(registry, path)

    def _add_destination(self, registry: Registry, path: str, prefixes: tuple[str, ...]) -> None:
        settings = self._settings(registry, path)
        destination = ReplicationDestination(
            self,
            f"Destination-{_id(path)}",
            source_account=registry.hub.account,
            policy=self._local.policy,
            prefixes=prefixes,
            immutability=settings.immutability,
            encryption=settings.encryption,
            encryption_key=self._local.encryption_key if settings.encryption.takes_key else None,
            lifecycle=settings.lifecycle,
            sharing=settings.sharing,
            services=settings.services,
            tags=settings.tags,
        )
        acknowledge_asked(destination, registry, below(path))
        for template in destination.templates:
            acknowledge_template(template)

    def _add_template(self, registry: Registry, path: str) -> None:
        settings = self._settings(registry, path)
        template = RepositoryCreationTemplate(
            self,
            f"Template-{_id(path)}",
            prefix=path,
            applied_for=[AppliedFor.REPLICATION],
            description=f"Repositories replicated from {registry.hub.account}",
            immutability=settings.immutability,
            encryption=settings.encryption,
            encryption_key=self._local.encryption_key if settings.encryption.takes_key else None,
            lifecycle=settings.lifecycle,
            sharing=settings.sharing,
            services=settings.services,
            tags=settings.tags,
        )
        acknowledge_asked(template, registry, below(path))
        acknowledge_template(template)

    @staticmethod
    def _settings(registry: Registry, path: str) -> RepositorySettings:
        """What governs originals below ``path``, so that their copies are governed alike."""
        return repository_settings(registry, registry.settled_below(path, Settings()))


def _id(path: str) -> str:
    return path.rstrip("/").replace("/", ":") or "ROOT"
