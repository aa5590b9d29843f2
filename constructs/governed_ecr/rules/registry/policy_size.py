"""A policy is not longer than ECR takes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from ...model.limits import REGISTRY_POLICY_CHARACTERS, REPOSITORY_POLICY_CHARACTERS
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ..rule import Found, Rule, Severity

_POLICIES: Final = {
    "AWS::ECR::RegistryPolicy": ("PolicyText", REGISTRY_POLICY_CHARACTERS),
    "AWS::ECR::Repository": ("RepositoryPolicyText", REPOSITORY_POLICY_CHARACTERS),
    "AWS::ECR::RepositoryCreationTemplate": ("RepositoryPolicy", REPOSITORY_POLICY_CHARACTERS),
}


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    member, allowed = _POLICIES[resource.type]
    characters = _characters(resource.get(member))
    if characters > allowed:
        yield Found(f"A policy of at least {characters:,} characters; allowed: {allowed:,}.", ("Properties", member))


def _characters(policy: Value) -> int:
    """How long it is at least: an object without spaces, and nothing for what is not known."""
    if policy is None:
        return 0
    if isinstance(policy, str | Unknown):
        return len(_known(policy))
    return len(json.dumps(policy, separators=(",", ":"), ensure_ascii=False, default=_known))


def _known(value: str | Unknown) -> str:
    return value if isinstance(value, str) else "".join(part for part in value.parts if isinstance(part, str))


POLICY_SIZE = Rule(
    id="PolicySize",
    severity=Severity.ERROR,
    applies_to=tuple(_POLICIES),
    summary="A policy is longer than the 10,240 characters that ECR takes.",
    why="ECR refuses it, and the deployment fails.",
    mend="Name many principals in one statement, or share with the organization (aws:PrincipalOrgID) or a part of it "
    "(aws:PrincipalOrgPaths) instead of single accounts.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html",
    check=_check,
)
