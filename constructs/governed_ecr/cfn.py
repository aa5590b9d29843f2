"""The model's values as the structs of aws-cdk-lib's L1s.

Equal values share one struct: thousands of repositories have a handful of lifecycle policies, keys and tags between
them, and each struct that need not be made and checked again is a share of a repository's synthesis time.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr

from .model.encryption import Encryption
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

_encryptions: Final[
    WeakKeyDictionary[kms.IKey, dict[Encryption, ecr.CfnRepository.EncryptionConfigurationProperty]]
] = WeakKeyDictionary()


@functools.cache
def scan_on_push() -> ecr.CfnRepository.ImageScanningConfigurationProperty:
    return ecr.CfnRepository.ImageScanningConfigurationProperty(scan_on_push=True)


@functools.lru_cache(maxsize=256)
def lifecycle_policy(policy: LifecyclePolicy) -> ecr.CfnRepository.LifecyclePolicyProperty:
    return ecr.CfnRepository.LifecyclePolicyProperty(lifecycle_policy_text=policy.to_json())


def repository_encryption(
    encryption: Encryption, key: kms.IKey | None
) -> ecr.CfnRepository.EncryptionConfigurationProperty | None:
    """AES256 is what ECR does anyway; said explicitly, it would replace a repository that was adopted without it."""
    if encryption is Encryption.AES256:
        return None
    known = _encryptions.setdefault(key, {}) if key else {}
    if encryption not in known:
        known[encryption] = ecr.CfnRepository.EncryptionConfigurationProperty(
            encryption_type=encryption.ecr_type, kms_key=key.key_arn if key else None
        )
    return known[encryption]


@functools.lru_cache(maxsize=256)
def exclusion_filters(
    immutability: Immutability,
) -> tuple[ecr.CfnRepository.ImageTagMutabilityExclusionFilterProperty, ...]:
    return tuple(
        ecr.CfnRepository.ImageTagMutabilityExclusionFilterProperty(
            image_tag_mutability_exclusion_filter_type="WILDCARD",
            image_tag_mutability_exclusion_filter_value=pattern,
        )
        for pattern in immutability.exclusion_filters
    )


def tags(tags: Mapping[str, str]) -> list[cdk.CfnTag]:
    return [_tag(key, value) for key, value in tags.items()]


@functools.lru_cache(maxsize=1024)
def _tag(key: str, value: str) -> cdk.CfnTag:
    return cdk.CfnTag(key=key, value=value)


def template_encryption(
    encryption: Encryption, key: kms.IKey | None
) -> ecr.CfnRepositoryCreationTemplate.EncryptionConfigurationProperty:
    return ecr.CfnRepositoryCreationTemplate.EncryptionConfigurationProperty(
        encryption_type=encryption.ecr_type, kms_key=key.key_arn if key else None
    )


def template_exclusion_filters(
    immutability: Immutability,
) -> list[ecr.CfnRepositoryCreationTemplate.ImageTagMutabilityExclusionFilterProperty] | None:
    return [
        ecr.CfnRepositoryCreationTemplate.ImageTagMutabilityExclusionFilterProperty(
            image_tag_mutability_exclusion_filter_type="WILDCARD",
            image_tag_mutability_exclusion_filter_value=pattern,
        )
        for pattern in immutability.exclusion_filters
    ] or None
