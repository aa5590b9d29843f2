"""The KMS keys that registry.yaml names, as CDK takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from governed_ecr.config.settings import EncryptionSetting

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


def key_of(scope: Construct, encryption: EncryptionSetting | None, registry_key: kms.IKey | None) -> kms.IKey | None:
    """The key of an encryption setting: the registry's own, the one that is named, or none."""
    if encryption is None or not encryption.encryption.takes_key:
        return None
    arn = encryption.key_arn
    if arn is None:
        return registry_key
    id_ = f"Key-{arn.rpartition('/')[2]}"
    known = scope.node.try_find_child(id_)
    return known if known else cdk.aws_kms.Key.from_key_arn(scope, id_, arn)  # type: ignore[return-value]
