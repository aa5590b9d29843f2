"""What governs a repository, whether it is declared or born from a creation template."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import limits
from .encryption import Encryption, encryption_problems
from .errors import Problem
from .lifecycle import LifecyclePolicy
from .mutability import Immutability
from .policy import document, size_problems
from .sharing import Grantee, ServiceAccess, Share, statements
from .tags import tag_problems


@dataclass(frozen=True, slots=True)
class RepositorySettings:
    """The settings that GovernedRepository and RepositoryCreationTemplate have in common, and their checks."""

    immutability: Immutability
    encryption: Encryption
    lifecycle: LifecyclePolicy
    key_given: bool = False
    sharing: tuple[Share, ...] = ()
    services: tuple[ServiceAccess, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def names_accounts(self) -> bool:
        """Whether the policy has ARNs, and so depends on the partition (aws, aws-cn, aws-us-gov)."""
        return bool(self.services) or any(share.grantee is Grantee.ACCOUNTS for share in self.sharing)

    def policy(self, partition: str = "aws") -> Mapping[str, Any] | None:
        """The repository policy; None where the account's own IAM decides alone."""
        if not (self.sharing or self.services):
            return None
        return _policy(self.sharing, self.services, partition)

    def problems(self) -> list[Problem]:
        """What is wrong with these settings together."""
        return [
            *encryption_problems(self.encryption, key_given=self.key_given, shared=bool(self.sharing)),
            *tag_problems(self.tags),
            *_size_problems(self.sharing, self.services),
        ]


# A registry's repositories have few policies between them: each is built and measured once.


@functools.lru_cache(maxsize=256)
def _policy(sharing: tuple[Share, ...], services: tuple[ServiceAccess, ...], partition: str) -> Mapping[str, Any]:
    return document(statements(sharing, services, partition))


@functools.lru_cache(maxsize=256)
def _size_problems(sharing: tuple[Share, ...], services: tuple[ServiceAccess, ...]) -> tuple[Problem, ...]:
    return tuple(size_problems(_policy(sharing, services, "aws"), limits.REPOSITORY_POLICY_CHARACTERS, "sharing"))
