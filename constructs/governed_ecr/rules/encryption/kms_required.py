"""An organization that requires AWS KMS gets it, for repositories and for those that templates create."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import ENCRYPTED, KMS_TYPES
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    if not state.context.require_kms:
        return
    kind = resource.get("EncryptionConfiguration", "EncryptionType")
    path = ("Properties", "EncryptionConfiguration", "EncryptionType")
    if isinstance(kind, Unknown):
        yield Found(f"AWS KMS is required, and the encryption is not known until deployment ({kind}).", path)
    elif kind is None:
        yield Found("AWS KMS is required, and no encryption is set: ECR's default is AES256.", ("Properties",))
    elif kind not in KMS_TYPES:
        yield Found(f"AWS KMS is required, and the encryption is {kind}.", path)


KMS_REQUIRED = Rule(
    id="KmsRequired",
    severity=Severity.ERROR,
    applies_to=ENCRYPTED,
    summary="Images are not encrypted with AWS KMS, which the organization requires.",
    why="Encryption is fixed when a repository is created: to mend it later, every image has to move.",
    mend="Set EncryptionType to KMS, with a customer managed key in KmsKey.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
