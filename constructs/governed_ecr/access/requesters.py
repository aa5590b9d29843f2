"""Who can make a request: IAM principals, services, and requests without credentials."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from ..state.policy import Text
from .conditions import KeyValue
from .examples import examples, read
from .fields import Kind
from .glob import AnyOf, Part, Pattern
from .text import LIKE, comparand
from .truth import Fact
from .world import LOWER, NAMES, Choice, Vocabulary, account_part

ARN, SESSION, ACCOUNT = "aws:principalarn", "session", "aws:principalaccount"
CALLER, USER_NAME, USER_ID = "kms:calleraccount", "aws:username", "aws:userid"
_READERS = (ARN, SESSION, ACCOUNT, CALLER, USER_NAME, USER_ID)
_UNIQUE_ID = re.compile(r"A(ROA|IDA|GPA|SIA|KIA)[A-Z0-9]{3,}(?![A-Z0-9*?])")
_SERVICE_NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
Cases = dict[str, list[Pattern | AnyOf]]
_ARN_ONLY, _SESSION_ONLY = frozenset({ARN}), frozenset({SESSION})
_ACCOUNT_PART = account_part(frozenset({ARN, SESSION, ACCOUNT, CALLER}))


def requesters(vocabulary: Vocabulary) -> list[Choice]:
    """All cases of requesters, plain roles first."""
    arns = [text for text in vocabulary.principals if str(text).startswith("arn:") or not isinstance(text, str)]
    others: dict[str, list[Pattern]] = {
        ARN: [*vocabulary.exact(arns), *_globs(vocabulary, arns)],
        SESSION: vocabulary.exact(text for text in arns if ":sts:" in str(text)),
        ACCOUNT: vocabulary.account_patterns,
    }
    patterns = {key: [*vocabulary.patterns(key), *others.get(key, ())] for key in _READERS}
    cases: Cases = {key: [*vocabulary.told_apart(key), *others.get(key, ())] for key in _READERS}
    found = [*_roles(vocabulary, patterns, cases)]
    if _tells_users(vocabulary, patterns):
        found += _users(vocabulary, patterns, {key: cases[key] for key in _READERS if key != SESSION})
    return [*found, *_anonymous(vocabulary), *_services(vocabulary)]


def _anonymous(vocabulary: Vocabulary) -> Iterable[Choice]:
    """A request without credentials has no keys of a principal, or ``anonymous`` for some: AWS documents both."""
    kinds = frozenset({Kind.ANONYMOUS})
    yield Choice(kinds=kinds, principal="anonymous")
    said: list[tuple[str, KeyValue]] = [
        ("aws:PrincipalAccount", "anonymous"),
        ("aws:PrincipalType", "Anonymous"),
        ("aws:userid", "anonymous"),
    ]
    carried = tuple((key, value) for key, value in said if key.lower() in vocabulary.keys)
    if carried:
        yield Choice(carried, kinds, "anonymous")


def _globs(vocabulary: Vocabulary, arns: Iterable[Text]) -> list[Pattern]:
    """ARNs of principals with wildcards, which AWS refuses, as if it did not."""
    return [comparand(arn, LIKE, vocabulary.own).pattern for arn in arns if "*" in str(arn) or "?" in str(arn)]


def _tells_users(vocabulary: Vocabulary, patterns: dict[str, list[Pattern]]) -> bool:
    """Whether anything distinguishes users from roles; if nothing does, roles stand for both."""
    keys = (ARN, USER_NAME, USER_ID, "aws:principaltype", "aws:tokenissuetime", "aws:multifactorauthage")
    return bool(patterns[ARN] or any(key in vocabulary.keys for key in keys))


def _paths(patterns: dict[str, list[Pattern]]) -> list[list[Part]]:
    """A principal's path: none, and any, where a pattern can tell."""
    deep = any(pattern.tokens.count("/") >= 2 for pattern in patterns[ARN])
    any_path = [Part(_ARN_ONLY, alphabet=NAMES + "/", samples=("team",)), Part(_ARN_ONLY, text="/")]
    return [[], any_path] if deep else [[]]


def _roles(vocabulary: Vocabulary, patterns: dict[str, list[Pattern]], cases: Cases) -> Iterable[Choice]:
    own = vocabulary.own
    for path in _paths(patterns):
        parts = [
            Part(_ARN_ONLY, text=f"arn:{own.partition}:iam::"),
            Part(_SESSION_ONLY, text=f"arn:{own.partition}:sts::"),
            _ACCOUNT_PART,
            Part(_ARN_ONLY, text=":role/"),
            Part(_SESSION_ONLY, text=":assumed-role/"),
            *path,
            Part(frozenset({ARN, SESSION}), alphabet=NAMES, samples=("stranger",)),
            Part(_SESSION_ONLY, text="/"),
            *_unique_id("AROA", patterns),
            Part(frozenset({USER_ID}), text=":"),
            Part(frozenset({SESSION, USER_ID}), alphabet=NAMES, low=2, samples=("session",)),
        ]
        for word in examples(parts, cases):
            arn, session = read(parts, word, ARN), read(parts, word, SESSION)
            account, identity = read(parts, word, ACCOUNT), read(parts, word, USER_ID)
            named = any(pattern.matches(session) for pattern in patterns[SESSION])
            shown = session if named or USER_ID in vocabulary.keys else arn
            yield _iam(vocabulary, shown, arn, account, "AssumedRole", identity, session=session)


