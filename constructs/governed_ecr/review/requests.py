"""Requests that a changed policy lets through, or no longer: who, and what, as sentences say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..access.actions import actions_of
from ..access.question import PolicyKind, Question, Trust
from ..access.witness import Witness
from ..model import actions as ecr
from ..rules.identifiers import account_of, identifiers
from ..state.policy import Condition, Policy, Text

_BY_ACTION: Final[Mapping[str, str]] = {
    **dict.fromkeys((*ecr.READ, *ecr.READ_MORE, *ecr.PUBLIC_READ), "read about"),
    **dict.fromkeys(ecr.READ_REGISTRY, "read the settings of"),
    **dict.fromkeys(ecr.REPLICATE, "replicate images into"),
    **dict.fromkeys(ecr.PULL_THROUGH, "import upstream images into"),
    "ecr:CreateRepository": "create repositories in",
    **dict.fromkeys(ecr.KEY_DECRYPT, "decrypt with"),
    **dict.fromkeys(ecr.KEY_ENCRYPT, "encrypt with"),
}
_BY_QUESTION: Final[Mapping[Question, str]] = {
    Question.PULL: "pull from",
    Question.PUSH: "push to",
    Question.ADMINISTER: "administer",
}
_Keys = Mapping[str, str | tuple[str, ...]]

SAID: Final = frozenset(
    {"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "kms:CallerAccount"}
)
_SERVICE: Final = frozenset({"aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:PrincipalIsAWSService"})
_SOURCES: Final[Mapping[str, str]] = {
    "aws:SourceAccount": "account ",
    "aws:SourceOrgID": "organization ",
    "aws:SourceOrgPaths": "organizational unit ",
    "aws:SourceArn": "",
}


def question_of(request: Witness, kind: PolicyKind) -> Question:
    """Which question a request is an answer to."""
    return next((one for one in Question if request.action in actions_of(kind, one)), Question.ADMINISTER)


def verb(request: Witness, kind: PolicyKind) -> str:
    """``pull from``, ``push to``, ``administer``; what ECR calls by another name is called so."""
    return _BY_ACTION.get(request.action) or _BY_QUESTION[question_of(request, kind)]


def listed(words: Iterable[str]) -> str:
    """``pull from, push to and administer``."""
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} and {last}" if others else last


def who(request: Witness, policy: Policy, trust: Trust) -> str:
    """Whom a request stands for: what a policy names is itself, and all else an example."""
    keys = dict(request.context)
    if request.principal == "anonymous":
        return f"anyone, even without AWS credentials,{_conditions(keys, frozenset())}"
    if ":" not in request.principal:
        return _service(request.principal, keys)
    texts = [str(text) for text in _texts(policy)]
    account = account_of(request.principal)
    if request.principal in texts:
        found = f"the principal {request.principal}"
    elif account in identifiers(texts):
        found = f"account {account}{_standing(account, keys, trust)}"
    else:
        found = _crowd(keys, " ".join(texts), trust)
    return found + _conditions(keys, SAID)


def is_service(request: Witness) -> bool:
    """Whether an AWS service makes it."""
    return request.principal != "anonymous" and ":" not in request.principal


def is_stranger(request: Witness, policy: Policy, trust: Trust) -> bool:
    """Whether a request comes from, or is made for, somebody whom the policy does not name and nobody trusts."""
    keys = dict(request.context)
    named = {trust.account, trust.organization, *identifiers(map(str, _texts(policy)))} - {None}
    if request.principal == "anonymous":
        return True
    if is_service(request):
        return named.isdisjoint(identifiers(_shown(keys[key]) for key in _SOURCES if key in keys))
    return account_of(request.principal) not in named and _organization(keys) not in named


def those_like(request: Witness, policy: Policy) -> Condition | None:
    """A condition that everyone meets whom the request of an IAM principal stands for; None for anyone at all."""
    texts = [str(text) for text in _texts(policy)]
    keys = dict(request.context)
    account, organization, unit = account_of(request.principal), _organization(keys), _unit(keys, " ".join(texts))
    if account in identifiers(texts):
        return Condition("StringEquals", "aws:PrincipalAccount", (str(account),))
    if not organization:
        return None
    if unit:
        beginning, _, _ = _path(keys).rpartition(unit)
        return Condition("StringLike", "aws:PrincipalOrgPaths", (f"{beginning}{unit}/*",))
    if "aws:PrincipalOrgID" in keys:
        return Condition("StringEquals", "aws:PrincipalOrgID", (organization,))
    return Condition("StringLike", "aws:PrincipalOrgPaths", (f"{organization}/*",))


def is_named(request: Witness, policy: Policy) -> bool:
    """Whether a policy names the principal itself."""
    return request.principal in map(str, _texts(policy))


def of_organization(request: Witness, trust: Trust) -> bool:
    """Whether a request comes as one of the organization, and not by its account's name."""
    return trust.organization is not None and trust.organization == _organization(dict(request.context))


def _service(name: str, keys: _Keys) -> str:
    sources = [f"{noun}{_shown(keys[key])}" for key, noun in _SOURCES.items() if key in keys]
    source = " and ".join(sources) or "resources of anyone"
    return f"the AWS service {name}, on behalf of {source},{_conditions(keys, _SERVICE.union(_SOURCES))}"


def _standing(account: str | None, keys: _Keys, trust: Trust) -> str:
    """What is known of an account that is named."""
    organization = _organization(keys)
    if organization and trust.organization and organization != trust.organization:
        return f" of another organization ({organization})"
    if trust.accounts is None or account in trust.accounts:
        return ""
    return ", which is not trusted,"


def _crowd(keys: _Keys, texts: str, trust: Trust) -> str:
    """Whoever is like a principal whom the policy does not name."""
    organization, unit = _organization(keys), _unit(keys, texts)
    if not organization:
        return "anyone with an account of AWS"
    if organization not in (trust.organization, *identifiers([texts])):
        return "any account of any organization"
    if unit:
        return f"any account of the organizational unit {unit}"
    other = "another" if trust.organization not in (None, organization) else "the"
    return f"any account of {other} organization {organization}"


def _organization(keys: _Keys) -> str:
    value = keys.get("aws:PrincipalOrgID")
    return value if isinstance(value, str) else _path(keys).split("/", 1)[0]


def _unit(keys: _Keys, texts: str) -> str:
    """The innermost organizational unit that is named."""
    return next((part for part in reversed(_path(keys).split("/")) if part.startswith("ou-") and part in texts), "")


def _path(keys: _Keys) -> str:
    value = keys.get("aws:PrincipalOrgPaths", "")
    return value if isinstance(value, str) else next(iter(value), "")


def _conditions(keys: _Keys, said: frozenset[str]) -> str:
    rest = [key for key in keys if key not in said]
    return f" (if {', '.join(rest)} {'fits' if len(rest) == 1 else 'fit'})" if rest else ""


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _texts(policy: Policy) -> Iterator[Text]:
    for statement in policy.statements:
        for principals in (statement.principals, statement.not_principals):
            yield from principals.aws if principals else ()
        for condition in statement.conditions:
            yield from condition.values
