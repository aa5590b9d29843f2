"""Which account or organization gets in can be told from the template."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..policies import WITH_POLICY
from ..rule import Found, Rule, Severity
from .access_not_proven import doubted_grants


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    for doubted in doubted_grants(resource, state):
        if doubted.is_bound:
            said = f"{doubted.grant.name} is bound to one account or organization, and which {doubted.doubt}."
            yield Found(said, doubted.path)


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
