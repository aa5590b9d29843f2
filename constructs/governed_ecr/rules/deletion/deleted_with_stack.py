"""A repository outlives its stack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .retention import is_kept, path_of, said

_POLICY: Final = "DeletionPolicy"


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    if is_kept(resource, _POLICY) is False:
        yield Found(f"{said(resource, _POLICY)}.", path_of(resource, _POLICY))


DELETED_WITH_STACK = Rule(
    id="DeletedWithStack",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::Repository",),
    summary="The repository is deleted with its stack, or when it leaves the template.",
    why="Everything that runs loses the images that it is started from, and they cannot be brought back.",
    mend="Set DeletionPolicy to Retain, or to RetainExceptOnCreate.",
    source="docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
    check=_check,
)
