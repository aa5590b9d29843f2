"""A repository that holds images cannot be deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_SWITCH: Final = "EmptyOnDelete"

_TAG: Final = {"Key": "aws-cdk:auto-delete-images", "Value": "true"}
"""What the CDK's custom resource looks for that came before EmptyOnDelete (autoDeleteImages): it deletes all images."""


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    if resource.get(_SWITCH) is True:
        yield Found("EmptyOnDelete is true.", ("Properties", _SWITCH))
    tags = resource.get("Tags")
    if isinstance(tags, list) and _TAG in tags:
        yield Found(f"The tag {_TAG['Key']} is true.", ("Properties", "Tags", tags.index(_TAG)))


EMPTIED_ON_DELETE = Rule(
    id="EmptiedOnDelete",
    severity=Severity.WARNING,
    applies_to=("AWS::ECR::Repository",),
    summary="The repository is emptied so that it can be deleted.",
    why="ECR refuses to delete a repository that holds images; with this the last guard is off.",
    mend="Leave EmptyOnDelete and autoDeleteImages out, and delete images by hand where a repository is really to go.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html",
    check=_check,
)
