"""A cache can sign in to its upstream."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.upstreams import Upstream, ecr_upstream
from ...state.registry import RegistryState, Resource
from ...state.upstreams import upstream_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    upstream = upstream_of(resource)
    if upstream is None:
        return
    if upstream.needs_credential and not resource.get("CredentialArn"):
        yield Found(f"The upstream {upstream.value} has no CredentialArn.", ("Properties",))
    if upstream is Upstream.ECR and not resource.get("CustomRoleArn"):
        url = resource.get("UpstreamRegistryUrl")
        owner = ecr_upstream(url) if isinstance(url, str) else None
        if owner and state.environment.account not in (None, owner[0]):
            yield Found(f"The upstream registry of account {owner[0]} has no CustomRoleArn.", ("Properties",))


UPSTREAM_CREDENTIAL = Rule(
    id="UpstreamCredential",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::PullThroughCacheRule",),
    summary="A pull-through cache lacks the credential that its upstream asks for.",
    why="ECR refuses the rule, or every pull through it.",
    mend="Set CredentialArn to a secret named ecr-pullthroughcache/..., with the keys username and accessToken; for "
    "ECR in another account set CustomRoleArn to a role that pullthroughcache.ecr.amazonaws.com may assume.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html",
    check=_check,
)
