"""A replication destination is named once for the same repositories."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ...state.replication import destinations, prefixes
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    seen: dict[tuple[str, str], list[int]] = {}
    for destination in destinations(resource):
        earlier = seen.setdefault(destination.key, [])
        twin = next((rule for rule in earlier if _overlap(resource, rule, destination.rule)), None)
        if twin is not None:
            account, region = destination.key
            where = "in this rule" if twin == destination.rule else f"in rule {twin}, for some of the same repositories"
            yield Found(f"The destination {account} in {region} is already named {where}.", destination.path)
        earlier.append(destination.rule)


def _overlap(resource: Resource, one: int, other: int) -> bool:
    """Whether two rules are certain to select some of the same names: no prefixes are all names."""
    if one == other:
        return True
    these, those = prefixes(resource, one), prefixes(resource, other)
    if these is None or those is None:
        return False
    pairs = [(str(this), str(that)) for this in these or [""] for that in those or [""]]
    return any(this.startswith(that) or that.startswith(this) for this, that in pairs)


REPLICATION_DUPLICATE = Rule(
    id="ReplicationDuplicate",
    severity=Severity.NOTE,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="A replication destination is named twice for the same repositories.",
    why="The second has no effect. It often stands where another account or Region was meant.",
    mend="Remove the second, or write the destination that was meant.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    check=_check,
)
