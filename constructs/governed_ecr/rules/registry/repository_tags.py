"""A repository's tags are ones that CloudFormation takes."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import limits
from ...model.tags import tag_problems
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    tags = resource.get("Tags")
    if not isinstance(tags, list):
        return
    if len(tags) > limits.TAGS:
        yield Found(f"{len(tags)} tags; allowed: {limits.TAGS}.", ("Properties", "Tags"))
    for index, tag in enumerate(tags):
        key, value = (tag.get("Key"), tag.get("Value")) if isinstance(tag, dict) else (None, None)
        if isinstance(key, str) and isinstance(value, str):
            for problem in tag_problems({key: value}, ""):
                yield Found(f"Tag {key!r}: {problem.what} {problem.mend}", ("Properties", "Tags", index))


REPOSITORY_TAGS = Rule(
    id="RepositoryTags",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository", "AWS::ECR::PublicRepository"),
    summary="The repository has too many tags, or a tag that CloudFormation refuses.",
    why="The deployment fails.",
    mend="Keep to 50 tags, with keys of 1-127 characters that do not begin with aws:, and values of 1-255.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecr-repository-tag.html",
    check=_check,
)
