"""RepositoryCreationTemplate: repositories that ECR itself creates, governed from their first image."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from . import cfn
from .encryption_key import encryption_key as make_key
from .model.encryption import Encryption
from .model.errors import Problem, refuse
from .model.late_bound import is_late_bound
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability, TagMutability
from .model.names import ROOT, template_prefix_problems
from .model.settings import RepositorySettings
from .model.sharing import ServiceAccess, Share
from .singletons import claim

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms


class AppliedFor(StrEnum):
    """What makes ECR create a repository by a template."""

    CREATE_ON_PUSH = "CREATE_ON_PUSH"
    PULL_THROUGH_CACHE = "PULL_THROUGH_CACHE"
    REPLICATION = "REPLICATION"


class RepositoryCreationTemplate(Construct):
    """The settings of repositories that ECR creates below a prefix: GovernedRepository's, of the same model.

    A template acts when a repository is created and never on existing ones. Of several, the one with the longest prefix
    counts; ``ROOT`` is for all that no other covers.

    docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        prefix: str,
        applied_for: Sequence[AppliedFor],
        immutability: Immutability | None = None,
        encryption: Encryption | None = None,
        encryption_key: kms.IKey | None = None,
        lifecycle: LifecyclePolicy = LifecyclePolicy.untagged(),
        sharing: Sequence[Share] = (),
        services: Sequence[ServiceAccess] = (),
        tags: Mapping[str, str] | None = None,
        description: str | None = None,
        custom_role: iam.IRole | None = None,
    ) -> None:
        """Declare the template.

        prefix: of repository names, or ``ROOT``; a ``/`` at its end is implied.
        immutability: immutable, but mutable for a template of a pull-through cache alone, whose tags must be able to
            follow their upstream.
        description: at most 256 characters.
        custom_role: what ECR assumes to create repositories. Tags and KMS need one: not given, it is made, with no more
            than the template needs. Its ARN must have no path.

        The other settings are GovernedRepository's.
        """
        for_cache = set(applied_for) == {AppliedFor.PULL_THROUGH_CACHE}
        immutability = immutability or (Immutability.mutable() if for_cache else Immutability())
        settings = RepositorySettings(
            immutability=immutability,
            encryption=encryption or (Encryption.CUSTOMER_MANAGED_KEY if encryption_key else Encryption.AES256),
            key_given=encryption_key is not None,
            lifecycle=lifecycle,
            sharing=tuple(sharing),
            services=tuple(services),
            tags=dict(tags or {}),
        )
        refuse(
            [
                *template_prefix_problems(prefix, "prefix"),
                *settings.problems(),
                *_description_problems(description),
                *([] if applied_for else [Problem("applied_for", "Empty.", "Name what the template is for.")]),
            ],
            of=id,
        )
        super().__init__(scope, id)
        prefix = prefix.rstrip("/")  # ECR implies it; two spellings would be two templates
        claim(self, f"AWS::ECR::RepositoryCreationTemplate for {prefix!r}")
        if AppliedFor.PULL_THROUGH_CACHE in applied_for and immutability.mode is TagMutability.IMMUTABLE:
            cdk.Annotations.of(self).add_warning_v2(
                "governed-ecr:ImmutableCache",
                f"Cached repositories below {prefix} get immutable tags: a tag that moves upstream will never be "
                "refreshed here. Use a template of its own for the cache's prefix, or Immutability.mutable().",
            )
        stack = cdk.Stack.of(self)
        if settings.encryption.takes_key and encryption_key is None:
            encryption_key = make_key(self, "Key", description=f"Images of ECR repositories below {prefix}")
        if custom_role is None and (settings.tags or settings.encryption is not Encryption.AES256):
            custom_role = _role(self, f"repository/{_below(prefix)}", encryption_key)
        policy = settings.policy(stack.partition)
        self.prefix = prefix
        """The prefix, without a ``/`` at its end."""
        self.custom_role = custom_role
        """The role that ECR assumes, given or made; None where the template needs none."""
        self.encryption_key = encryption_key
        """The customer managed key, given or made; None where there is none."""
        self.resource = ecr.CfnRepositoryCreationTemplate(
            self,
            "Resource",
            prefix=prefix,
            applied_for=[reason.value for reason in applied_for],
            description=description,
            image_tag_mutability=immutability.mode.value,
            image_tag_mutability_exclusion_filters=cfn.template_exclusion_filters(immutability),
            encryption_configuration=cfn.template_encryption(settings.encryption, encryption_key),
            lifecycle_policy=lifecycle.to_json(),
            repository_policy=_text(stack, policy) if policy else None,
            resource_tags=cfn.tags(settings.tags) or None,
            custom_role_arn=custom_role.role_arn if custom_role else None,
        )


def _description_problems(description: str | None) -> list[Problem]:
    if description is None or is_late_bound(description) or len(description) <= 256:
        return []
    return [Problem("description", f"{len(description)} characters.", "Allowed: 256.")]


def _below(prefix: str) -> str:
    return "*" if prefix == ROOT else f"{prefix}/*"


def _text(stack: cdk.Stack, policy: Mapping[str, object]) -> str:
    text = json.dumps(policy, separators=(",", ":"))
    return stack.to_json_string(policy) if is_late_bound(text) else text


def _role(scope: Construct, repositories: str, key: kms.IKey | None) -> iam.Role:
    """docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html"""
    iam = cdk.aws_iam
    statements = [
        iam.PolicyStatement(
            actions=["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
            resources=[cdk.Stack.of(scope).format_arn(service="ecr", resource=repositories)],
        )
    ]
    if key:
        statements.append(
            iam.PolicyStatement(
                actions=["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], resources=[key.key_arn]
            )
        )
    return iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("ecr.amazonaws.com"),
        description="Lets Amazon ECR create repositories with tags and KMS encryption",
        inline_policies={"CreateRepositories": iam.PolicyDocument(statements=statements)},
    )
