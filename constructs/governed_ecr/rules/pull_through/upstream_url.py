"""A cache names a registry that ECR can cache, by its host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...model.upstreams import Upstream, upstream_url_problems
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown, Value
from ...state.upstreams import upstream_of
from ..rule import Found, Rule, Severity

_HOSTS: Final = ", ".join(sorted(str(upstream.url) for upstream in Upstream if upstream.url))
_NAMES: Final = ", ".join(sorted(Upstream))


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    name, url = resource.get("UpstreamRegistry"), resource.get("UpstreamRegistryUrl")
    path = ("Properties", "UpstreamRegistryUrl")
    upstream = upstream_of(resource)
    if isinstance(name, str) and upstream is None:
        yield Found(f"{name!r} is not an upstream registry. Allowed: {_NAMES}.", ("Properties", "UpstreamRegistry"))
    if url is None:
        yield Found(f"No UpstreamRegistryUrl. Allowed: {_allowed(upstream)}.", ("Properties",))
    elif scheme := _scheme(url):
        yield Found(f"The URL '{url}' has the scheme {scheme!r}; allowed: the host alone.", path)
    elif upstream is not None and isinstance(url, str):
        yield from (Found(f"{problem.what} {problem.mend}", path) for problem in upstream_url_problems(upstream, url))
    elif upstream is None and name is None and isinstance(url, str):
        yield Found(f"{url!r} is not a registry that ECR can cache. Allowed: {_allowed(upstream)}.", path)


def _allowed(upstream: Upstream | None) -> str:
    if upstream is not None and upstream.url:
        return upstream.url
    return f"{_HOSTS}, NAME.azurecr.io, ACCOUNT.dkr.ecr.REGION.amazonaws.com"


def _scheme(url: Value) -> str | None:
    start = url.parts[0] if isinstance(url, Unknown) else url
    return f"{start.split('://', 1)[0]}://" if isinstance(start, str) and "://" in start else None


UPSTREAM_URL = Rule(
    id="UpstreamUrl",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="A pull-through cache names no registry that ECR can cache, or not by its host alone.",
    why="ECR refuses the rule, and the deployment fails.",
    mend="Write the host of an upstream that ECR knows, without scheme, port or path, and the UpstreamRegistry that "
    "belongs to it.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    check=_check,
)
