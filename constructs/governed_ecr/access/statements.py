"""Whether the parts of a statement are about a request: its principals, actions and resources.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..state.policy import Principals, Statement, Text
from ..state.unknown import Unknown
from .fields import Kind
from .text import EXACT, LIKE, NOCASE, How, Own, comparand
from .truth import Doubt, Truth, any_of, negation
from .world import Choice

_WILD = re.compile(r"[*?]|\$\{")
_ACTION = How({"wildcards", "nocase"})


def about_principal(statement: Statement, requester: Choice, own: Own) -> Truth:
    """A resource policy's statement without principals is about nobody.

    A Deny with NotPrincipal leaves alone whoever is named, sessions of named roles included. AWS can deny some of those
    as well, where the account is not named beside the role: so what is said to be open may be less so, never more.
    """
    if statement.principals is not None:
        return _among(statement.principals, requester, own)
    if statement.not_principals is not None:
        return negation(_among(statement.not_principals, requester, own))
    return False


def separately(principals: Principals) -> Iterator[Principals]:
    """The principals that are known, and each that is not: a value is the same wherever a policy has it."""
    known = tuple(text for text in principals.aws if isinstance(text, str))
    yield replace(principals, aws=known)
    if not principals.everyone:
        yield from (Principals(aws=(text,)) for text in principals.aws if not isinstance(text, str))


def _among(principals: Principals, requester: Choice, own: Own) -> Truth:
    if principals.everyone:
        return True
    if Kind.SERVICE in requester.kinds:
        return any_of(_is_service(text, requester, own) for text in principals.services)
    if Kind.IAM in requester.kinds:
        return any_of(_is(text, requester, own) for text in principals.aws)
    return any_of(_maybe_everyone(text) for text in principals.aws)


def _is(text: Text, requester: Choice, own: Own) -> Truth:
    """Whether a principal of a policy is the requester: its account, its role or user, or its session."""
    if isinstance(text, str) and not _WILD.search(text):
        return text in (requester.account, requester.arn, requester.session)
    if isinstance(text, str):
        found = comparand(text, LIKE, own).matches(requester.arn)
        return Doubt.about(f"what AWS makes of the principal {text}", undocumented=True) if found is True else found
    exact = comparand(text, EXACT, own)
    of_account = exact.matches(requester.account)
    return any_of((_maybe_everyone(text), of_account, exact.matches(requester.arn), exact.matches(requester.session)))


def _is_service(text: Text, requester: Choice, own: Own) -> Truth:
    """Whether a service of a policy is the requester. AWS documents no wildcards in the name of one."""
    if isinstance(text, str) and _WILD.search(text):
        found = comparand(text, _ACTION, own).matches(requester.service)
        return Doubt.about(f"what AWS makes of the service {text}", undocumented=True) if found is True else found
    return comparand(text, NOCASE, own).matches(requester.service)


def _maybe_everyone(text: Text) -> Truth:
    """A value that only the deployment knows may be ``*``, unless it is an ARN."""
    if isinstance(text, Unknown) and text.reference is not None:
        reference = text.reference
        if not reference.logical_id and not reference.expression.startswith("AWS::"):
            return Doubt.about(reference.expression)
    return False


def about_action(statement: Statement, action: str, own: Own) -> Truth:
    if statement.actions is not None:
        return _covers(statement.actions, action, own)
    return negation(_covers(statement.not_actions, action, own)) if statement.not_actions is not None else False


def _covers(actions: Iterable[Text], action: str, own: Own) -> Truth:
    return any_of(comparand(text, _ACTION, own).matches(action) for text in actions)


def about_resource(statement: Statement, resource: str, own: Own) -> Truth:
    """Policies of repositories and keys need not name their resource."""
    if statement.resources is not None:
        return any_of(comparand(text, LIKE, own).matches(resource) for text in statement.resources)
    if statement.not_resources is not None:
        return negation(any_of(comparand(text, LIKE, own).matches(resource) for text in statement.not_resources))
    return True
