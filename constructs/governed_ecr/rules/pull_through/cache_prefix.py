"""The prefix of a cache is one that ECR takes."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.names import ROOT, cache_prefix_problems
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    prefix, upstream = resource.get("EcrRepositoryPrefix"), resource.get("UpstreamRepositoryPrefix")
    if isinstance(prefix, str):
        path = ("Properties", "EcrRepositoryPrefix")
        yield from (Found(f"{problem.what} {problem.mend}", path) for problem in cache_prefix_problems(prefix))
    if prefix == ROOT and isinstance(upstream, str) and upstream != ROOT:
        what = f"The cache of all repositories (ROOT) has the upstream prefix {upstream!r}; allowed: none, or ROOT."
        yield Found(what, ("Properties", "UpstreamRepositoryPrefix"))


CACHE_PREFIX = Rule(
    id="CachePrefix",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="The prefix of a pull-through cache is not one that ECR takes.",
    why="ECR refuses the rule, and the deployment fails.",
    mend="Write ROOT, or 2-30 characters of a repository's name without a slash at the end.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html",
    check=_check,
)
