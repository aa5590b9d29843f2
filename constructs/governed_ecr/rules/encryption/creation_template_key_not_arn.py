"""A creation template names its key by ARN."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import KEYS, KMS_TYPES
from ..rule import Found, Rule, Severity


def _check(template: Resource, state: RegistryState) -> Iterator[Found]:
    key = template.get("EncryptionConfiguration", "KmsKey")
    if template.get("EncryptionConfiguration", "EncryptionType") not in KMS_TYPES:
        return
    if isinstance(key, Unknown):
        found = state.referred(key)
        refers_to_id = found is not None and found.type in (*KEYS, "AWS::KMS::Alias") and _is_ref(key)
        wrong = refers_to_id or str(key).startswith("alias/")
    else:
        wrong = isinstance(key, str) and not key.startswith("arn:")
    if wrong or ":alias/" in str(key):
        yield Found(f"KmsKey is {key}, which is no ARN of a key.", ("Properties", "EncryptionConfiguration", "KmsKey"))


def _is_ref(key: Unknown) -> bool:
    """Whether the whole value is a Ref, which gives a key's id or an alias's name."""
    return key.reference is not None and not key.reference.attribute


CREATION_TEMPLATE_KEY_NOT_ARN = Rule(
    id="CreationTemplateKeyNotArn",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::RepositoryCreationTemplate",),
    summary="The creation template names its key by an id or an alias.",
    why="A creation template takes the full ARN of a key only, unlike a repository: it cannot be made, or no "
    "repository comes of it.",
    mend="Give the ARN of the key, for example with Fn::GetAtt [Key, Arn].",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/"
    "API_EncryptionConfigurationForRepositoryCreationTemplate.html",
    check=_check,
)
