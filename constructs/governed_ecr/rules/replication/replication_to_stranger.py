"""Images are replicated to accounts of the declared list only."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ...state.replication import destinations
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    trusted = state.context.trusted_accounts
    if trusted is None or state.environment.account is None:
        return
    known = {*trusted, state.environment.account, state.context.account}
    for destination in destinations(resource):
        if isinstance(destination.account, str) and destination.account not in known:
            what = f"Images are copied to account {destination.account}, which is not one of the trusted accounts."
            yield Found(what, (*destination.path, "RegistryId"))


REPLICATION_TO_STRANGER = Rule(
    id="ReplicationToStranger",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="Images are replicated to an account that is not trusted.",
    why="Whoever owns that account has every image that is pushed from now on, and keeps the copies.",
    mend="Correct the account id, or add the account to the trusted accounts.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    check=_check,
)
