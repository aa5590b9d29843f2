"""AWS services are let in only when they act for accounts that are named."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import ECR_WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        opened = grant.services
        if opened and not grant.everyone and not grant.names_sources:
            request = witness(opened)
            service = request.principal if request else "an AWS service"
            said = f"{grant.name} lets {service} {grant.verbs(opened)} for the sake of any account."
            yield Found(said, place, request)


CONFUSED_DEPUTY = Rule(
    id="ConfusedDeputy",
    severity=Severity.ERROR,
    applies_to=ECR_WITH_POLICY,
    summary="An AWS service is let in whichever account it acts for.",
    why="Anyone can have the service fetch the images for resources of their own account.",
    mend="Add a condition on aws:SourceAccount, aws:SourceOrgID, or aws:SourceArn with the account in it.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    check=_check,
)
