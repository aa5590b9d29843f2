"""Repositories, spread over stacks by their names (docs/adr/0001)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from governed_ecr import GovernedRepository
from governed_ecr.config import Registry
from governed_ecr.config.resolve import repository_settings
from governed_ecr.config.settings import Settings

from .acknowledgements import acknowledge_asked, acknowledge_shares
from .keys import key_of

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


class RepositoriesStack(cdk.Stack):
    """One share of the hub's repositories."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        registry: Registry,
        repositories: Sequence[tuple[str, Settings]],
        encryption_key: kms.IKey | None,
    ) -> None:
        super().__init__(
            scope,
            id,
            env=cdk.Environment(account=registry.hub.account, region=registry.hub.region),
            description="Repositories of the organization's container registry",
        )
        acknowledge_shares(self)
        for name, own in repositories:
            settings = repository_settings(registry, own)
            repository = GovernedRepository(
                self,
                name.replace("/", ":"),
                repository_name=name,
                immutability=settings.immutability,
                encryption=settings.encryption,
                encryption_key=key_of(self, own.encryption, encryption_key),
                lifecycle=settings.lifecycle,
                sharing=settings.sharing,
                services=settings.services,
                tags=settings.tags,
            )
            acknowledge_asked(repository, registry, name)
