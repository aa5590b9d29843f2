"""A signing configuration stays within ECR's quotas."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import limits
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    rules = resource.get("Rules")
    if not isinstance(rules, list):
        return
    if len(rules) > limits.SIGNING_RULES:
        yield Found(f"{len(rules)} rules; allowed: {limits.SIGNING_RULES}.", ("Properties", "Rules"))
    for index in range(len(rules)):
        filters = resource.get("Rules", index, "RepositoryFilters")
        if isinstance(filters, list) and not 1 <= len(filters) <= limits.SIGNING_FILTERS:
            what = f"{len(filters)} filters; allowed: 1-{limits.SIGNING_FILTERS}, or no RepositoryFilters."
            yield Found(what, ("Properties", "Rules", index, "RepositoryFilters"))


SIGNING_LIMITS = Rule(
    id="SigningLimits",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::SigningConfiguration",),
    summary="The signing configuration has more rules or filters than ECR takes, or an empty list of filters.",
    why="ECR refuses the configuration, and the deployment fails.",
    mend="Keep to 10 rules of 1-100 filters each, and leave RepositoryFilters out to sign images of all repositories.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html",
    check=_check,
)
