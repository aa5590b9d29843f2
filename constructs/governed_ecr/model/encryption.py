"""Encryption at rest. Fixed when a repository is created: a change replaces the repository.

docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
"""

from __future__ import annotations

from enum import StrEnum

from .errors import Problem


class Encryption(StrEnum):
    """What encrypts the images of a repository."""

    AES256 = "AES256"
    """Keys that Amazon S3 manages: ECR's default, at no charge."""
    CUSTOMER_MANAGED_KEY = "CUSTOMER_MANAGED_KEY"
    """A KMS key of the customer's, given or made."""
    AWS_MANAGED_KEY = "AWS_MANAGED_KEY"
    """The KMS key ``aws/ecr`` of the account: nobody can change its policy, so nobody can share it."""
    DUAL_LAYER = "DUAL_LAYER"
    """Two layers with a customer's KMS key (DSSE-KMS); in the AWS GovCloud (US) Regions only."""

    @property
    def ecr_type(self) -> str:
        """The value of ECR's ``encryptionType``."""
        match self:
            case Encryption.AES256:
                return "AES256"
            case Encryption.DUAL_LAYER:
                return "KMS_DSSE"
            case _:
                return "KMS"

    @property
    def takes_key(self) -> bool:
        return self in (Encryption.CUSTOMER_MANAGED_KEY, Encryption.DUAL_LAYER)


def encryption_problems(encryption: Encryption, *, key_given: bool, shared: bool) -> list[Problem]:
    """What is wrong with an encryption for a repository that is, or is not, shared beyond its account."""
    problems = []
    if key_given and not encryption.takes_key:
        problems.append(
            Problem(
                "encryption", f"{encryption.value} with a key.", "Leave the key out, or use a customer managed key."
            )
        )
    if shared and encryption is Encryption.AWS_MANAGED_KEY:
        problems.append(
            Problem(
                "encryption",
                "The AWS managed key aws/ecr for a shared repository: its policy cannot be changed, so access from "
                "other accounts could never be granted on the key, and encryption is fixed at creation.",
                "Use a customer managed key, or AES256.",
            )
        )
    return problems
