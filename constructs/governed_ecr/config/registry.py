"""The whole of registry.yaml, and the answers that the stacks ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..model import replication
from ..model.sharing import Share
from ..model.upstreams import Upstream
from .acknowledgement import Acknowledgement, below
from .fields import (
    Account,
    CachePrefix,
    OrganizationId,
    OrganizationPath,
    Part,
    Region,
    ReplicationPrefix,
    RepositoryName,
    RepositoryPattern,
    Tags,
    TemplatePrefix,
)
from .scanning import ScanningSetting
from .settings import EncryptionSetting, Settings, SharingSetting


class Organization(Part):
    """The AWS organization."""

    id: OrganizationId
    units: dict[str, OrganizationPath] = {}
    """Organizational units by names of your own, each with its path (o-.../r-.../ou-.../*)."""


class Hub(Part):
    """The registry that owns the images."""

    account: Account
    region: Region


class RegistrySharing(SharingSetting):
    """Shares through the registry policy, of repositories that exist and of those that will."""

    repositories: Annotated[list[Annotated[str, Field(pattern=r"^[a-z0-9*?._/-]+$")]], Field(min_length=1)] = ["*"]
    """Names of repositories; '*' for any characters (team-*). Left out: every repository."""


class Pattern(Settings):
    """Settings for all repositories whose name matches; of several patterns, the later says more."""

    match: RepositoryPattern
    """Repository names; '*' for any characters, '?' for one (payments/*)."""


class Repositories(Settings):
    """Repositories that are declared together."""

    names: Annotated[list[RepositoryName], Field(min_length=1)]


class Credential(Part):
    """The Secrets Manager secret with which ECR authenticates upstream. Exactly one of the two."""

    username: Annotated[str, Field(min_length=1)] | None = None
    """Make a secret ecr-pullthroughcache/PREFIX with this user name; you put its accessToken."""
    secret_arn: str | None = None
    """Use this secret: its complete ARN."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Credential:
        if (self.username is None) == (self.secret_arn is None):
            raise ValueError("give exactly one of username and secret_arn")
        return self


class CacheSetting(Settings):
    """A pull-through cache. Every property of its rule forces replacement: decide once."""

    upstream: Annotated[Upstream, Field(strict=False)]
    prefix: CachePrefix
    """Of the cached repositories, or ROOT."""
    upstream_url: str | None = None
    """For azure-container-registry and ecr; the others have theirs."""
    upstream_prefix: CachePrefix | None = None
    credential: Credential | None = None


class TemplateSetting(Settings):
    """A creation template: repositories that ECR creates by itself below a prefix."""

    prefix: TemplatePrefix
    applied_for: Annotated[
        list[Literal["CREATE_ON_PUSH", "PULL_THROUGH_CACHE", "REPLICATION"]], Field(min_length=1)
    ] = ["CREATE_ON_PUSH"]
    description: Annotated[str, Field(max_length=256)] | None = None


class DestinationSetting(Part):
    """A registry that receives copies."""

    region: Region
    account: Account | None = None
    """Left out: the hub's account."""


class ReplicationSetting(Part):
    """A replication rule."""

    destinations: Annotated[list[DestinationSetting], Field(min_length=1)]
    prefixes: list[ReplicationPrefix] = []
    """Beginnings of repository names, literally (app also catches apple; app/ does not). None: every repository."""
    delete_replication: bool = False
    """Deletions and expiry at the source take effect at the destinations too."""

    def value(self) -> replication.ReplicationRule:
        destinations = tuple(replication.Destination(d.region, d.account) for d in self.destinations)
        return replication.ReplicationRule(destinations, tuple(self.prefixes), self.delete_replication)


@dataclass(frozen=True, slots=True)
class Replica:
    """A registry that receives copies, with the prefixes of the rules that lead there (none: every repository)."""

    account: str
    region: str
    prefixes: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that its creation templates can be for: ``app/`` is one; for ``app`` only the root, "", will do."""
        return tuple(dict.fromkeys(prefix if prefix.endswith("/") else "" for prefix in self.prefixes or ("",)))

    def prefixes_below(self, path: str) -> tuple[str, ...]:
        """The prefixes whose creation template is that of ``path``; none means every repository."""
        return (path,) if path else tuple(prefix for prefix in self.prefixes if not prefix.endswith("/"))


class Registry(Part):
    """The container registry of one organization."""

    schema_: Annotated[str | None, Field(alias="$schema")] = None
    """For editors that read the schema from the file itself."""
    organization: Organization
    hub: Hub
    stack_prefix: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")] = "Registry"
    """What the names of the stacks begin with. Choose once."""
    repository_stacks: Annotated[int, Field(ge=1, le=200)] = 16
    """Over how many stacks repositories are spread, by a hash of their names. Choose once: another number moves
    them."""
    sharing: RegistrySharing = RegistrySharing()
    scanning: ScanningSetting = ScanningSetting()
    manage_account_settings: bool = True
    """Put the registry policy scope (V2) and the basic scan version, which CloudFormation cannot, by a custom
    resource."""
    blob_mounting: bool | None = None
    """Whether pushes may reuse layers of other repositories; left out, the setting stays as it is."""
    defaults: Settings = Settings()
    patterns: list[Pattern] = []
    repositories: list[Repositories] = []
    pull_through_caches: list[CacheSetting] = []
    creation_templates: list[TemplateSetting] = []
    replication: list[ReplicationSetting] = []
    acknowledgements: list[Acknowledgement] = []
    """Findings of the rules that are meant to be so."""
    tags: Tags = {}
    """AWS tags of everything that the stacks make."""

    def shares(self, sharing: SharingSetting | None) -> tuple[Share, ...]:
        """The shares of a ``sharing:``, with the organization's id and the paths of its units."""
        return sharing.shares(self.organization.id, self.organization.units) if sharing else ()

    def settled(self, name: str, own: Settings) -> Settings:
        """The settings of a repository: its own, over the patterns that match its name, over the defaults."""
        settings = self.settled_defaults
        for pattern in self.patterns:
            if fnmatchcase(name, pattern.match):
                settings = pattern.over(settings)
        return own.over(settings)

    def settled_below(self, prefix: str, own: Settings) -> Settings:
        """The settings of repositories below a prefix, not known by name: patterns like ``prefix/*`` count."""
        return self.settled(below(prefix), own)

    def each_repository(self) -> Iterator[tuple[str, Settings]]:
        """Every declared repository with its settled settings, in the file's order."""
        for group in self.repositories:
            for name in group.names:
                yield name, self.settled(name, group)

    @cached_property
    def replicas(self) -> tuple[Replica, ...]:
        """The registries that receive copies, each once."""
        prefixes: dict[tuple[str, str], list[str] | None] = {}
        for rule in self.replication:
            for destination in rule.destinations:
                key = (destination.account or self.hub.account, destination.region)
                known = prefixes.setdefault(key, [])
                prefixes[key] = None if not rule.prefixes or known is None else [*known, *rule.prefixes]
        return tuple(
            Replica(account, region, tuple(dict.fromkeys(of or ()))) for (account, region), of in prefixes.items()
        )

    def patterns_below(self, paths: tuple[str, ...]) -> Iterator[str]:
        """The paths of the patterns that mean one (``payments/*``), inside the given ones."""
        for match in dict.fromkeys(pattern.match for pattern in self.patterns):
            path = match.removesuffix("*")
            plain = path.endswith("/") and not any(wildcard in path for wildcard in "*?[")
            if plain and path not in paths and any(path.startswith(outer) for outer in paths):
                yield path

    @cached_property
    def hub_needs_key(self) -> bool:
        """Whether anything in the hub is encrypted with the registry's own key."""
        return any(setting.registry_key for setting in self._encryptions())

    @cached_property
    def replicas_need_key(self) -> bool:
        """Whether copies are encrypted with a customer managed key: their Region's own, whatever the hub's is."""
        return any(setting.encryption.takes_key for setting in self._encryptions())

    def _encryptions(self) -> Iterator[EncryptionSetting]:
        of_repositories = (settings for _, settings in self.each_repository())
        of_caches = (self.settled_below(cache.prefix, cache) for cache in self.pull_through_caches)
        of_templates = (self.settled_below(template.prefix, template) for template in self.creation_templates)
        of_copies = (self.settled_below(path, Settings()) for replica in self.replicas for path in replica.paths)
        for settings in chain(of_repositories, of_caches, of_templates, of_copies):
            if settings.encryption:
                yield settings.encryption

    @cached_property
    def settled_defaults(self) -> Settings:
        """The settings of whatever no pattern and no entry of its own says more about."""
        return self.defaults.over(Settings(encryption=EncryptionSetting(type="KMS"), tags=self.tags or None))
