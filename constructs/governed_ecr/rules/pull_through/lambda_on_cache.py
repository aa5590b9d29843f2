"""A Lambda function does not depend on a cache to fetch its image."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ...model.names import ROOT
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_REPOSITORY: Final = re.compile(
    r"(?P<account>[^./]+)\.dkr\.ecr\.(?P<region>[^./]+)\.amazonaws\.com(\.cn)?/(?P<name>[a-z0-9._/-]+?)([:@].*)?",
    re.DOTALL,
)


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    image = resource.get("Code", "ImageUri")
    match = _REPOSITORY.fullmatch(str(image)) if image is not None else None
    if match is None or not _is_here(match, state):
        return
    name = match["name"]
    if any(repository.get("RepositoryName") == name for repository in state.of_type("AWS::ECR::Repository")):
        return
    for cache in state.of_type("AWS::ECR::PullThroughCacheRule"):
        prefix = cache.get("EcrRepositoryPrefix")
        if isinstance(prefix, str) and prefix != ROOT and name.startswith(f"{prefix}/"):
            what = f"The image of the function is in {name}, which the pull-through cache {prefix!r} fills."
            yield Found(what, ("Properties", "Code", "ImageUri"))


def _is_here(match: re.Match[str], state: RegistryState) -> bool:
    here = state.environment
    account = match["account"] in (here.account, "${AWS::AccountId}")
    return account and match["region"] in (here.region, "${AWS::Region}")


LAMBDA_ON_CACHE = Rule(
    id="LambdaOnCache",
    severity=Severity.WARNING,
    applies_to=("AWS::Lambda::Function",),
    summary="A Lambda function runs an image of a pull-through cache.",
    why="Lambda cannot pull through a cache: the function works only while something else has fetched the image, and "
    "fails once the cache's lifecycle policy has expired it.",
    mend="Push the image to a repository of its own, and run it from there.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    check=_check,
)
