"""A name is given once in a registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..once import once_per_state
from ..rule import Found, Rule, Severity

_NAMES: Final = {
    "AWS::ECR::PullThroughCacheRule": "EcrRepositoryPrefix",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECR::RepositoryCreationTemplate": "Prefix",
}


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    member = _NAMES[resource.type]
    name = resource.get(member)
    if state.of_one_deployment and isinstance(name, str):
        first = _first(state)[resource.type, name]
        if first is not resource:
            yield Found(f"{name!r} is taken by {first.called_in(resource.template)}.", ("Properties", member))


@once_per_state
def _first(state: RegistryState) -> dict[tuple[str, str], Resource]:
    found: dict[tuple[str, str], Resource] = {}
    for resource in state.of_type(*_NAMES):
        name = resource.get(_NAMES[resource.type])
        if isinstance(name, str):
            found.setdefault((resource.type, name), resource)
    return found


NAME_TAKEN = Rule(
    id="NameTaken",
    severity=Severity.ERROR,
    applies_to=tuple(_NAMES),
    summary="Two repositories, two caches or two creation templates of one registry have the same name or prefix.",
    why="The second cannot be created, and the deployment fails.",
    mend="Rename or remove one of them.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
    check=_check,
)
