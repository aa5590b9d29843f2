"""A repository's key is in the repository's Region."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.arn import split_arn
from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import ENCRYPTED, KMS_TYPES
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    own = state.environment.region or state.context.region
    key = resource.get("EncryptionConfiguration", "KmsKey")
    arn = split_arn(key)
    named = arn.region if arn and arn.service == "kms" else None
    kind = resource.get("EncryptionConfiguration", "EncryptionType")
    if not own or not isinstance(named, str) or named in ("", own):
        return
    if kind not in KMS_TYPES and not isinstance(kind, Unknown):
        return  # the key is not used, which KeyWithoutKms says
    replica = " A multi-Region key has an ARN of its own in each Region." if ":key/mrk-" in str(key) else ""
    yield Found(
        f"The key {key} is in {named}, and the repository in {own}.{replica}",
        ("Properties", "EncryptionConfiguration", "KmsKey"),
    )


KEY_OF_ANOTHER_REGION = Rule(
    id="KeyOfAnotherRegion",
    severity=Severity.ERROR,
    applies_to=ENCRYPTED,
    summary="The KMS key is in another Region than the repository.",
    why="ECR takes keys of the repository's own Region only: creating the repository fails.",
    mend="Name a key of this Region. Of a multi-Region key, name the ARN of its replica here.",
    source="docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html",
    check=_check,
)
