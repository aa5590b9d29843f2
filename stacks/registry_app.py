"""All stacks of a registry, in the order in which they depend on each other."""

from __future__ import annotations

from collections import defaultdict

import aws_cdk as cdk

from governed_ecr.config import Registry
from governed_ecr.config.settings import Settings
from governed_ecr.model.shards import shard

from .acknowledgements import acknowledge_asked, refuse_unknown_rules
from .hub import HubStack
from .replica import ReplicaStack
from .repositories import RepositoriesStack


def add_stacks(app: cdk.App, registry: Registry) -> None:
    """The hub, its replicas, and the stacks of its repositories.

    The hub starts to replicate when the replicas can receive; repositories use the hub's key and are scanned by its
    rules. The names of the stacks and the ids in them are the address of every repository: they never change.

    Raises GovernedEcrError if the registry acknowledges findings of a rule that does not exist.
    """
    refuse_unknown_rules(registry)
    acknowledge_asked(app, registry)
    name = registry.stack_prefix
    hub = HubStack(app, f"{name}-Hub", registry=registry)
    for replica in registry.replicas:
        destination = ReplicaStack(
            app, f"{name}-Replica-{replica.account}-{replica.region}", registry=registry, replica=replica
        )
        hub.add_stack_dependency(destination, "copies arrive where they are allowed and governed")
    shards: dict[int, list[tuple[str, Settings]]] = defaultdict(list)
    for repository_name, settings in registry.each_repository():
        shards[shard(repository_name, registry.repository_stacks)].append((repository_name, settings))
    for number, repositories in sorted(shards.items()):
        stack = RepositoriesStack(
            app,
            f"{name}-Repositories-{number}",
            registry=registry,
            repositories=repositories,
            encryption_key=hub.registry.encryption_key,
        )
        stack.add_stack_dependency(hub, "repositories are scanned and shared by the registry's settings")
