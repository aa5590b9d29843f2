"""Whom a question is about, as truth about the cases of requesters, organizations, sources and networks."""

from __future__ import annotations

from .fields import Kind
from .question import Trust, Who
from .text import ACCOUNT
from .truth import Doubt, Truth, all_of, negation
from .world import Choice, Vocabulary

ACCOUNTS = "the trusted accounts"
ORGANIZATION = "the organization's id"


def requester_is(who: Who, requester: Choice, vocabulary: Vocabulary) -> Truth:
    if who is Who.ANONYMOUS:
        return Kind.ANONYMOUS in requester.kinds
    if who is Who.SERVICE:
        return Kind.SERVICE in requester.kinds
    if Kind.IAM not in requester.kinds:
        return False
    account = requester.account
    if account == vocabulary.own.account:
        return False
    if who is Who.FOREIGNER:
        return True
    if who is Who.OUTSIDER:
        return negation(_trusted(account, vocabulary))
    return account not in vocabulary.named_accounts and account not in (vocabulary.trust.accounts or ())


def organization_is(who: Who, choice: Choice, vocabulary: Vocabulary) -> Truth:
    """About the organization of a principal's account."""
    if who is Who.OUTSIDER:
        return negation(_own_organization(choice.organization, vocabulary))
    if who is Who.STRANGER:
        return choice.organization not in vocabulary.named_organizations | {vocabulary.trust.organization}
    if who is Who.MEMBER:
        own = choice.organization == vocabulary.trust.organization and choice.organization != ""
        return own and not any(unit in choice.path for unit in vocabulary.named_units)
    return True


def source_is(who: Who, choice: Choice, vocabulary: Vocabulary) -> Truth:
    """About the account that a service acts for."""
    if who is not Who.SERVICE:
        return True
    return all_of((choice.account != "", _outside(choice.account, vocabulary), _certainly(choice)))


def source_organization_is(who: Who, choice: Choice, vocabulary: Vocabulary) -> Truth:
    return negation(_own_organization(choice.organization, vocabulary)) if who is Who.SERVICE else True


def network_is(who: Who, choice: Choice, vocabulary: Vocabulary) -> Truth:
    """Outsiders come from networks of their own, and strangers from none that the policy names."""
    account, organization = choice.account, choice.organization
    if who not in (Who.OUTSIDER, Who.STRANGER, Who.ANONYMOUS):
        return _certainly(choice)
    if choice.own_network:
        return False
    if who is Who.STRANGER and (account in vocabulary.named_accounts or organization in vocabulary.named_organizations):
        return False
    foreign = negation(_own_organization(organization, vocabulary))
    return all_of((_outside(account, vocabulary), foreign, _certainly(choice)))


def context_is(who: Who, choice: Choice, vocabulary: Vocabulary) -> Truth:
    """A service that acts for a resource outside does not name resources of ours in the encryption context."""
    if who is not Who.SERVICE:
        return True
    accounts = (account for _, value in choice.keys for account in ACCOUNT.findall(str(value)))
    return all_of(_outside(account, vocabulary) for account in accounts)


def _certainly(choice: Choice) -> Truth:
    return Doubt.about(choice.uncertain, undocumented=True) if choice.uncertain else True


def _outside(account: str, vocabulary: Vocabulary) -> Truth:
    return account != vocabulary.own.account and negation(_trusted(account, vocabulary))


def _trusted(account: str, vocabulary: Vocabulary) -> Truth:
    trust: Trust = vocabulary.trust
    if trust.accounts is not None:
        return account in trust.accounts
    return Doubt.about(ACCOUNTS) if account in vocabulary.named_accounts else False


def _own_organization(organization: str, vocabulary: Vocabulary) -> Truth:
    if not organization:
        return False
    if vocabulary.trust.organization is not None:
        return organization == vocabulary.trust.organization
    return Doubt.about(ORGANIZATION) if organization in vocabulary.named_organizations else False
