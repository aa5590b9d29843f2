"""Policy documents, normalized: one form for strings and objects, single values and lists, and any case of keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .unknown import Unknown

Text = str | Unknown


class Effect(StrEnum):
    ALLOW = "Allow"
    DENY = "Deny"


@dataclass(frozen=True, slots=True)
class Principals:
    """Who a statement is about. ``everyone`` is ``"*"`` or ``{"AWS": "*"}``, which a resource policy reads alike.

    aws: account ids (a ``...:root`` ARN is read as its account's id) and ARNs of roles, users and sessions.
    """

    everyone: bool = False
    aws: tuple[Text, ...] = ()
    services: tuple[Text, ...] = ()
    federated: tuple[Text, ...] = ()
    canonical: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one key.

    operator: as AWS spells it, without what is in the other fields: ``StringLike``, ``Null``, ``IpAddress``.
    quantifier: ``ForAnyValue``, ``ForAllValues`` or empty.
    key: as AWS documents it where the key is a known one (``aws:PrincipalOrgID``), else as written.
    values: text; numbers and booleans as JSON writes them.
    """

    operator: str
    key: str
    values: tuple[Text, ...]
    quantifier: str = ""
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement. Of each pair (principals, actions, resources) one is None, and both where the document has neither.

    index: its place in the document's Statement (0 for a single object).
    variables: whether ``${...}`` stands for a value. It does not in documents of Version 2008-10-17, or of none:
    docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
    """

    index: int
    effect: Effect
    principals: Principals | None
    not_principals: Principals | None
    actions: tuple[Text, ...] | None
    not_actions: tuple[Text, ...] | None
    resources: tuple[Text, ...] | None
    not_resources: tuple[Text, ...] | None
    conditions: tuple[Condition, ...] = ()
    sid: str | None = None
    variables: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """The statements of a policy document. ``unresolved`` says which parts could not be read, if any were unknown."""

    statements: tuple[Statement, ...]
    unresolved: tuple[str, ...] = ()
