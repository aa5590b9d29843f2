"""The facts about an organization that no template states."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """What rules and proofs may take for granted. A fact that is None is not known, and nothing is concluded from it.

    account, region: where templates are deployed whose own environment does not say (12 digits; a Region's code).
    organization: the id of the AWS organization (``o-...``).
    trusted_accounts: the accounts that may be granted something besides ``account``; an empty set trusts none.
    require_kms: repositories must be encrypted with AWS KMS; require_cmk: with a customer managed key.
    release_patterns: tags of images that must not be lost or moved, with ``*`` for any characters.
    """

    account: str | None = None
    region: str | None = None
    organization: str | None = None
    trusted_accounts: frozenset[str] | None = None
    require_kms: bool = False
    require_cmk: bool = False
    release_patterns: tuple[str, ...] | None = None
