"""A replication configuration stays within ECR's quotas."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import limits
from ...state.registry import RegistryState, Resource
from ...state.replication import RULES, destinations, prefixes, rule_count
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    rules, allowed = rule_count(resource), _rules_allowed(state)
    if rules > allowed:
        yield Found(f"{rules} rules; allowed: {allowed}.", ("Properties", *RULES))
    unique = _certain_destinations(resource)
    if unique > limits.REPLICATION_DESTINATIONS:
        what = f"{unique} different destinations; allowed over all rules: {limits.REPLICATION_DESTINATIONS}."
        yield Found(what, ("Properties", *RULES))
    for rule in range(rules):
        filters = len(prefixes(resource, rule) or ())
        if filters > limits.REPLICATION_FILTERS:
            what = f"{filters} filters in one rule; allowed: {limits.REPLICATION_FILTERS}."
            yield Found(what, ("Properties", *RULES, rule, "RepositoryFilters"))


def _rules_allowed(state: RegistryState) -> int:
    # The API's model has 25 for all Regions. The quota, which is what an account is held to, has it for this one only.
    return limits.REPLICATION_RULES if state.environment.region == "ca-central-1" else limits.REPLICATION_RULES_QUOTA


def _certain_destinations(resource: Resource) -> int:
    """The destinations that cannot be one and the same: unknown accounts may be any of their Region's."""
    accounts: dict[str, set[str]] = {}
    for destination in destinations(resource):
        if isinstance(destination.region, str):
            known = accounts.setdefault(destination.region, set())
            if isinstance(destination.account, str):
                known.add(destination.account)
    return sum(max(len(known), 1) for known in accounts.values())


REPLICATION_LIMITS = Rule(
    id="ReplicationLimits",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="The replication configuration has more rules, destinations or filters than ECR takes.",
    why="ECR refuses the configuration, and the deployment fails. The quotas' page says 10 rules, the page on "
    "replication 25: more than 10 are not to be relied on without a raised quota.",
    mend="Merge rules that have the same destinations or the same filters: a rule takes 100 filters.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html",
    check=_check,
)
