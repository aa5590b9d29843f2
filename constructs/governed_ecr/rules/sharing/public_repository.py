"""Images are not public."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterator[Found]:
    name = resource.get("RepositoryName")
    called = f" {name}" if name is not None else ""
    yield Found(f"The repository{called} is in Amazon ECR Public, where anyone pulls without credentials.")


PUBLIC_REPOSITORY = Rule(
    id="PublicRepository",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::PublicRepository",),
    summary="The repository is public.",
    why="Every image in it can be read by the whole world, and no policy can keep anyone out.",
    mend="Use AWS::ECR::Repository. Where the images are meant for everyone, acknowledge this with the reason.",
    source="docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policies.html",
    check=_check,
)
