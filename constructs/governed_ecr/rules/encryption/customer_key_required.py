"""An organization that requires customer managed keys gets them."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import ENCRYPTED, KMS_TYPES, is_aws_managed
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    if not state.context.require_cmk:
        return
    kind = resource.get("EncryptionConfiguration", "EncryptionType")
    path = ("Properties", "EncryptionConfiguration") if kind is not None else ("Properties",)
    if is_aws_managed(resource):
        yield Found("A customer managed key is required, and the key is the AWS managed aws/ecr.", path)
    elif state.context.require_kms:
        return  # that there is no KMS at all is KmsRequired's to say
    elif isinstance(kind, Unknown):
        yield Found(f"A customer managed key is required, and encryption is not known until deployment ({kind}).", path)
    elif kind not in KMS_TYPES:
        yield Found(f"A customer managed key is required, and the encryption is {kind or 'AES256, the default'}.", path)


CUSTOMER_KEY_REQUIRED = Rule(
    id="CustomerKeyRequired",
    severity=Severity.WARNING,
    applies_to=ENCRYPTED,
    summary="Images are not encrypted with a customer managed key, which the organization requires.",
    why="Nobody can change the policy of the AWS managed key, disable it, or keep it from anyone in the account; and "
    "encryption is fixed when a repository is created.",
    mend="Set EncryptionType to KMS and KmsKey to the ARN of a key of your own.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
