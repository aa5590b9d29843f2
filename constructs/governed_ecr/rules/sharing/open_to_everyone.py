"""No statement is open to everyone."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import ECR_WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        opened = grant.everyone
        if opened and grant.statement.not_principals is None:
            yield Found(f"{grant.name} lets anyone {grant.verbs(opened)}.", place, witness(opened))


OPEN_TO_EVERYONE = Rule(
    id="OpenToEveryone",
    severity=Severity.ERROR,
    applies_to=ECR_WITH_POLICY,
    summary="The policy lets anyone in: whatever conditions it has, they bound nothing.",
    why="Images hold source code, dependencies and often secrets; and whoever pushes decides what runs.",
    mend="Name accounts as principals, or bound the statement with StringEquals aws:PrincipalOrgID. IfExists, "
    "ForAllValues, negated operators, wildcards in ids, and keys such as aws:PrincipalType bound nothing.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    check=_check,
)
