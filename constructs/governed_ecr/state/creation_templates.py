"""Which creation template governs the repositories below a prefix: the longest prefix wins, ROOT covers all.

docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.names import ROOT
from .registry import RegistryState, Resource
from .unknown import Unknown, Value

CREATION_TEMPLATE = "AWS::ECR::RepositoryCreationTemplate"


def covering_templates(state: RegistryState, prefix: Value) -> Sequence[Resource] | None:
    """The templates that cover every repository below ``prefix``, the longest prefix first.

    None where a prefix that is not known may be the one.
    """
    found: list[tuple[int, Resource]] = []
    for template in state.of_type(CREATION_TEMPLATE):
        covered = _covers(template.get("Prefix"), prefix)
        if covered is None:
            return None
        if covered:
            found.append((_length(template.get("Prefix")), template))
    return [template for _, template in sorted(found, key=lambda each: -each[0])]


def applies_to(template: Resource, purpose: str) -> bool | None:
    """Whether a template lists PULL_THROUGH_CACHE, REPLICATION or CREATE_ON_PUSH; None where that is not known."""
    listed = template.get("AppliedFor")
    if isinstance(listed, Unknown):
        return None
    values = listed if isinstance(listed, list) else []
    if purpose in values:
        return True
    return None if any(isinstance(value, Unknown) for value in values) else False


def _covers(template: Value, prefix: Value) -> bool | None:
    if template == ROOT or str(template) == str(prefix):
        return True
    if isinstance(template, Unknown):
        return None
    if not isinstance(template, str):
        return False
    folder = template.rstrip("/")
    if isinstance(prefix, Unknown):
        return None
    return prefix == folder or str(prefix).startswith(f"{folder}/")


def _length(prefix: Value) -> int:
    return 0 if prefix == ROOT else len(str(prefix).rstrip("/"))
