"""No statement allows everyone but those it names."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        if grant.statement.not_principals is not None:
            what = f"anyone else {grant.verbs(grant.everyone)}" if grant.everyone else "everyone else in"
            yield Found(f"{grant.name} has NotPrincipal, which lets {what}.", place, witness(grant.everyone))


NOT_PRINCIPAL_ALLOW = Rule(
    id="NotPrincipalAllow",
    severity=Severity.ERROR,
    applies_to=WITH_POLICY,
    summary="A statement allows everyone but those that NotPrincipal names.",
    why="The names in it are those who are kept out. Everyone else is let in, requests without credentials included.",
    mend="Name who may in Principal. To keep some out, add a Deny statement.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
    check=_check,
)
