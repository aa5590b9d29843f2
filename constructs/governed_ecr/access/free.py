"""The keys whose values requesters choose by themselves, and those that belong to the resource."""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb
from typing import Final

from .conditions import KeyValue, moment, number
from .examples import examples
from .fields import ALL, CONTEXT, Field, Kind, Values, family, field_of, never_sent
from .glob import Part, TooComplexError
from .points import between, date, is_ordered, is_textual, limits
from .points import number as written
from .times import as_text
from .truth import Fact
from .world import LOWER, NO_ACCOUNT, Choice, Vocabulary

_PLAIN = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_./:=+@ "
_SAMPLES = {"aws:requestedregion": ("us-east-1",), "aws:useragent": ("curl",)}
_MOST: Final = 4000
"""Selections of values."""


def choices_of(vocabulary: Vocabulary, key: str) -> list[Choice]:
    """The cases of a key that is tied to no other, as the policy writes it."""
    name = vocabulary.keys[key]
    known = field_of(key)
    if known is None or known.values is Values.UNCERTAIN:
        return [Choice(((name, _of_resource(vocabulary, key) or Fact(f"the key {name}", unlikely=never_sent(key))),))]
    try:
        values = _values(vocabulary, key, known)
    except TooComplexError:
        return [Choice(((name, Fact(f"the key {name}, whose conditions are too complex")),))]
    without = [] if known.always else [Choice()]
    if known.kinds != ALL and known.always:
        without = [Choice(kinds=ALL - known.kinds)]
    return [*without, *(Choice(((name, value),), _kinds(known, value)) for value in values)]


def _kinds(known: Field, value: KeyValue) -> frozenset[Kind]:
    return frozenset({Kind.IAM}) if value in known.of_iam else known.kinds


def _of_resource(vocabulary: Vocabulary, key: str) -> KeyValue:
    """What a key says about the resource itself."""
    if key == "aws:resourceaccount":
        account = vocabulary.own.account
        return account if account != NO_ACCOUNT else Fact("the own account's id")
    if key == "aws:resourceorgid":
        return vocabulary.trust.organization or Fact("the organization's id")
    if key == "aws:resourceorgpaths":
        return Fact("the organizational unit of the own account")
    if family(key) in ("aws:resourcetag/", "ecr:resourcetag/"):
        tag = key.split("/", 1)[1]
        known = next((value for name, value in sorted(vocabulary.trust.tags) if name.lower() == tag), None)
        return known if known is not None else Fact(f"the tag {tag} of the resource")
    return None


def _values(vocabulary: Vocabulary, key: str, known: Field) -> list[KeyValue]:
    if known.only:
        return list(known.only)
    if key == "aws:requestedregion" and vocabulary.trust.region is not None:
        return [vocabulary.trust.region]  # a repository is asked in its own Region
    if known.values is Values.BOOL:
        return ["true", "false"]
    if known.values is Values.TEXT:
        words = texts(vocabulary, key)
        return [*selections(vocabulary, key, words)] if known.several else [*words, *_ordered(vocabulary, key)]
    parse, write, common = (moment, date, 1_800_000_000.0) if known.values is Values.DATE else (number, written, 100.0)
    conditions = vocabulary.of_key(key)
    points: list[KeyValue] = [write(point) for point in between({common, *limits(conditions, parse)})]
    return [*dict.fromkeys(points), as_text(vocabulary, key)] if any(map(is_textual, conditions)) else points


def texts(vocabulary: Vocabulary, key: str, exactly: Iterable[str] = ()) -> list[str]:
    """A text for each case of a key's patterns. exactly: further texts that are cases of their own."""
    flat = [*vocabulary.patterns(key), *vocabulary.exact(exactly)]
    # Who is outside may depend on the value of an encryption context: each of its patterns is a case of its own.
    patterns = flat if family(key) == CONTEXT else [*vocabulary.told_apart(key), *vocabulary.exact(exactly)]
    literal = {token for pattern in flat for token in pattern.tokens if isinstance(token, str)}
    alphabet = _PLAIN + "".join(sorted(literal.difference(_PLAIN)))
    parts = [Part(frozenset({key}), alphabet=alphabet, low=0, samples=_SAMPLES.get(key, ("stranger",)))]
    if key == "kms:viaservice":
        parts = _via_service(vocabulary, key)
    return ["".join(word) for word in examples(parts, {key: patterns})]


def _via_service(vocabulary: Vocabulary, key: str) -> list[Part]:
    """``ecr.us-east-1.amazonaws.com``: docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"""
    reader, region = frozenset({key}), vocabulary.own.region
    suffix = "amazonaws.com.cn" if vocabulary.own.partition == "aws-cn" else "amazonaws.com"
    return [
        Part(reader, alphabet=LOWER + "-", samples=("ecr",)),
        Part(reader, text="."),
        Part(reader, alphabet=LOWER + "-", samples=(region,)),
        Part(reader, text=f".{suffix}"),
    ]


def selections(vocabulary: Vocabulary, key: str, words: Sequence[str]) -> list[tuple[str, ...]]:
    """The values that a key of several can have at once. Each condition asks for one value or for all of them, so that
    more values than conditions tell nothing more."""
    most = min(len(words), sum(condition.operator != "Null" for condition in vocabulary.of_key(key)) or 1)
    if sum(comb(len(words), size) for size in range(1, most + 1)) > _MOST:
        raise TooComplexError
    return [chosen for size in range(1, most + 1) for chosen in combinations(words, size)]


def _ordered(vocabulary: Vocabulary, key: str) -> list[KeyValue]:
    """Numbers and dates, where a text is compared as one."""
    conditions = [condition for condition in vocabulary.of_key(key) if is_ordered(condition)]
    if not conditions:
        return []
    of_numbers = [condition for condition in conditions if condition.operator.startswith("Numeric")]
    found: list[KeyValue] = []
    if of_numbers:
        found += [written(point) for point in between({100.0, *limits(of_numbers, number)})]
    if len(of_numbers) < len(conditions):
        found += [date(point) for point in between({1_800_000_000.0, *limits(conditions, moment)})]
    return [*found, as_text(vocabulary, key)]
