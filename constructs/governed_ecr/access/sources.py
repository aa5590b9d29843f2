"""Organizations of principals, and the resources that services act for."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from typing import Final

from .conditions import KeyValue
from .examples import examples, read
from .fields import Kind
from .glob import AnyOf, Part, Pattern, Wild
from .world import LOWER, Choice, Vocabulary, account_part, subsets

_PLAIN = string.ascii_letters + string.digits + "-_/.+=,@$*#!'() "
_IAM, _SERVICE = frozenset({Kind.IAM}), frozenset({Kind.SERVICE})
_NOT_SERVICE = frozenset({Kind.ANONYMOUS, Kind.IAM})
_DEPTH = 5
"""Organizational units are nested no deeper.

docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""
_ORGANIZATION = re.compile("o-[a-z0-9]{10,32}")
_ARN, _ACCOUNT, _OWNER = "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner"
_NAME, _KNOWN = "what follows the account", "the service of an ARN"
_BOTH, _ONLY_ARN = frozenset({_ARN, _ACCOUNT, _OWNER}), frozenset({_ARN})
_RESOURCE, _SERVICE_NAME = frozenset({_ARN, _NAME}), frozenset({_ARN, _KNOWN})
_QUALIFIED = "ArnLike in place of StringLike, whose * takes a name for an account if AWS sends a qualified ARN"

