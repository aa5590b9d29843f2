"""Organizations of principals, and the resources that services act for."""

from __future__ import annotations

import string
from collections.abc import Iterable

from .conditions import KeyValue
from .fields import Kind
from .glob import Part, Pattern, examples, read
from .text import ORGANIZATION
from .world import LOWER, Choice, Vocabulary, account_part, subsets

_NAMES = string.ascii_letters + string.digits + "-_/."
_IAM, _SERVICE = frozenset({Kind.IAM}), frozenset({Kind.SERVICE})
_NOT_IAM = frozenset({Kind.ANONYMOUS, Kind.SERVICE})
_NOT_SERVICE = frozenset({Kind.ANONYMOUS, Kind.IAM})
_DEPTH = 5
"""Organizational units are nested no deeper.

docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""
_QUALIFIED = "ArnLike in place of StringLike, whose * takes a name for an account if AWS sends a qualified ARN"


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
    patterns: dict[str, list[Pattern]] = {identity: [*vocabulary.patterns(identity), *named], path: []}
    heads = [[Part(both, text="o-"), Part(both, alphabet=LOWER, low=9, high=32, samples=("stranger00", "foreign000"))]]
    own = vocabulary.trust.organization
    if own is not None:
        patterns[identity] += vocabulary.exact([own])
        if not ORGANIZATION.fullmatch(own):
            heads.append([Part(both, text=own)])
    tails: list[list[Part]] = [[]]
    if path in vocabulary.keys:
        patterns[path] = vocabulary.patterns(path)
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
    arn, account, owner = "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner"
    only_arn, both = frozenset({arn}), frozenset({arn, account, owner})
    patterns = {
        arn: vocabulary.patterns(arn),
        account: [*vocabulary.patterns(account), *vocabulary.account_patterns],
        owner: vocabulary.patterns(owner),
    }
    partition, region = vocabulary.own.partition, vocabulary.own.region
    zone = region.rstrip(string.digits)
    colon = Part(only_arn, text=":")
    in_account = [
        Part(only_arn, text=f"arn:{partition}:"),
        # Neither the name of a service nor that of a Region can look like an account.
        Part(only_arn, alphabet=string.ascii_lowercase, samples=("lambda", "codebuild")),
        Part(only_arn, alphabet=LOWER + "-", low=0, samples=("",)),
        colon,
        Part(only_arn, alphabet=string.ascii_lowercase + "-", low=0, samples=(zone,)),
        Part(only_arn, alphabet=string.digits, low=0, high=2, samples=(region.removeprefix(zone),)),
        colon,
        account_part(both),
        colon,
    ]
    bucket = [
        account_part(frozenset({account, owner})),
        Part(only_arn, text=f"arn:{partition}:s3:::"),
        Part(only_arn, alphabet=LOWER + "-.", low=3, samples=("stranger",)),
    ]
    inside = (vocabulary.trust.accounts or frozenset()) | {vocabulary.own.account}
    # "project/name", "function:name", "function:name:alias": a name can look like an account and fool a text's star.
    kind = Part(only_arn, alphabet=string.ascii_lowercase + "-", samples=("function",))
    title = Part(only_arn, alphabet=_NAMES, samples=("stranger",))
    places = (
        [kind, colon, title],
        [Part(only_arn, alphabet=_NAMES, samples=("project/stranger",))],
        [kind, colon, title, colon, title],
    )
    forms = [*(in_account + place for place in places), bucket] if arn in vocabulary.keys else [[account_part(both)]]
    found = [Choice(kinds=_NOT_SERVICE)]
    seen: set[tuple[str, str]] = set()
    for parts in forms:
        for word in examples(parts, patterns):
            number, name = read(parts, word, account), read(parts, word, arn)
            if (number, name) in seen:
                continue
            seen.add((number, name))
            keys: list[tuple[str, KeyValue]] = [
                ("aws:SourceAccount", number),
                ("aws:SourceArn", name),
                ("aws:SourceOwner", number),
            ]
            carried = [(key, value) for key, value in keys if key.lower() in vocabulary.keys]
            uncertain = _QUALIFIED if _poses_as(name, inside) else ""
            found += [Choice(chosen, _SERVICE, account=number, uncertain=uncertain) for chosen in subsets(carried)]
    return found


def _poses_as(arn: str, accounts: frozenset[str]) -> bool:
    """Whether a name within a qualified ARN is one of these ids: ``...:function:111111111111:prod``. AWS does not
    document that it ever sends one as the source; of Lambda it documents the ARN of the function."""
    return not accounts.isdisjoint(arn.split(":")[6:-1])
