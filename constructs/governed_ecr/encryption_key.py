"""The customer managed KMS key of repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


def encryption_key(scope: Construct, id: str, *, description: str) -> kms.Key:
    """A key that rotates yearly and outlives its stack: without it the images are unreadable for ever.

    ECR uses it through grants of its own, so its policy names nobody who pulls:
    docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
    """
    return cdk.aws_kms.Key(
        scope, id, description=description, enable_key_rotation=True, removal_policy=cdk.RemovalPolicy.RETAIN
    )