SHAPES: Final = {
    "lambda": (":", "::"),
    "codebuild": ("/", "/:"),
    "codepipeline": ("", ":"),
    "ecs": ("/", "/:"),
    "events": ("/", "/:"),
    "s3": ("/",),
}
"""How the ARNs of some services go on after the account: what stands between a type, which is a word of letters, and
the names; empty where there is only a name. A name has no colon, so that none can look like an account elsewhere.
docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""


def principal_organizations(vocabulary: Vocabulary) -> list[Choice]:
    """The organization of a principal's account: none, or one, with the account's place in it."""
    return [
        Choice(),
        *organizations(vocabulary, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", _IAM),
    ]


def source_organizations(vocabulary: Vocabulary) -> list[Choice]:
    """The organization of the resource that a service acts for. A service need not name it."""
    found = [Choice()]
    for choice in organizations(vocabulary, "aws:SourceOrgID", "aws:SourceOrgPaths", _SERVICE):
        if choice.keys:
            found.append(Choice((), _SERVICE, organization=choice.organization, path=choice.path))
        found.append(choice)
    return found


def organizations(vocabulary: Vocabulary, id_key: str, path_key: str, kinds: frozenset[Kind]) -> Iterable[Choice]:
    """The cases of organizations: an id, and the path of an account: ``o-id/r-root/ou-a/ou-b/``."""
    identity, path = id_key.lower(), path_key.lower()
    both, only_path = frozenset({identity, path}), frozenset({path})
    named = vocabulary.exact(sorted(vocabulary.named_organizations))
    patterns: dict[str, list[Pattern | AnyOf]] = {identity: [*vocabulary.told_apart(identity), *named], path: []}
    heads = [[Part(both, text="o-"), Part(both, alphabet=LOWER, low=10, high=32, samples=("stranger00", "foreign000"))]]
    own = vocabulary.trust.organization
    if own is not None:
        patterns[identity] += vocabulary.exact([own])
    # Ids are o- and at least ten characters, but whoever names another one may know better.
    known = sorted({*vocabulary.named_organizations, *([own] if own else ())})
    heads += [[Part(both, text=each)] for each in known if not _ORGANIZATION.fullmatch(each)]
    tails: list[list[Part]] = [[]]
    if path in vocabulary.keys:
        units = (Pattern((Wild.RUN, *unit, Wild.RUN)) for unit in sorted(vocabulary.named_units))
        patterns[path] = [*vocabulary.told_apart(path), AnyOf(tuple(units))]
        root = [Part(only_path, text="/r-"), Part(only_path, alphabet=LOWER, low=4, high=32, samples=("0000",))]
        unit = [
            Part(only_path, text="/ou-"),
            Part(only_path, alphabet=LOWER + "-", samples=("0000-00000000",)),
        ]
        end = Part(only_path, text="/")
        tails = [[*root, *unit * depth, end] for depth in range(_DEPTH + 1)]
    seen: set[tuple[str, str]] = set()
    for parts in (head + tail for tail in tails for head in heads):
        for word in examples(parts, patterns):
            found, place = read(parts, word, identity), read(parts, word, path)
            if (found, place) in seen:
                continue
            seen.add((found, place))
            keys: list[tuple[str, KeyValue]] = [(id_key, found), (path_key, (place,))]
            carried = tuple((key, value) for key, value in keys if key.lower() in vocabulary.keys)
            yield Choice(carried, kinds, organization=found, path=place)


def sources(vocabulary: Vocabulary) -> list[Choice]:
    """The resources that services act for. A service may name its account, its ARN, both or none of them."""
    found = [Choice(kinds=_NOT_SERVICE)]
    inside = (vocabulary.trust.accounts or frozenset()) | {vocabulary.own.account}
    for number, name in dict.fromkeys(_sources(vocabulary, inside)):
        keys: list[tuple[str, KeyValue]] = [
            ("aws:SourceAccount", number),
            ("aws:SourceArn", name),
            ("aws:SourceOwner", number),
        ]
        carried = [(key, value) for key, value in keys if key.lower() in vocabulary.keys]
        uncertain = _QUALIFIED if _poses_as(name, inside) else ""
        found += [Choice(chosen, _SERVICE, account=number, uncertain=uncertain) for chosen in subsets(carried)]
    return found


def _sources(vocabulary: Vocabulary, inside: frozenset[str]) -> Iterable[tuple[str, str]]:
    """Accounts with ARNs of their resources: an ARN is any that could be, also one without a Region or an account."""
    patterns: dict[str, list[Pattern | AnyOf]] = {
        _ARN: vocabulary.told_apart(_ARN),
        _ACCOUNT: [*vocabulary.told_apart(_ACCOUNT), *vocabulary.account_patterns],
        _OWNER: vocabulary.told_apart(_OWNER),
    }
    if _ARN not in vocabulary.keys:
        for word in examples([account_part(_BOTH)], patterns):
            yield word[0], ""
        return
    named = [str(value) for condition in vocabulary.of_key(_ARN) for value in condition.values]
    known = [service for service in SHAPES if any(f":{service}:" in text for text in named)]
    # Known services have ARNs of their own shapes, so the ARNs of all others must be told apart from theirs, and those
    # that have an account of ours for a name from those that need not.
    patterns[_KNOWN] = [*vocabulary.exact(known)]
    patterns[_NAME] = [
        Pattern((Wild.RUN, *f":{account}:", Wild.RUN))
        for account in sorted(inside)
        if any(account in text for text in named)
    ]
    extra = "".join(sorted({character for text in named for character in text}.difference(_PLAIN + ":")))
    of_arn = {key: patterns[key] for key in (_ARN, _KNOWN, _NAME)}
    of_account = {key: patterns[key] for key in (_ACCOUNT, _OWNER)}
    owners = [word[0] for word in examples([account_part(frozenset({_ACCOUNT, _OWNER}))], of_account)]
    for parts, service in _forms(vocabulary, known, _PLAIN + extra):
        with_account = any(_ACCOUNT in part.readers for part in parts)
        for word in examples(parts, patterns if with_account else of_arn):
            if service or read(parts, word, _KNOWN) not in known:
                name = read(parts, word, _ARN)
                for number in [read(parts, word, _ACCOUNT)] if with_account else owners:
                    yield number, name


def _forms(vocabulary: Vocabulary, known: Iterable[str], alphabet: str) -> Iterable[tuple[list[Part], str]]:
    """The forms of ARNs, with the service where it is a known one."""
    partition, region = vocabulary.own.partition, vocabulary.own.region
    zone = region.rstrip(string.digits)
    colon = Part(_ONLY_ARN, text=":")
    # Neither the name of a service nor that of a Region can look like an account.
    any_service = [
        Part(_SERVICE_NAME, alphabet=string.ascii_lowercase, samples=("lambda",)),
        Part(_SERVICE_NAME, alphabet=LOWER + "-", low=0, samples=("",)),
    ]
    place = [
        colon,
        Part(_ONLY_ARN, alphabet=string.ascii_lowercase + "-", low=0, samples=(zone,)),
        Part(_ONLY_ARN, alphabet=string.digits, low=0, high=2, samples=(region.removeprefix(zone),)),
        colon,
    ]
    number = account_part(_BOTH)
    title = Part(_RESOURCE, alphabet=alphabet, samples=("stranger",))
    kind = Part(_RESOURCE, alphabet=string.ascii_letters + "-", samples=("function", "project"))
    anything = Part(_RESOURCE, alphabet=alphabet + ":", samples=("function:stranger", "project/stranger", "stranger"))
    start, mark = Part(_ONLY_ARN, text=f"arn:{partition}:"), Part(_RESOURCE, text=":")
    yield [start, *any_service, *place, number, mark, anything], ""
    yield [start, *any_service, *place, mark, anything], ""
    for service in known:
        name = Part(_SERVICE_NAME, text=service)
        yield [start, name, *place, mark, title], service
        for shape in SHAPES[service]:
            resource = [title] if not shape else [kind]
            for separator in shape:
                resource += [Part(_RESOURCE, text=separator), title]
            yield [start, name, *place, number, mark, *resource], service


def _poses_as(arn: str, accounts: frozenset[str]) -> bool:
    """Whether a name within a resource is one of these ids: ``...:function:111111111111:prod``. AWS does not document
    that it ever sends such an ARN as the source; of Lambda it documents the ARN of the function."""
    return not accounts.isdisjoint(arn.split(":")[5:-1])
