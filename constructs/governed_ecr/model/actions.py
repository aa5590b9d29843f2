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

UPSTREAM_ROLE: Final = (
    *UPSTREAM,
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""What the role of an ECR to ECR cache does, beside ecr:GetAuthorizationToken (same page)."""

WITHOUT_REPOSITORY: Final = frozenset(
    {
        "ecr:CreatePullThroughCacheRule",
        "ecr:CreateRepositoryCreationTemplate",
        "ecr:DeletePullThroughCacheRule",
        "ecr:DeleteRegistryPolicy",
        "ecr:DeleteRepositoryCreationTemplate",
        "ecr:DeleteSigningConfiguration",
        "ecr:DeregisterPullTimeUpdateExclusion",
        "ecr:DescribePullThroughCacheRules",
        "ecr:DescribeRegistry",
        "ecr:DescribeRepositoryCreationTemplates",
        "ecr:GetAccountSetting",
        "ecr:GetAuthorizationToken",
        "ecr:GetRegistryPolicy",
        "ecr:GetRegistryScanningConfiguration",
        "ecr:GetSigningConfiguration",
        "ecr:ListPullTimeUpdateExclusions",
        "ecr:PutAccountSetting",
        "ecr:PutRegistryPolicy",
        "ecr:PutRegistryScanningConfiguration",
        "ecr:PutReplicationConfiguration",
        "ecr:PutSigningConfiguration",
        "ecr:RegisterPullTimeUpdateExclusion",
        "ecr:UpdatePullThroughCacheRule",
        "ecr:UpdateRepositoryCreationTemplate",
        "ecr:ValidatePullThroughCacheRule",
    }
)
"""Actions on a registry as a whole, which no repository policy can grant:
docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html"""
