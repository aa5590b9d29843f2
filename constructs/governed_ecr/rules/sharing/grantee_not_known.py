"""Which account or organization gets in can be told from the template."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..named_later import as_to_owner
from ..policies import WITH_POLICY, grants_of, policy_of
from ..rule import Found, Rule, Severity
from .access_not_proven import doubt_of


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    policy = policy_of(resource, state)
    if policy is None or policy.reading.problems or state.assumption:
        return
    for grant, path in grants_of(resource, state):
        doubt = doubt_of(grant)
        if doubt and not doubt_of(as_to_owner(grant)):
            yield Found(f"{grant.name} is bound to one account or organization, and which {doubt}.", path)


GRANTEE_NOT_KNOWN = Rule(
    id="GranteeNotKnown",
    severity=Severity.NOTE,
    applies_to=WITH_POLICY,
    summary="Only the deployment knows which account or organization a policy lets in.",
    why="It cannot be everyone; but with the wrong value it is another organization, and no review shows it.",
    mend="Write the account or organization out, or give the parameter a default.",
    source="docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    check=_check,
)
