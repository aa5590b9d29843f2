"""The registries that ECR can cache, by ECR's own names.

docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from .errors import Problem
from .late_bound import is_late_bound
from .names import ACCOUNT, REGION, SECRET_ARN

SECRET_PREFIX: Final = "ecr-pullthroughcache/"  # noqa: S105 - a name, not a secret
"""Where ECR looks for credentials; it can read no secret of another name."""

SECRET_KEYS: Final = frozenset({"username", "accessToken"})

_AZURE: Final = re.compile(r"[a-z0-9]{5,50}\.azurecr\.io")
_ECR: Final = re.compile(rf"({ACCOUNT.pattern})\.dkr\.ecr\.({REGION.pattern})\.amazonaws\.com(\.cn)?")


class Upstream(StrEnum):
    """The values of ECR's ``upstreamRegistry``."""

    AZURE = "azure-container-registry"
    CHAINGUARD = "chainguard"
    DOCKER_HUB = "docker-hub"
    ECR = "ecr"
    ECR_PUBLIC = "ecr-public"
    GITHUB = "github-container-registry"
    GITLAB = "gitlab-container-registry"
    KUBERNETES = "k8s"
    QUAY = "quay"

    @property
    def url(self) -> str | None:
        """The registry's host, or None where it is the user's own (Azure, ECR)."""
        return _URLS.get(self)

    @property
    def needs_credential(self) -> bool:
        """Whether ECR demands a Secrets Manager secret for it."""
        return self in _AUTHENTICATED


_URLS: Final = {
    Upstream.CHAINGUARD: "cgr.dev",
    Upstream.DOCKER_HUB: "registry-1.docker.io",
    Upstream.ECR_PUBLIC: "public.ecr.aws",
    Upstream.GITHUB: "ghcr.io",
    Upstream.GITLAB: "registry.gitlab.com",
    Upstream.KUBERNETES: "registry.k8s.io",
    Upstream.QUAY: "quay.io",
}
_AUTHENTICATED: Final = frozenset(
    {Upstream.AZURE, Upstream.CHAINGUARD, Upstream.DOCKER_HUB, Upstream.GITHUB, Upstream.GITLAB}
)


def upstream_url_problems(upstream: Upstream, url: str | None, place: str = "upstream_url") -> list[Problem]:
    """What is wrong with the URL given for an upstream; None means the upstream's own."""
    if is_late_bound(url):
        return []
    if upstream.url:
        if url in (None, upstream.url):
            return []
        return [Problem(place, f"{url!r} for {upstream.value}.", f"Allowed: {upstream.url}, or leave it out.")]
    pattern, example = (
        (_AZURE, "NAME.azurecr.io") if upstream is Upstream.AZURE else (_ECR, "ACCOUNT.dkr.ecr.REGION.amazonaws.com")
    )
    if url and pattern.fullmatch(url):
        return []
    what = f"{url!r} for {upstream.value}." if url else f"{upstream.value} without its URL."
    return [Problem(place, what, f"Allowed: {example}, a host without scheme or path.")]


def ecr_upstream(url: str) -> tuple[str, str] | None:
    """Account and Region of an ECR upstream's URL, or None where they are late-bound."""
    match = _ECR.fullmatch(url)
    return (match.group(1), match.group(2)) if match else None


def secret_name_problems(name: str, place: str) -> list[Problem]:
    """docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html"""
    if is_late_bound(name) or re.fullmatch(rf"{SECRET_PREFIX}[A-Za-z0-9/_+=.@-]{{1,480}}", name):
        return []
    return [
        Problem(
            place,
            f"{name!r} is not a secret that ECR can read.",
            f"Allowed: a name that begins with {SECRET_PREFIX!r}.",
        )
    ]


def secret_arn_problems(arn: str, *, account: str, region: str, place: str = "") -> list[Problem]:
    """What is wrong with the ARN of a secret as the credential of a cache in this account and Region.

    ECR reads secrets of the rule's own account and Region only.
    """
    if is_late_bound(arn):
        return []
    match = SECRET_ARN.fullmatch(arn)
    if not match:
        allowed = "arn:aws:secretsmanager:REGION:ACCOUNT:secret:ecr-pullthroughcache/NAME-XXXXXX, with its six letters"
        return [Problem(place, f"{arn!r} is not the complete ARN of a secret.", f"Allowed: {allowed}.")]
    problems = secret_name_problems(match.group("name"), place)
    here = {match.group("account"): account, match.group("region"): region}
    if any(not is_late_bound(actual) and actual != found for found, actual in here.items()):
        what = f"A secret of account {match.group('account')} in {match.group('region')}."
        problems.append(Problem(place, what, f"Allowed: a secret of the cache's account {account}, in {region}."))
    return problems
