"""The upstream registry of an AWS::ECR::PullThroughCacheRule.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-pullthroughcacherule.html
"""

from __future__ import annotations

from ..model.upstreams import Upstream, upstream_url_problems
from .registry import Resource


def upstream_of(cache: Resource) -> Upstream | None:
    """The upstream by its name, else by its URL; None where neither is known, or ECR knows none of this kind."""
    name, url = cache.get("UpstreamRegistry"), cache.get("UpstreamRegistryUrl")
    if name is not None:
        return Upstream(name) if isinstance(name, str) and name in set(Upstream) else None
    if not isinstance(url, str):
        return None
    return next((upstream for upstream in Upstream if not upstream_url_problems(upstream, url)), None)
