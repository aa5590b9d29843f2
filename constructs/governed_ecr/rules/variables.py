"""Policy variables that stand for the owner of the policy's resource, whom the registry's facts name.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ..access.question import Trust
from ..state.policy import Condition, Statement, Text
from ..state.unknown import Reference, Unknown

_VARIABLE: Final = re.compile(r"(\$\{aws:Resource(?:Account|OrgID)\})", re.IGNORECASE)

OWNER_ACCOUNT: Final = Reference("AWS::AccountId")
OWNER_ORGANIZATION: Final = Reference("AWS::OrganizationId")
"""As if CloudFormation had it: a value that every deployment knows, and that is no stranger's."""


def with_owner(statement: Statement, trust: Trust) -> Statement:
    """The statement with the owner's account and organization in the place of ``${aws:ResourceAccount}`` and
    ``${aws:ResourceOrgID}``."""
    conditions = tuple(_resolved(condition, trust) for condition in statement.conditions)
    return replace(statement, conditions=conditions) if conditions != statement.conditions else statement


def _resolved(condition: Condition, trust: Trust) -> Condition:
    return replace(condition, values=tuple(_text(value, trust) for value in condition.values))


def _text(value: Text, trust: Trust) -> Text:
    if not isinstance(value, str) or not _VARIABLE.search(value):
        return value
    parts = [_part(part, trust) for part in _VARIABLE.split(value) if part]
    return "".join(map(str, parts)) if all(isinstance(part, str) for part in parts) else Unknown(tuple(parts))


def _part(part: str, trust: Trust) -> str | Reference:
    if not _VARIABLE.fullmatch(part):
        return part
    if "account" in part.lower():
        return trust.account or OWNER_ACCOUNT
    return trust.organization or OWNER_ORGANIZATION
