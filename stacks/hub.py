"""The hub: the registry's own settings, its caches, its creation templates, and where it replicates to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from governed_ecr import (
    AppliedFor,
    LifecyclePolicy,
    PullThroughCache,
    ReplicationRuleSet,
    RepositoryCreationTemplate,
    make_secret,
)
from governed_ecr.config import Registry
from governed_ecr.config.acknowledgement import below
from governed_ecr.config.registry import CacheSetting, TemplateSetting
from governed_ecr.config.resolve import repository_settings

from .acknowledgements import (
    acknowledge_asked,
    acknowledge_credential,
    acknowledge_template,
    acknowledge_upstream,
)
from .keys import key_of
from .shared_registry import shared_registry

if TYPE_CHECKING:
    from aws_cdk import aws_secretsmanager as secretsmanager


class HubStack(cdk.Stack):
    """One per registry, in the hub's account and Region."""

    def __init__(self, scope: Construct, id: str, *, registry: Registry) -> None:
        super().__init__(
            scope,
            id,
            env=cdk.Environment(account=registry.hub.account, region=registry.hub.region),
            description="The organization's container registry: policy, scanning, caches, templates, replication",
        )
        self.registry = shared_registry(self, registry, needs_key=registry.hub_needs_key)
        for cache in registry.pull_through_caches:
            self._add_cache(registry, cache)
        for template in registry.creation_templates:
            self._add_template(registry, template)
        if registry.replication:
            ReplicationRuleSet(
                self,
                "Replication",
                rules=[rule.value() for rule in registry.replication],
                repository_names=[name for group in registry.repositories for name in group.names],
            )

    def _add_cache(self, registry: Registry, cache: CacheSetting) -> None:
        own = registry.settled_below(cache.prefix, cache)
        settings = repository_settings(registry, own, lifecycle=LifecyclePolicy.cache())
        made = PullThroughCache(
            self,
            f"Cache-{_id(cache.prefix)}",
            upstream=cache.upstream,
            prefix=cache.prefix,
            upstream_url=cache.upstream_url,
            upstream_prefix=cache.upstream_prefix,
            credential=self._credential(cache),
            lifecycle=settings.lifecycle if cache.lifecycle else LifecyclePolicy.cache(),
            encryption=settings.encryption,
            encryption_key=key_of(self, own.encryption, self.registry.encryption_key),
            sharing=settings.sharing,
            tags=settings.tags,
        )
        acknowledge_asked(made, registry, below(cache.prefix))
        acknowledge_template(made.template)
        acknowledge_upstream(made, cache.upstream_url)

    def _credential(self, cache: CacheSetting) -> secretsmanager.ISecret | None:
        if cache.credential is None:
            return None
        id_ = f"Credential-{_id(cache.prefix)}"
        if cache.credential.secret_arn:
            return cdk.aws_secretsmanager.Secret.from_secret_complete_arn(self, id_, cache.credential.secret_arn)
        secret = make_secret(self, id_, name=cache.prefix, username=cache.credential.username or "")
        acknowledge_credential(secret)
        return secret

    def _add_template(self, registry: Registry, template: TemplateSetting) -> None:
        own = registry.settled_below(template.prefix, template)
        settings = repository_settings(registry, own)
        made = RepositoryCreationTemplate(
            self,
            f"Template-{_id(template.prefix)}",
            prefix=template.prefix,
            applied_for=[AppliedFor(reason) for reason in template.applied_for],
            description=template.description,
            immutability=settings.immutability if own.tag_mutability else None,
            encryption=settings.encryption,
            encryption_key=key_of(self, own.encryption, self.registry.encryption_key),
            lifecycle=settings.lifecycle,
            sharing=settings.sharing,
            services=settings.services,
            tags=settings.tags,
        )
        acknowledge_asked(made, registry, below(template.prefix))
        acknowledge_template(made)


def _id(prefix: str) -> str:
    return prefix.rstrip("/").replace("/", ":")
