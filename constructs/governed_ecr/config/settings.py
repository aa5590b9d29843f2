"""The settings that ``defaults:``, ``patterns:``, repositories, caches and creation templates have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..model.encryption import Encryption
from ..model.errors import GovernedEcrError
from ..model.mutability import Immutability, TagMutability
from ..model.sharing import Access, Service, ServiceAccess, Share
from .fields import Account, KmsKey, Part, RefusedError, Tags
from .lifecycle import Lifecycle


class TagMutabilitySetting(Part):
    """Whether tags can be moved to another image."""

    mode: Annotated[TagMutability, Field(strict=False)] = TagMutability.IMMUTABLE
    exclusion_filters: list[str] = []
    """Tags that the mode does not hold for; '*' for any characters. At most 5."""

    def value(self) -> Immutability:
        return Immutability(self.mode, tuple(self.exclusion_filters))

    @model_validator(mode="after")
    def _is_accepted_by_ecr(self) -> TagMutabilitySetting:
        try:
            self.value()
        except GovernedEcrError as error:
            raise RefusedError.of(error, within="immutability") from None
        return self


class EncryptionSetting(Part):
    """Encryption at rest. Fixed when a repository is created: a change makes another, empty repository."""

    type: Literal["AES256", "KMS", "KMS_DSSE"]
    key: KmsKey | None = None
    """With KMS: 'registry' (the default: the key that this registry's stack makes), 'aws/ecr' (the AWS managed key; not
    for shared repositories), or the ARN of a key in the hub's Region."""

    @model_validator(mode="after")
    def _key_fits(self) -> EncryptionSetting:
        if self.type == "AES256" and self.key:
            raise ValueError("AES256 takes no key; leave it out, or use KMS")
        if self.type == "KMS_DSSE" and self.key == "aws/ecr":
            raise ValueError("KMS_DSSE takes a customer managed key: 'registry' or an ARN")
        return self

    @property
    def encryption(self) -> Encryption:
        """The model's name for it."""
        if self.type == "KMS_DSSE":
            return Encryption.DUAL_LAYER
        if self.type == "AES256":
            return Encryption.AES256
        return Encryption.AWS_MANAGED_KEY if self.key == "aws/ecr" else Encryption.CUSTOMER_MANAGED_KEY

    @property
    def registry_key(self) -> bool:
        """Whether the registry's own key encrypts."""
        return self.encryption.takes_key and self.key in (None, "registry")

    @property
    def key_arn(self) -> str | None:
        """The ARN of the key that was named."""
        return self.key if self.key not in (None, "registry", "aws/ecr") else None


class Grantees(Part):
    """Who may."""

    organization: bool = False
    """Everyone in the organization."""
    units: list[str] = []
    """Organizational units: names from organization.units, or paths."""
    accounts: list[Account] = []
    """AWS accounts by their ids."""


class SharingSetting(Part):
    """Who beyond the registry's account may pull, or push."""

    pull: Grantees = Grantees()
    push: Grantees = Grantees()
    """Push includes pull. Not for the whole organization."""

    @model_validator(mode="after")
    def _push_is_narrow(self) -> SharingSetting:
        if self.push.organization:
            raise ValueError("push cannot be shared with the whole organization; name units or accounts")
        return self

    def shares(self, organization: str, units: dict[str, str]) -> tuple[Share, ...]:
        """The shares, with the names of units replaced by their paths."""
        shares = []
        for access, grantees in ((Access.PULL, self.pull), (Access.PUSH, self.push)):
            if grantees.organization:
                shares.append(Share.with_organization(organization))
            if grantees.units:
                shares.append(Share.with_units(*(units.get(name, name) for name in grantees.units), access=access))
            if grantees.accounts:
                shares.append(Share.with_accounts(*grantees.accounts, access=access))
        return tuple(shares)


class ServicesSetting(Part):
    """AWS services that may pull, and the accounts for which they may."""

    lambda_: Annotated[list[Account], Field(alias="lambda")] = []
    """Accounts whose Lambda functions run the images. Those of other accounts need a share as well."""
    codebuild: list[Account] = []
    """Accounts whose CodeBuild projects use the images."""

    def grants(self) -> tuple[ServiceAccess, ...]:
        """The grants."""
        accounts = {Service.LAMBDA: self.lambda_, Service.CODEBUILD: self.codebuild}
        return tuple(ServiceAccess(service, tuple(ids)) for service, ids in accounts.items() if ids)


class Settings(Part):
    """What governs a repository. What is left out comes from the patterns that match its name, then the defaults."""

    tag_mutability: TagMutabilitySetting | None = None
    encryption: EncryptionSetting | None = None
    lifecycle: Lifecycle | None = None
    sharing: SharingSetting | None = None
    services: ServicesSetting | None = None
    tags: Tags | None = None
    """AWS tags; those of defaults and patterns are kept beside them."""

    def over(self, base: Settings) -> Settings:
        """These settings where they say something, and ``base`` where they do not."""
        said = {name: getattr(self, name) for name in Settings.model_fields if getattr(self, name) is not None}
        if base.tags and self.tags is not None:
            said["tags"] = {**base.tags, **self.tags}
        return base.model_copy(update=said)
