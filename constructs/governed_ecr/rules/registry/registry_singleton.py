"""A registry has one policy, and one configuration of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_SINGLETONS: Final = (
    "AWS::ECR::RegistryPolicy",
    "AWS::ECR::RegistryScanningConfiguration",
    "AWS::ECR::ReplicationConfiguration",
    "AWS::ECR::SigningConfiguration",
)


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    first = next(state.of_type(resource.type))
    if state.of_one_deployment and resource is not first:
        where = first.called_in(resource.template)
        yield Found(f"A second {resource.type} of one registry; the first is {where}.")


REGISTRY_SINGLETON = Rule(
    id="RegistrySingleton",
    severity=Severity.ERROR,
    applies_to=_SINGLETONS,
    summary="A registry-wide configuration is declared twice for one account and Region.",
    why="The deployment fails, or the one that is deployed last replaces what the other says.",
    mend="Keep one, with the rules or statements of both.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
    check=_check,
)
