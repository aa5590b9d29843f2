"""A registry does not replicate to itself."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ...state.replication import destinations
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for destination in destinations(resource):
        if destination.is_at(state.environment):
            account, region = destination.key
            yield Found(f"The destination {account} in {region} is the registry itself.", destination.path)


REPLICATION_TO_ITSELF = Rule(
    id="ReplicationToItself",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="A replication destination is the account and Region that the images come from.",
    why="ECR refuses the configuration, and the deployment fails.",
    mend="Name another Region, or another account.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    check=_check,
)
