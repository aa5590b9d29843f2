"""What the hub and each of its replicas have alike: a registry of their own, with the shares of registry.yaml."""

from __future__ import annotations

import aws_cdk as cdk

from governed_ecr import Encryption, OrgSharedRegistry
from governed_ecr.config import Registry

from .acknowledgements import acknowledge_account_settings, acknowledge_shares


def shared_registry(stack: cdk.Stack, registry: Registry, *, needs_key: bool) -> OrgSharedRegistry:
    """Set up the registry of the stack's account and Region, and put the organization's tags on the whole stack."""
    for key, value in registry.tags.items():
        cdk.Tags.of(stack).add(key, value)
    local = OrgSharedRegistry(
        stack,
        "Registry",
        scanning=registry.scanning.value(),
        encryption=Encryption.CUSTOMER_MANAGED_KEY if needs_key else Encryption.AES256,
        manage_account_settings=registry.manage_account_settings,
        blob_mounting=registry.blob_mounting,
    )
    for share in registry.shares(registry.sharing):
        local.share(share, repositories=registry.sharing.repositories)
    acknowledge_shares(local)
    acknowledge_account_settings(local)
    return local
