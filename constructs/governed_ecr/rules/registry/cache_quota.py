"""A registry has no more caches than ECR's quota."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ...model.limits import PULL_THROUGH_CACHE_RULES
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_CACHE = "AWS::ECR::PullThroughCacheRule"


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    first_too_many = next(islice(state.of_type(_CACHE), PULL_THROUGH_CACHE_RULES, None), None)
    if state.of_one_deployment and resource is first_too_many:
        count = sum(1 for _ in state.of_type(_CACHE))
        yield Found(f"{count} pull-through cache rules in one registry; allowed: {PULL_THROUGH_CACHE_RULES}.")


CACHE_QUOTA = Rule(
    id="CacheQuota",
    severity=Severity.ERROR,
    applies_to=(_CACHE,),
    summary="A registry has more pull-through cache rules than its quota.",
    why="ECR refuses what is over the quota, and the deployment fails.",
    mend="Remove caches, or merge those of one upstream under a common prefix.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html",
    check=_check,
)
