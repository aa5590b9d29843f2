"""Nobody of another account administers."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        opened = grant.foreign_administration
        if opened and not grant.everyone:
            request = witness(opened)
            example = f", for example call {request.action}" if request else ""
            said = f"{grant.name} lets principals of other accounts {grant.verbs(opened)}{example}."
            yield Found(said, place, request)


FOREIGN_ADMINISTRATION = Rule(
    id="ForeignAdministration",
    severity=Severity.ERROR,
    applies_to=WITH_POLICY,
    summary="Principals of other accounts may delete, or change who may do what.",
    why="Whoever may change the policy may do everything; whoever may delete images stops what runs on them.",
    mend="Grant the actions that pull or push need one by one, and no ecr:* and no NotAction. Administer from roles of "
    "the own account.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    check=_check,
)
