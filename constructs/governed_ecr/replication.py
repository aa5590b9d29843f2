"""ReplicationRuleSet: where a registry's images are copied to, and the half that their destination needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from .creation_template import AppliedFor, RepositoryCreationTemplate
from .model import limits
from .model.encryption import Encryption
from .model.errors import refuse
from .model.late_bound import is_late_bound
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability
from .model.names import ROOT, account_problems, replication_prefix_problems
from .model.replication import ReplicationRule, over_matched, replication_problems
from .model.settings import RepositorySettings
from .model.sharing import ServiceAccess, Share
from .registry_policy import RegistryPolicy
from .singletons import claim

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


class ReplicationRuleSet(Construct):
    """All replication rules of a registry, 1-25; it has no other place for them.

    Copies what is pushed after it is deployed; names, tags and digests stay, settings do not go along (that is
    ReplicationDestination's part). Copies are not copied on. Raises GovernedEcrError for what ECR would refuse; warns
    over 10 rules, the number in ECR's quota table, and of prefixes that catch more than their path.

    docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        rules: Sequence[ReplicationRule],
        repository_names: Sequence[str] = (),
    ) -> None:
        """Declare the rules.

        rules: each with its destinations and prefixes.
        repository_names: what the registry holds, to find prefixes that catch more than they say.
        """
        stack = cdk.Stack.of(scope)
        refuse(replication_problems(rules, account=stack.account, region=stack.region), of=id)
        super().__init__(scope, id)
        claim(self, "AWS::ECR::ReplicationConfiguration")
        self._warn(rules, repository_names)
        resource = ecr.CfnReplicationConfiguration(
            self,
            "Resource",
            replication_configuration=ecr.CfnReplicationConfiguration.ReplicationConfigurationProperty(
                rules=[_rule(rule, stack.account) for rule in rules]
            ),
        )
        deleting = [index for index, rule in enumerate(rules) if rule.delete_replication]
        for index in deleting:
            # Newer than this aws-cdk-lib's L1, which has no property for it.
            resource.add_property_override(
                f"ReplicationConfiguration.Rules.{index}.DeleteReplication", {"Enabled": True}
            )
        if deleting:
            cdk.Validations.of(resource).acknowledge(
                cdk.Acknowledgment(
                    id="CloudFormation-Validate::F3002",
                    reason="DeleteReplication is newer than the schema that aws-cdk-lib validates with.",
                )
            )

    def _warn(self, rules: Sequence[ReplicationRule], repository_names: Sequence[str]) -> None:
        annotations = cdk.Annotations.of(self)
        if len(rules) > limits.REPLICATION_RULES_QUOTA:
            annotations.add_warning_v2(
                "governed-ecr:ReplicationRules",
                f"{len(rules)} replication rules: ECR's quota table allows {limits.REPLICATION_RULES_QUOTA} in most "
                "Regions, its API 25. Put prefixes with the same destinations into one rule.",
            )
        for prefix in sorted({prefix for rule in rules for prefix in rule.prefixes}):
            caught = over_matched(prefix, repository_names)
            if caught:
                named = ", ".join(caught[:5]) + (f" and {len(caught) - 5} more" if len(caught) > 5 else "")
                annotations.add_warning_v2(
                    f"governed-ecr:ReplicationPrefix:{prefix}",
                    f"The replication prefix {prefix!r} also catches {named}. End it with '/' to mean the path only.",
                )


class ReplicationDestination(Construct):
    """The destination's half of replication, for a stack of the destination's account and Region.

    A registry policy statement where the images come from another account, and a creation template for each prefix, so
    that copies are as governed as their originals.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        source_account: str,
        policy: RegistryPolicy | None = None,
        prefixes: Sequence[str] = (),
        immutability: Immutability = Immutability(),
        encryption: Encryption | None = None,
        encryption_key: kms.IKey | None = None,
        lifecycle: LifecyclePolicy = LifecyclePolicy.untagged(),
        sharing: Sequence[Share] = (),
        services: Sequence[ServiceAccess] = (),
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare what the destination needs.

        source_account: whose registry replicates into this one.
        policy: the registry's policy, where it has one already (``OrgSharedRegistry.policy``); made when it is needed.
        prefixes: the prefixes of the rules that come here; none means every repository. The other settings are
            GovernedRepository's.
        """
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
                *account_problems(source_account, "source_account"),
                *(
                    p
                    for at, prefix in enumerate(prefixes)
                    for p in replication_prefix_problems(prefix, f"prefixes[{at}]")
                ),
                *settings.problems(),
            ],
            of=id,
        )
        super().__init__(scope, id)
        account = cdk.Stack.of(self).account
        if is_late_bound(account) or account != source_account:
            policy = policy or RegistryPolicy(self, "Policy")
            policy.allow_replication_from(source_account, repositories=[f"{p}*" for p in prefixes] or ["*"])
        self.policy = policy
        """The registry's policy; None where replication needs none and none was given."""
        self.templates = tuple(
            RepositoryCreationTemplate(
                self,
                f"Template-{prefix.rstrip('/').replace('/', ':')}",
                prefix=prefix,
                applied_for=[AppliedFor.REPLICATION],
                description=f"Repositories replicated from {source_account}",
                immutability=immutability,
                encryption=settings.encryption,
                encryption_key=encryption_key,
                lifecycle=lifecycle,
                sharing=sharing,
                services=services,
                tags=settings.tags,
            )
            for prefix in dict.fromkeys(_template_prefix(prefix) for prefix in prefixes or (ROOT,))
        )
        """The creation templates of the copies, one for each path."""


def _rule(rule: ReplicationRule, account: str) -> ecr.CfnReplicationConfiguration.ReplicationRuleProperty:
    return ecr.CfnReplicationConfiguration.ReplicationRuleProperty(
        destinations=[
            ecr.CfnReplicationConfiguration.ReplicationDestinationProperty(
                region=destination.region, registry_id=destination.account or account
            )
            for destination in rule.destinations
        ],
        repository_filters=[
            ecr.CfnReplicationConfiguration.RepositoryFilterProperty(filter=prefix, filter_type="PREFIX_MATCH")
            for prefix in rule.prefixes
        ]
        or None,
    )


def _template_prefix(prefix: str) -> str:
    """A template's prefix covers a path; a replication prefix like ``app`` covers more, which only ROOT does."""
    return prefix if prefix.endswith("/") else ROOT
