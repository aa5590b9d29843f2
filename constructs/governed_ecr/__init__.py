"""Govern Amazon ECR with AWS CDK: the names below are the public door, each loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .account_settings import AccountSettings
    from .cache_credential import make_secret
    from .creation_template import AppliedFor, RepositoryCreationTemplate
    from .model.encryption import Encryption
    from .model.errors import GovernedEcrError
    from .model.lifecycle import LifecyclePolicy
    from .model.lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass, TagStatus
    from .model.mutability import Immutability, TagMutability
    from .model.replication import Destination, ReplicationRule
    from .model.scanning import RegistryScanning, ScanFrequency, ScanningRule, ScanType
    from .model.sharing import Access, Service, ServiceAccess, Share
    from .model.upstreams import Upstream
    from .nag import GovernedEcrChecks
    from .org_registry import OrgSharedRegistry
    from .pull_through_cache import PullThroughCache
    from .registry_policy import RegistryPolicy
    from .replication import ReplicationDestination, ReplicationRuleSet
    from .repository import GovernedRepository
    from .state.context import Context

_HOMES: Final = {
    "Access": "model.sharing",
    "AccountSettings": "account_settings",
    "ActionType": "model.lifecycle_rule",
    "AppliedFor": "creation_template",
    "Context": "state.context",
    "CountType": "model.lifecycle_rule",
    "Destination": "model.replication",
    "Encryption": "model.encryption",
    "GovernedEcrChecks": "nag",
    "GovernedEcrError": "model.errors",
    "GovernedRepository": "repository",
    "Immutability": "model.mutability",
    "LifecyclePolicy": "model.lifecycle",
    "LifecycleRule": "model.lifecycle_rule",
    "OrgSharedRegistry": "org_registry",
    "PullThroughCache": "pull_through_cache",
    "RegistryPolicy": "registry_policy",
    "RegistryScanning": "model.scanning",
    "ReplicationDestination": "replication",
    "ReplicationRule": "model.replication",
    "ReplicationRuleSet": "replication",
    "RepositoryCreationTemplate": "creation_template",
    "ScanFrequency": "model.scanning",
    "ScanType": "model.scanning",
    "ScanningRule": "model.scanning",
    "Service": "model.sharing",
    "ServiceAccess": "model.sharing",
    "Share": "model.sharing",
    "StorageClass": "model.lifecycle_rule",
    "TagMutability": "model.mutability",
    "TagStatus": "model.lifecycle_rule",
    "Upstream": "model.upstreams",
    "make_secret": "cache_credential",
}

__all__ = [
    "Access",
    "AccountSettings",
    "ActionType",
    "AppliedFor",
    "Context",
    "CountType",
    "Destination",
    "Encryption",
    "GovernedEcrChecks",
    "GovernedEcrError",
    "GovernedRepository",
    "Immutability",
    "LifecyclePolicy",
    "LifecycleRule",
    "OrgSharedRegistry",
    "PullThroughCache",
    "RegistryPolicy",
    "RegistryScanning",
    "ReplicationDestination",
    "ReplicationRule",
    "ReplicationRuleSet",
    "RepositoryCreationTemplate",
    "ScanFrequency",
    "ScanType",
    "ScanningRule",
    "Service",
    "ServiceAccess",
    "Share",
    "StorageClass",
    "TagMutability",
    "TagStatus",
    "Upstream",
    "make_secret",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
