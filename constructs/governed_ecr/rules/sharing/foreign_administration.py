"""Nobody of another account administers, and no AWS service does so for its sake."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        if grant.everyone:
            continue
        whom, opened = "principals of other accounts", grant.foreign_administration
        if not opened and not grant.services:
            whom, opened = "AWS services that act for other accounts", grant.service_administration
        if opened:
            request = witness(opened)
            example = f", for example call {request.action}" if request else ""
            yield Found(f"{grant.name} lets {whom} {grant.verbs(opened)}{example}.", place, request)


FOREIGN_ADMINISTRATION = Rule(
    id="ForeignAdministration",
    severity=Severity.ERROR,
    applies_to=WITH_POLICY,
    summary="Principals of other accounts, or services that act for them, may delete, or change who may do what.",
    why="Whoever may change the policy may do everything; whoever may delete images stops what runs on them.",
    mend="Grant the actions that pull or push need one by one, and no ecr:* and no NotAction. Administer from roles of "
    "the own account.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    check=_check,
)