def _unique_id(prefix: str, patterns: dict[str, list[Pattern]]) -> list[Part]:
    """An id that AWS gives to a role or a user: whoever makes enough of them gets one that begins like this."""
    reader = frozenset({USER_ID})
    if not patterns[USER_ID]:
        return [Part(reader, text=f"{prefix}STRANGER000000000")]
    alphabet = string.ascii_uppercase + string.digits
    return [
        Part(reader, text=prefix),
        Part(reader, alphabet=alphabet, low=17, high=17, samples=("STRANGER000000000",)),
    ]


def _users(vocabulary: Vocabulary, patterns: dict[str, list[Pattern]], cases: Cases) -> Iterable[Choice]:
    own = vocabulary.own
    for path in _paths(patterns):
        parts = [
            Part(_ARN_ONLY, text=f"arn:{own.partition}:iam::"),
            _ACCOUNT_PART,
            Part(_ARN_ONLY, text=":user/"),
            *path,
            Part(frozenset({ARN, USER_NAME}), alphabet=NAMES, samples=("stranger",)),
            *_unique_id("AIDA", patterns),
        ]
        for word in examples(parts, cases):
            account, name = read(parts, word, ACCOUNT), read(parts, word, USER_NAME)
            arn = read(parts, word, ARN)
            yield _iam(vocabulary, arn, arn, account, "User", read(parts, word, USER_ID), user=name)
    account_and_id = account_part(frozenset({ARN, ACCOUNT, CALLER, USER_ID}))
    root = [Part(_ARN_ONLY, text=f"arn:{own.partition}:iam::"), account_and_id, Part(_ARN_ONLY, text=":root")]
    federated = [
        Part(_ARN_ONLY, text=f"arn:{own.partition}:sts::"),
        account_and_id,
        Part(_ARN_ONLY, text=":federated-user/"),
        Part(frozenset({USER_ID}), text=":"),
        Part(frozenset({ARN, USER_ID}), alphabet=NAMES, low=2, samples=("stranger",)),
    ]
    for parts, kind in ((root, "Account"), (federated, "FederatedUser")):
        for word in examples(parts, cases):
            arn = read(parts, word, ARN)
            yield _iam(vocabulary, arn, arn, read(parts, word, ACCOUNT), kind, read(parts, word, USER_ID))


def _iam(
    vocabulary: Vocabulary,
    principal: str,
    arn: str,
    account: str,
    kind: str,
    identity: str,
    user: str = "",
    session: str = "",
) -> Choice:
    keys: list[tuple[str, KeyValue]] = [
        ("aws:PrincipalArn", arn),
        ("aws:PrincipalAccount", account),
        ("kms:CallerAccount", account),
        ("aws:PrincipalType", kind),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:userid", _identity(vocabulary, identity)),
    ]
    if user:
        keys.append(("aws:username", user))
    # The ARN of a session does not have its role's path: then the request has to say which role it is.
    of_path = session == principal and arn.count("/") > 1
    carried = tuple(
        (key, value) for key, value in keys if key.lower() in vocabulary.keys or (of_path and key == "aws:PrincipalArn")
    )
    return Choice(carried, frozenset({Kind.IAM}), principal, arn, session, account=account)


def _identity(vocabulary: Vocabulary, identity: str) -> KeyValue:
    """A principal's id is given by AWS. Whose an id in a policy is, nobody knows; a stranger's it is not."""
    named = [
        found[0]
        for condition in vocabulary.of_key(USER_ID)
        for value in condition.values
        if (found := _UNIQUE_ID.search(str(value)))
    ]
    return Fact(f"whose id {named[0]} is", named=True) if named else identity


def is_service(name: str) -> bool:
    """Whether it is a service's name, and not ``lambda`` or ``*``."""
    return _SERVICE_NAME.fullmatch(name) is not None


def _services(vocabulary: Vocabulary) -> Iterable[Choice]:
    name, names = "aws:principalservicename", "aws:principalservicenameslist"
    suffix = "amazonaws.com.cn" if vocabulary.own.partition == "aws-cn" else "amazonaws.com"
    everywhere = frozenset({name, names})
    samples = ("lambda", "codebuild", "ecs-tasks", "stranger")
    parts = [Part(everywhere, alphabet=LOWER + "-.", samples=samples), Part(everywhere, text=f".{suffix}")]
    exact = vocabulary.exact(vocabulary.services)
    patterns = {name: [*vocabulary.patterns(name), *exact], names: vocabulary.patterns(names)}
    found = [read(parts, word, name) for word in examples(parts, patterns)]
    literal = [text for text in vocabulary.services if isinstance(text, str) and is_service(text)]
    for service in dict.fromkeys([*found, *literal]):
        keys: list[tuple[str, KeyValue]] = [
            ("aws:PrincipalServiceName", service),
            ("aws:PrincipalServiceNamesList", (service,)),
            ("aws:PrincipalIsAWSService", "true"),
        ]
        carried = tuple((key, value) for key, value in keys if key.lower() in vocabulary.keys)
        yield Choice(carried, frozenset({Kind.SERVICE}), service, service=service)
