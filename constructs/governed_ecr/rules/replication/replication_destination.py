"""A replication rule names registries that ECR can replicate to."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.errors import Problem
from ...model.names import account_problems, region_problems
from ...state.registry import Environment, RegistryState, Resource
from ...state.replication import RULES, destinations, rule_count
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for rule in range(rule_count(resource)):
        path = ("Properties", *RULES, rule, "Destinations")
        if resource.get(*path[1:]) in (None, []):
            yield Found("A rule without a destination.", path)
    own = state.environment.partition
    for destination in destinations(resource):
        if isinstance(destination.account, str):
            for problem in account_problems(destination.account):
                yield _found(problem, (*destination.path, "RegistryId"))
        if isinstance(destination.region, str):
            path = (*destination.path, "Region")
            problems = region_problems(destination.region)
            yield from (_found(problem, path) for problem in problems)
            theirs = Environment(region=destination.region).partition
            if own is not None and theirs != own and not problems:
                yield Found(f"{destination.region} is in the partition {theirs}, the registry in {own}.", path)


def _found(problem: Problem, path: tuple[str | int, ...]) -> Found:
    return Found(f"{problem.what} {problem.mend}", path)


REPLICATION_DESTINATION = Rule(
    id="ReplicationDestination",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="A replication rule names no registry that ECR can replicate to.",
    why="ECR refuses the configuration, and the deployment fails.",
    mend="Name an account of 12 digits and a Region of the same partition: aws, aws-cn and aws-us-gov do not mix.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    check=_check,
)
