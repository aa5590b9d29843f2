"""A key is named only where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import ENCRYPTED, KMS_TYPES
from ..rule import Found, Rule, Severity


def _check(resource: Resource, _: RegistryState) -> Iterator[Found]:
    settings = resource.get("EncryptionConfiguration")
    if isinstance(settings, Unknown) or settings is None:
        return
    kind = resource.get("EncryptionConfiguration", "EncryptionType")
    key = resource.get("EncryptionConfiguration", "KmsKey")
    if key is not None and not isinstance(kind, Unknown) and kind not in KMS_TYPES:
        yield Found(
            f"KmsKey is {key}, and EncryptionType is {kind or 'not set, so AES256'}: the key is not used.",
            ("Properties", "EncryptionConfiguration", "KmsKey"),
        )


KEY_WITHOUT_KMS = Rule(
    id="KeyWithoutKms",
    severity=Severity.WARNING,
    applies_to=ENCRYPTED,
    summary="A KMS key is named, but the encryption does not use AWS KMS.",
    why="Whoever named the key believes that it protects the images. With AES256 it does not.",
    mend="Set EncryptionType to KMS, or leave KmsKey out.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html",
    check=_check,
)
