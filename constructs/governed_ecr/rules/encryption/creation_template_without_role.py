"""A creation template that encrypts with KMS or sets tags has a role to do it with."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import KMS_TYPES
from ..rule import Found, Rule, Severity


def _check(template: Resource, _: RegistryState) -> Iterator[Found]:
    if template.get("CustomRoleArn") is not None:
        return
    needs = []
    kind = template.get("EncryptionConfiguration", "EncryptionType")
    if kind in KMS_TYPES:
        needs.append(f"EncryptionType {kind}")
    tags = template.get("ResourceTags")
    if tags and not isinstance(tags, Unknown):
        needs.append("ResourceTags")
    if needs:
        yield Found(f"The template has {' and '.join(needs)}, and no CustomRoleArn.", ("Properties",))


CREATION_TEMPLATE_WITHOUT_ROLE = Rule(
    id="CreationTemplateWithoutRole",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::RepositoryCreationTemplate",),
    summary="The creation template needs a role for KMS encryption or tags, and has none.",
    why="ECR's own service-linked role may only create repositories: with KMS or tags creation fails, and whoever "
    "pulls or pushes is only told that the repository is not found.",
    mend="Set CustomRoleArn to a role that trusts ecr.amazonaws.com and may create and tag repositories and make "
    "grants on the key.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html",
    check=_check,
)
