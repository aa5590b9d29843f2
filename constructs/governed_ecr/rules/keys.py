"""The KMS keys that encrypt repositories, found through references and aliases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .once import once_per_state

ENCRYPTED: Final = ("AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate")
"""What an EncryptionConfiguration belongs to."""

KEYS: Final = ("AWS::KMS::Key", "AWS::KMS::ReplicaKey")

KMS_TYPES: Final = ("KMS", "KMS_DSSE")
"""The EncryptionTypes that use AWS KMS: docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html"""

AWS_MANAGED_ALIAS: Final = "alias/aws/ecr"


def key_of(encrypted: Resource, state: RegistryState) -> Resource | None:
    """The key in these templates that a repository or creation template names, if it names one of them."""
    value = encrypted.get("EncryptionConfiguration", "KmsKey")
    found = state.referred(value) or _alias_named(value, encrypted, state)
    if found is not None and found.type == "AWS::KMS::Alias":
        found = state.referred(found.get("TargetKeyId"))
    return found if found is not None and found.type in KEYS else None


@once_per_state
def users(state: RegistryState) -> Mapping[Resource, Resource]:
    """For each key that encrypts images: the first repository or creation template that names it."""
    found: dict[Resource, Resource] = {}
    for encrypted in state.of_type(*ENCRYPTED):
        key = key_of(encrypted, state)
        if key is not None:
            found.setdefault(key, encrypted)
    return found


def is_aws_managed(encrypted: Resource) -> bool:
    """Whether the key is certainly ``aws/ecr``: KMS without a key of one's own."""
    if encrypted.get("EncryptionConfiguration", "EncryptionType") not in KMS_TYPES:
        return False
    key = encrypted.get("EncryptionConfiguration", "KmsKey")
    return key is None or str(key).endswith(AWS_MANAGED_ALIAS)


def _alias_named(value: Value, encrypted: Resource, state: RegistryState) -> Resource | None:
    """The alias of these templates that a text names: ``alias/images``, or the ARN of it."""
    if not isinstance(value, str | Unknown) or "alias/" not in str(value):
        return None
    name = "alias/" + str(value).split("alias/", 1)[1]
    aliases = state.of_type("AWS::KMS::Alias")
    return next((alias for alias in aliases if _is_named(alias, name, value, encrypted)), None)


def _is_named(alias: Resource, name: str, value: str | Unknown, encrypted: Resource) -> bool:
    """Whether an alias has the name, as far as that is known: within a template, references of one text are equal."""
    known = isinstance(value, str) or alias.template == encrypted.template
    return known and str(alias.get("AliasName")) == name
