"""The facts about an organization that no template states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from ..model.errors import Problem, refuse
from ..model.names import account_problems, organization_problems, region_problems
from ..model.shown import shown


@dataclass(frozen=True, slots=True)
class Context:
    """What rules and proofs may take for granted. A fact that is None is not known, and nothing is concluded from it.

    account, region: where templates are deployed whose own environment does not say (12 digits; a Region's code).
    organization: the id of the AWS organization (``o-...``).
    trusted_accounts: the accounts that may be granted something besides ``account``; an empty set trusts none.
    require_kms: repositories must be encrypted with AWS KMS; require_cmk: with a customer managed key.
    release_patterns: tags of images that must not be lost or moved, with ``*`` for any characters.

    Raises GovernedEcrError with all that is wrong with the facts.
    """

    account: str | None = None
    region: str | None = None
    organization: str | None = None
    trusted_accounts: frozenset[str] | None = None
    require_kms: bool = False
    require_cmk: bool = False
    release_patterns: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        facts = {name: getattr(self, name) for name in _CHECKS}
        refuse(_problems({name: fact for name, fact in facts.items() if fact is not None}, {}), of="Context")
        if self.trusted_accounts is not None:
            object.__setattr__(self, "trusted_accounts", frozenset(self.trusted_accounts))
        if self.release_patterns is not None:
            object.__setattr__(self, "release_patterns", tuple(self.release_patterns))


def context_of(data: Mapping[str, Any]) -> Context:
    """The facts of a context file; raises GovernedEcrError with all that is wrong with them.

    Keys, all optional, null like left out: account, region, org_id, trusted_accounts, require_kms, require_cmk,
    release_patterns.
    """
    given = {str(key): value for key, value in data.items() if value is not None}
    keys = {name: _KEYS.get(name, name) for name in _CHECKS}
    allowed = f"Allowed: {', '.join(keys.values())}."
    unknown = [Problem(key, "This key is not known.", allowed) for key in given if key not in keys.values()]
    facts = {name: given[key] for name, key in keys.items() if key in given}
    refuse([*unknown, *_problems(facts, keys)])
    return Context(**facts)


def _problems(facts: Mapping[str, Any], keys: Mapping[str, str]) -> list[Problem]:
    """What is wrong with facts, each placed at its key, or at its own name."""
    return [problem for name, fact in facts.items() for problem in _CHECKS[name](fact, keys.get(name, name))]


_Problems: TypeAlias = Callable[[Any, str], list[Problem]]


def _text(problems_of: _Problems) -> _Problems:
    def check(value: Any, place: str) -> list[Problem]:
        if isinstance(value, str):
            return problems_of(value, place)
        # No text is an empty one, as to what is allowed.
        return [replace(problem, what=f"{shown(value)} is not text.") for problem in problems_of("", place)]

    return check


def _each(problems_of: _Problems) -> _Problems:
    def check(value: Any, place: str) -> list[Problem]:
        if not isinstance(value, list | tuple | set | frozenset):
            return [Problem(place, f"{shown(value)} is not a list.", "Allowed: a list, [] for none.")]
        entries = value if isinstance(value, list | tuple) else sorted(value, key=str)
        return [problem for at, each in enumerate(entries) for problem in problems_of(each, f"{place}[{at}]")]

    return check


def _flag(value: Any, place: str) -> list[Problem]:
    return (
        [] if isinstance(value, bool) else [Problem(place, f"{shown(value)} is not a flag.", "Allowed: true or false.")]
    )


def _pattern(value: str, place: str) -> list[Problem]:
    if re.fullmatch(r"[0-9A-Za-z_*][0-9A-Za-z._*-]{0,127}", value):
        return []
    allowed = "Allowed: 1-128 letters, digits, '.', '_' and '-', with '*' for any characters (v*)."
    return [Problem(place, f"{shown(value)} is not a pattern of image tags.", allowed)]


_KEYS: Final = {"organization": "org_id"}
"""What a file calls facts whose name differs."""
_CHECKS: Final[Mapping[str, _Problems]] = {
    "account": _text(account_problems),
    "region": _text(region_problems),
    "organization": _text(organization_problems),
    "trusted_accounts": _each(_text(account_problems)),
    "require_kms": _flag,
    "require_cmk": _flag,
    "release_patterns": _each(_text(_pattern)),
}
