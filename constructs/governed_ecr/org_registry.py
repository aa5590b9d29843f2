"""OrgSharedRegistry: what an account and Region has once, set up for an organization to share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ecr as ecr
from constructs import Construct

from .account_settings import AccountSettings
from .encryption_key import encryption_key as make_key
from .model.encryption import Encryption, encryption_problems
from .model.errors import Problem, refuse
from .model.late_bound import is_late_bound
from .model.lifecycle import LifecyclePolicy
from .model.mutability import Immutability
from .model.scanning import RegistryScanning
from .model.sharing import ServiceAccess, Share
from .registry_policy import RegistryPolicy
from .repository import GovernedRepository
from .singletons import claim

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


class OrgSharedRegistry(Construct):
    """One registry - one account in one Region - of an organization.

    Declares the registry policy, the scanning configuration, the default key of its repositories and the account
    settings. A second one in the same environment raises GovernedEcrError that names both.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        sharing: Sequence[Share] = (),
        scanning: RegistryScanning | None = RegistryScanning.basic(),
        encryption: Encryption = Encryption.CUSTOMER_MANAGED_KEY,
        encryption_key: kms.IKey | None = None,
        manage_account_settings: bool = True,
        blob_mounting: bool | None = None,
    ) -> None:
        """Set the registry up.

        sharing: shares of every repository, through the registry policy: ``[Share.with_organization("o-...")]`` is the
            organization's read-only share.
        scanning: which repositories are scanned how often; None leaves the registry's configuration alone.
        encryption, encryption_key: what repositories added here use by default; a customer managed key that is
            not given is made.
        manage_account_settings: put the registry policy scope (V2, which ``sharing`` needs) and the basic scan version
            through a custom resource; False where they are set already.
        blob_mounting: whether pushes may reuse layers of other repositories; None leaves the setting alone.
        """
        shared = bool(sharing)
        refuse(encryption_problems(encryption, key_given=encryption_key is not None, shared=shared), of=id)
        super().__init__(scope, id)
        claim(self, "OrgSharedRegistry")
        self.encryption = encryption
        self._shared: list[str] = []
        self._unshareable: list[str] = []
        if encryption.takes_key and encryption_key is None:
            encryption_key = make_key(self, "Key", description="Images of the ECR registry's repositories")
        self.encryption_key = encryption_key
        """The default key, given or made; None where repositories need none."""
        self.policy = RegistryPolicy(self, "Policy")
        if manage_account_settings:
            settings = AccountSettings(self, "AccountSettings", blob_mounting=blob_mounting)
            self.policy.node.add_dependency(settings)
        if scanning:
            _scan(self, scanning)
        for share in sharing:
            self.share(share)

    def share(self, share: Share, *, repositories: Sequence[str] = ("*",)) -> None:
        """Share every repository whose name matches one of ``repositories`` (``team/*``), existing or not.

        Raises GovernedEcrError where one that was added here is encrypted with the AWS managed key.
        """
        refuse(
            encryption_problems(self.encryption, key_given=bool(self.encryption_key), shared=True), of=self.node.path
        )
        for name in self._unshareable:
            refuse(
                encryption_problems(Encryption.AWS_MANAGED_KEY, key_given=False, shared=_any(repositories, name)),
                of=name,
            )
        self.policy.share(share, repositories=repositories)
        self._shared += repositories

    def add_repository(
        self,
        repository_name: str,
        *,
        immutability: Immutability = Immutability(),
        encryption: Encryption | None = None,
        encryption_key: kms.IKey | None = None,
        lifecycle: LifecyclePolicy = LifecyclePolicy.untagged(),
        sharing: Sequence[Share] = (),
        services: Sequence[ServiceAccess] = (),
        tags: Mapping[str, str] | None = None,
    ) -> GovernedRepository:
        """Declare a repository of this registry, in this stack, with the registry's encryption unless told otherwise.

        sharing: beyond what the registry shares already. The other settings are GovernedRepository's, which takes
            late-bound names as well.
        """
        if is_late_bound(repository_name):
            what = "A late-bound name, of which no construct id can be made."
            refuse([Problem("repository_name", what, "Declare a GovernedRepository.")], of=self.node.path)
        if encryption is None and encryption_key is None:
            encryption, encryption_key = self.encryption, self.encryption_key
        if encryption is Encryption.AWS_MANAGED_KEY:
            shared = _any(self._shared, repository_name)
            refuse(encryption_problems(encryption, key_given=bool(encryption_key), shared=shared), of=repository_name)
            self._unshareable.append(repository_name)
        return GovernedRepository(
            self,
            repository_name.replace("/", ":"),
            repository_name=repository_name,
            immutability=immutability,
            encryption=encryption,
            encryption_key=encryption_key,
            lifecycle=lifecycle,
            sharing=sharing,
            services=services,
            tags=tags,
        )


def _any(patterns: Sequence[str], name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _scan(registry: Construct, scanning: RegistryScanning) -> None:
    claim(registry, "AWS::ECR::RegistryScanningConfiguration")
    configuration = ecr.CfnRegistryScanningConfiguration(
        registry,
        "Scanning",
        scan_type=scanning.scan_type.value,
        rules=[
            ecr.CfnRegistryScanningConfiguration.ScanningRuleProperty(
                scan_frequency=rule.frequency.value,
                repository_filters=[
                    ecr.CfnRegistryScanningConfiguration.RepositoryFilterProperty(
                        filter=pattern, filter_type="WILDCARD"
                    )
                    for pattern in rule.filters
                ],
            )
            for rule in scanning.rules
        ],
    )
    # Deleting the configuration would turn scanning off, Amazon Inspector included.
    configuration.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
