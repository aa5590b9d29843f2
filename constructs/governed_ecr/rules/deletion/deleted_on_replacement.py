"""A repository outlives its replacement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .retention import is_kept, path_of, said

_POLICY: Final = "UpdateReplacePolicy"


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    if is_kept(resource, _POLICY) is False:
        yield Found(f"{said(resource, _POLICY)}.", path_of(resource, _POLICY))


DELETED_ON_REPLACEMENT = Rule(
    id="DeletedOnReplacement",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository",),
    summary="The repository is deleted when an update replaces it.",
    why="Name and encryption are fixed when a repository is created: a change of one of them makes a new, empty "
    "repository and deletes the old one with its images.",
    mend="Set UpdateReplacePolicy to Retain. DeletionPolicy does not cover replacement.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    check=_check,
)
