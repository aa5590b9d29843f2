"""Only accounts and organizations that are trusted are let in."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import Grant, Proofs, witness
from ..identifiers import named_in, untrusted
from ..policies import WITH_POLICY, grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in grants_of(resource, state):
        opened = _opened(grant)
        if opened and not grant.everyone:
            names = untrusted(named_in(grant.statement), grant.trust)
            who = " and ".join(names) or "other accounts"
            said = f"{grant.name} lets {who} {grant.verbs(opened)}: not in the own organization, and not trusted."
            yield Found(said, place, witness(opened))


def _opened(grant: Grant) -> Proofs:
    """What is open to principals, or to services acting for accounts, that are named but not trusted."""
    return grant.outsiders or (grant.services if grant.services and grant.names_sources else {})


UNTRUSTED_GRANTEE = Rule(
    id="UntrustedGrantee",
    severity=Severity.ERROR,
    applies_to=WITH_POLICY,
    summary="The policy lets an account or organization in that is not on the list of trusted ones.",
    why="An account that nobody vouches for gets the images, or may change them; often it is a typing error.",
    mend="Correct or remove it, or add the account to the trusted accounts of the context.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
    check=_check,
)
