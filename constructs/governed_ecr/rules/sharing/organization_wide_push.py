"""The organization as a whole pulls; who pushes is named."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import ECR_WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        opened = grant.organization_push
        if opened and not grant.everyone and not grant.foreign_administration:
            said = f"{grant.name} lets every account of the organization {grant.verbs(opened)}."
            yield Found(said, place, witness(opened))


ORGANIZATION_WIDE_PUSH = Rule(
    id="OrganizationWidePush",
    severity=Severity.ERROR,
    applies_to=ECR_WITH_POLICY,
    summary="Every account of the organization may push.",
    why="One compromised principal, in any account of the organization, replaces what all the others run.",
    mend="Grant push to accounts or organizational units by name, and only pull to the organization.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
    check=_check,
)
