"""Whether CloudFormation keeps a resource that it is done with.

docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html and
.../aws-attribute-updatereplacepolicy.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...state.registry import Resource
from ...state.unknown import Unknown

KEEPS: Final[Mapping[str, frozenset[str]]] = {
    "DeletionPolicy": frozenset({"Retain", "RetainExceptOnCreate"}),
    "UpdateReplacePolicy": frozenset({"Retain"}),
}
"""The values that keep a resource. The other one of repositories and keys is Delete, which is the default."""


def is_kept(resource: Resource, attribute: str) -> bool | None:
    """Whether DeletionPolicy or UpdateReplacePolicy keeps a resource; None where only the deployment knows."""
    value = resource.attributes.get(attribute)
    return None if isinstance(value, Unknown) else isinstance(value, str) and value in KEEPS[attribute]


def said(resource: Resource, attribute: str) -> str:
    """What the template says of an attribute that does not keep the resource."""
    value = resource.attributes.get(attribute)
    return f"{attribute} is not set, so it is Delete" if value is None else f"{attribute} is {value}"


def path_of(resource: Resource, attribute: str) -> tuple[str, ...]:
    """Where that stands."""
    return (attribute,) if attribute in resource.attributes else ()
