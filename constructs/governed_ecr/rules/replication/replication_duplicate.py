"""A replication destination is named once for the same repositories."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ...state.replication import destinations, prefixes
from ...state.unknown import Value
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    seen: dict[tuple[str, str], list[int]] = {}
    for destination in destinations(resource):
        earlier = seen.setdefault(destination.key, [])
        here = prefixes(resource, destination.rule)
        twin = next(
            (rule for rule in earlier if rule == destination.rule or _same(prefixes(resource, rule), here)), None
        )
        if twin is not None:
            account, region = destination.key
            where = "in this rule" if twin == destination.rule else f"in rule {twin}, for the same repositories"
            yield Found(f"The destination {account} in {region} is already named {where}.", destination.path)
        earlier.append(destination.rule)


def _same(one: list[Value] | None, other: list[Value] | None) -> bool:
    return one is not None and other is not None and {str(each) for each in one} == {str(each) for each in other}


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
