"""The ECR actions that pull, push, read and manage, each list with its source."""

from __future__ import annotations

from typing import Final

PULL: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
"""docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_EKS.html"""

PUSH: Final = (
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""What a push needs beside ``PULL``: docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""

SERVICE_PULL: Final = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
"""docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-permissions"""

READ: Final = (
    "ecr:DescribeImageScanFindings",
    "ecr:DescribeImages",
    "ecr:DescribeRepositories",
    "ecr:GetLifecyclePolicy",
    "ecr:GetRepositoryPolicy",
    "ecr:ListImages",
    "ecr:ListTagsForResource",
)
"""docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"""

MANAGE: Final = (
    *PULL,
    *PUSH,
    *READ,
    "ecr:BatchDeleteImage",
    "ecr:DeleteLifecyclePolicy",
    "ecr:DeleteRepositoryPolicy",
    "ecr:GetLifecyclePolicyPreview",
    "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
    "ecr:StartImageScan",
    "ecr:StartLifecyclePolicyPreview",
    "ecr:TagResource",
    "ecr:UntagResource",
    "ecr:UpdateImageStorageClass",
)
"""Everything but deleting the repository. ``ecr:ListTagsForResource`` is in it because tools that read a repository
back (CloudFormation, Terraform) read its tags as well, and fail without it."""

REPLICATE: Final = ("ecr:CreateRepository", "ecr:ReplicateImage")
"""docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html"""

PULL_THROUGH: Final = ("ecr:BatchImportUpstreamImage", "ecr:CreateRepository")
"""docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html"""

UPSTREAM: Final = (
    "ecr:BatchGetImage",
    "ecr:BatchImportUpstreamImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:GetImageCopyStatus",
)
"""What an ECR upstream lets the caching account do:
docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html"""

UPSTREAM_ROLE: Final = (*UPSTREAM, *PUSH)
"""What the role of an ECR to ECR cache does, beside ecr:GetAuthorizationToken (same page)."""

READ_MORE: Final = (
    "ecr:BatchGetRepositoryScanningConfiguration",
    "ecr:DescribeImageReplicationStatus",
    "ecr:DescribeImageSigningStatus",
    "ecr:GetImageCopyStatus",
    "ecr:GetLifecyclePolicyPreview",
)
"""The other actions that read a repository:
docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"""

ADMINISTER: Final = (
    "ecr:BatchDeleteImage",
    "ecr:DeleteLifecyclePolicy",
    "ecr:DeleteRepository",
    "ecr:DeleteRepositoryPolicy",
    "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability",
    "ecr:PutLifecyclePolicy",
    "ecr:SetRepositoryPolicy",
    "ecr:StartImageScan",
    "ecr:StartLifecyclePolicyPreview",
    "ecr:TagResource",
    "ecr:UntagResource",
    "ecr:UpdateImageStorageClass",
)
"""What changes a repository or removes its images (same page)."""

READ_REGISTRY: Final = (
    "ecr:DescribePullThroughCacheRules",
    "ecr:DescribeRegistry",
    "ecr:DescribeRepositoryCreationTemplates",
    "ecr:GetAccountSetting",
    "ecr:GetRegistryPolicy",
    "ecr:GetRegistryScanningConfiguration",
    "ecr:GetSigningConfiguration",
    "ecr:ListPullTimeUpdateExclusions",
    "ecr:ValidatePullThroughCacheRule",
)
"""What reads a registry's settings (same page). ``ecr:GetAuthorizationToken`` no resource policy can allow."""

ADMINISTER_REGISTRY: Final = (
    "ecr:CreatePullThroughCacheRule",
    "ecr:CreateRepositoryCreationTemplate",
    "ecr:DeletePullThroughCacheRule",
    "ecr:DeleteRegistryPolicy",
    "ecr:DeleteRepositoryCreationTemplate",
    "ecr:DeleteSigningConfiguration",
    "ecr:DeregisterPullTimeUpdateExclusion",
    "ecr:PutAccountSetting",
    "ecr:PutRegistryPolicy",
    "ecr:PutRegistryScanningConfiguration",
    "ecr:PutReplicationConfiguration",
    "ecr:PutSigningConfiguration",
    "ecr:RegisterPullTimeUpdateExclusion",
    "ecr:UpdatePullThroughCacheRule",
    "ecr:UpdateRepositoryCreationTemplate",
)
"""What changes a registry's settings (same page)."""

WITHOUT_REPOSITORY: Final = frozenset({"ecr:GetAuthorizationToken", *READ_REGISTRY, *ADMINISTER_REGISTRY})
"""Actions on a registry as a whole, which no repository policy can grant (same page)."""

PUBLIC_READ: Final = (
    "ecr-public:BatchCheckLayerAvailability",
    "ecr-public:DescribeImages",
    "ecr-public:DescribeImageTags",
    "ecr-public:DescribeRepositories",
    "ecr-public:GetRepositoryCatalogData",
    "ecr-public:GetRepositoryPolicy",
    "ecr-public:ListTagsForResource",
)
"""Images of a public repository anyone can pull, whatever its policy says:
docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html"""

PUBLIC_PUSH: Final = (
    "ecr-public:PutImage",
    "ecr-public:CompleteLayerUpload",
    "ecr-public:CreateRepository",
    "ecr-public:InitiateLayerUpload",
    "ecr-public:UploadLayerPart",
)
"""Same page."""

PUBLIC_ADMINISTER: Final = (
    "ecr-public:SetRepositoryPolicy",
    "ecr-public:DeleteRepository",
    "ecr-public:BatchDeleteImage",
    "ecr-public:DeleteRepositoryPolicy",
    "ecr-public:PutRepositoryCatalogData",
    "ecr-public:TagResource",
    "ecr-public:UntagResource",
)
"""Same page."""

KEY_DECRYPT: Final = (
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:DeriveSharedSecret",
    "kms:DescribeKey",
    "kms:GetKeyLastUsage",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:GetParametersForImport",
    "kms:GetPublicKey",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:Verify",
    "kms:VerifyMac",
)
"""What decrypts with a key, or reads about it:
docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html"""

KEY_ENCRYPT: Final = (
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GenerateMac",
    "kms:ReEncryptTo",
    "kms:Sign",
)
"""Same page."""

KEY_ADMINISTER: Final = (
    "kms:PutKeyPolicy",
    "kms:CreateGrant",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKey",
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:ImportKeyMaterial",
    "kms:ReplicateKey",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:SynchronizeMultiRegionKey",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
)
"""Same page."""
