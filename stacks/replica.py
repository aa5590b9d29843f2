"""A replica: a registry of another Region or account that receives copies of the hub's images."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from governed_ecr import Encryption, OrgSharedRegistry, ReplicationDestination
from governed_ecr.config import Registry
from governed_ecr.config.registry import Replica
from governed_ecr.config.resolve import repository_settings


class ReplicaStack(cdk.Stack):
    """One per account and Region that replication rules lead to: its policy, its key, its creation templates."""

    def __init__(self, scope: Construct, id: str, *, registry: Registry, replica: Replica) -> None:
        super().__init__(
            scope,
            id,
            env=cdk.Environment(account=replica.account, region=replica.region),
            description=f"Replica of the container registry {registry.hub.account} in {registry.hub.region}",
        )
        for key, value in registry.tags.items():
            cdk.Tags.of(self).add(key, value)
        own = registry.settled_defaults
        settings = repository_settings(registry, own)
        # A key of the hub's Region encrypts nothing here: whatever the hub's key is, the replica has its own.
        customer_key = settings.encryption.takes_key
        local = OrgSharedRegistry(
            self,
            "Registry",
            sharing=registry.shares(registry.sharing),
            scanning=registry.scanning.value(),
            encryption=Encryption.CUSTOMER_MANAGED_KEY if customer_key else Encryption.AES256,
            manage_account_settings=registry.manage_account_settings,
            blob_mounting=registry.blob_mounting,
        )
        ReplicationDestination(
            self,
            "Destination",
            source_account=registry.hub.account,
            policy=local.policy,
            prefixes=replica.prefixes,
            immutability=settings.immutability,
            encryption=settings.encryption,
            encryption_key=local.encryption_key,
            lifecycle=settings.lifecycle,
            sharing=settings.sharing,
            services=settings.services,
            tags=settings.tags,
        )
