"""PullThroughCache: another registry's images, cached below a prefix, in repositories that are governed as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from .cache_credential import credential_problems
from .creation_template import AppliedFor, RepositoryCreationTemplate
from .model import actions
from .model.encryption import Encryption
from .model.errors import Problem, refuse
from .model.late_bound import is_late_bound
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability
from .model.names import ROOT, cache_prefix_problems
from .model.settings import RepositorySettings
from .model.sharing import Share
from .model.upstreams import Upstream, ecr_upstream, upstream_url_problems
from .singletons import claim

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_secretsmanager as secretsmanager


class PullThroughCache(Construct):
    """A cache rule with the creation template of its repositories, so that no cache fills up for ever.

    **Every** property of a cache rule forces its replacement, and a replacement collides with the prefix it keeps: to
    rotate a credential, put a new value into the same secret. Lambda functions cannot pull through a cache.

    docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        upstream: Upstream,
        prefix: str,
        upstream_url: str | None = None,
        upstream_prefix: str | None = None,
        credential: secretsmanager.ISecret | None = None,
        custom_role: iam.IRole | None = None,
        lifecycle: LifecyclePolicy = LifecyclePolicy.cache(),
        encryption: Encryption | None = None,
        encryption_key: kms.IKey | None = None,
        sharing: Sequence[Share] = (),
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare the rule and its template.

        upstream: one of the nine registries that ECR can cache.
        prefix: of the cached repositories, 2-30 characters, or ``ROOT`` for those that no other rule covers.
        upstream_url: for Azure ``NAME.azurecr.io``, for ECR ``ACCOUNT.dkr.ecr.REGION.amazonaws.com``; the others have
            theirs.
        upstream_prefix: what replaces ``prefix`` upstream; ECR's default is ``ROOT``, nothing.
        credential: the secret that the upstream needs, named ``ecr-pullthroughcache/...`` (see ``make_secret``).
        custom_role: what ECR assumes to read an ECR upstream of another account; made when it is needed and not given.
        lifecycle, encryption, encryption_key, sharing, tags: of the cached repositories.
        """
        settings = RepositorySettings(
            immutability=Immutability.mutable(),
            encryption=encryption or (Encryption.CUSTOMER_MANAGED_KEY if encryption_key else Encryption.AES256),
            key_given=encryption_key is not None,
            lifecycle=lifecycle,
            sharing=tuple(sharing),
            tags=dict(tags or {}),
        )
        refuse(
            [
                *cache_prefix_problems(prefix, "prefix"),
                *([] if upstream_prefix is None else cache_prefix_problems(upstream_prefix, "upstream_prefix")),
                *_root_problems(prefix, upstream_prefix),
                *upstream_url_problems(upstream, upstream_url),
                *_credential_problems(upstream, credential, cdk.Stack.of(scope)),
                *settings.problems(),
            ],
            of=id,
        )
        super().__init__(scope, id)
        claim(self, f"AWS::ECR::PullThroughCacheRule for {prefix!r}")
        self._prefix = prefix
        url = upstream_url or upstream.url
        if upstream is Upstream.ECR and url and custom_role is None and _other_account(url, cdk.Stack.of(self)):
            custom_role = _upstream_role(self, prefix, url)
        self.custom_role = custom_role
        """The role that ECR assumes upstream, given or made; None where the upstream needs none."""
        self.template = RepositoryCreationTemplate(
            self,
            "Template",
            prefix=prefix,
            applied_for=[AppliedFor.PULL_THROUGH_CACHE],
            description=f"Repositories cached from {upstream.value}",
            immutability=settings.immutability,
            lifecycle=lifecycle,
            encryption=settings.encryption,
            encryption_key=encryption_key,
            sharing=sharing,
            tags=settings.tags,
        )
        """The creation template of the cached repositories."""
        rule = ecr.CfnPullThroughCacheRule(
            self,
            "Resource",
            ecr_repository_prefix=prefix,
            upstream_registry=upstream.value,
            upstream_registry_url=url,
            upstream_repository_prefix=upstream_prefix,
            credential_arn=credential.secret_full_arn if credential else None,
            custom_role_arn=custom_role.role_arn if custom_role else None,
        )
        rule.add_resource_dependency(
            self.template.resource
        )  # An image cached before its template would be ungoverned for ever.

    def grant_pull_through(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let the grantee pull through the cache: import images, create their repositories, and pull them.

        The grant goes to the grantee's IAM policy. For principals of other accounts the registry's policy has to allow
        it too: ``OrgSharedRegistry.policy.allow_pull_through_from``.
        """
        iam = cdk.aws_iam
        below = "*" if self._prefix == ROOT else f"{self._prefix}/*"
        iam.Grant.add_to_principal(
            grantee=grantee, actions=["ecr:GetAuthorizationToken"], resource_arns=["*"], scope=self
        )
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=[*actions.PULL, *actions.PULL_THROUGH],
            resource_arns=[cdk.Stack.of(self).format_arn(service="ecr", resource="repository", resource_name=below)],
            scope=self,
        )


def _root_problems(prefix: str, upstream_prefix: str | None) -> list[Problem]:
    if prefix == ROOT and upstream_prefix not in (None, ROOT):
        what = f"{upstream_prefix!r} with the prefix ROOT."
        return [Problem("upstream_prefix", what, "Leave it out, or give the cache a prefix of its own.")]
    return []


def _credential_problems(
    upstream: Upstream, credential: secretsmanager.ISecret | None, stack: cdk.Stack
) -> list[Problem]:
    if credential is None:
        if not upstream.needs_credential:
            return []
        what = f"{upstream.value} without a credential."
        return [Problem("credential", what, "Needed: a secret with username and accessToken (see make_secret).")]
    if not upstream.needs_credential:
        return [Problem("credential", f"{upstream.value} takes no credential.", "Leave it out.")]
    return credential_problems(credential, stack)


def _other_account(url: str, stack: cdk.Stack) -> bool:
    upstream = ecr_upstream(url)
    return upstream is None or is_late_bound(stack.account) or upstream[0] != stack.account


def _upstream_role(scope: Construct, prefix: str, url: str) -> iam.Role:
    """docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html"""
    iam = cdk.aws_iam
    stack = cdk.Stack.of(scope)
    below = "*" if prefix == ROOT else f"{prefix}/*"
    here = stack.format_arn(service="ecr", resource="repository", resource_name=below)
    upstream = ecr_upstream(url)
    there = f"arn:{stack.partition}:ecr:{upstream[1]}:{upstream[0]}:repository/*" if upstream else "*"
    return iam.Role(
        scope,
        "UpstreamRole",
        assumed_by=iam.ServicePrincipal("pullthroughcache.ecr.amazonaws.com"),
        description="Lets Amazon ECR pull from an upstream registry of another account",
        inline_policies={
            "PullThrough": iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(actions=["ecr:GetAuthorizationToken"], resources=["*"]),
                    iam.PolicyStatement(actions=list(actions.UPSTREAM_ROLE), resources=[here, there]),
                ]
            )
        },
    )
