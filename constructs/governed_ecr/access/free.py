"""The keys whose values requesters choose by themselves, and those that belong to the resource."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from itertools import combinations, pairwise

from ..state.unknown import Unknown
from .conditions import KeyValue, moment, number
from .fields import ALL, Field, Values, family, field_of
from .glob import Part, TooComplexError, examples
from .truth import Fact
from .world import NO_ACCOUNT, Choice, Vocabulary

_PLAIN = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_./:=+@ "
_SAMPLES = {"aws:requestedregion": ("us-east-1",), "aws:useragent": ("curl",)}


def choices_of(vocabulary: Vocabulary, key: str) -> list[Choice]:
    """The cases of a key that is tied to no other, as the policy writes it."""
    name = vocabulary.keys[key]
    known = field_of(key)
    if known is None or known.values is Values.UNCERTAIN:
        return [Choice(((name, _of_resource(vocabulary, key) or Fact(f"the key {name}")),))]
    try:
        values = _values(vocabulary, key, known)
    except TooComplexError:
        return [Choice(((name, Fact(f"the key {name}, whose conditions are too complex")),))]
    without = [] if known.always else [Choice()]
    if known.kinds != ALL and known.always:
        without = [Choice(kinds=ALL - known.kinds)]
    return [*without, *(Choice(((name, value),), known.kinds) for value in values)]


def _of_resource(vocabulary: Vocabulary, key: str) -> KeyValue:
    """What a key says about the resource itself."""
    if key == "aws:resourceaccount":
        known = vocabulary.own.account
        return known if known != NO_ACCOUNT else Fact("the own account's id")
    if key == "aws:resourceorgid":
        return vocabulary.trust.organization or Fact("the organization's id")
    if key == "aws:resourceorgpaths":
        return Fact("the organizational unit of the own account")
    if family(key) in ("aws:resourcetag/", "ecr:resourcetag/"):
        return Fact(f"the tag {key.split('/', 1)[1]} of the resource")
    return None


def _values(vocabulary: Vocabulary, key: str, known: Field) -> list[KeyValue]:
    if known.only:
        return list(known.only)
    if known.values is Values.BOOL:
        return ["true", "false"]
    if known.values is not Values.TEXT:
        return list(_points(vocabulary, key, known.values))
    patterns = vocabulary.patterns(key)
    literal = {token for pattern in patterns for token in pattern.tokens if isinstance(token, str)}
    alphabet = _PLAIN + "".join(sorted(literal.difference(_PLAIN)))
    samples = _SAMPLES.get(key, ("stranger",))
    words = [
        word[0]
        for word in examples([Part(frozenset({key}), alphabet=alphabet, low=0, samples=samples)], {key: patterns})
    ]
    if not known.several:
        return list(words)
    if len(words) > 6:
        raise TooComplexError
    return [chosen for size in range(1, len(words) + 1) for chosen in combinations(words, size)]


def _points(vocabulary: Vocabulary, key: str, values: Values) -> list[str]:
    """The limits that a key is compared with, and a value between any two of them."""
    parse = number if values is Values.NUMBER else moment
    limits: set[float] = {1_800_000_000.0 if values is not Values.NUMBER else 100.0}
    for condition in vocabulary.of_key(key):
        for value in condition.values:
            try:
                if not isinstance(value, Unknown):
                    limits.add(parse(value))
            except (ValueError, OverflowError):
                continue
    ordered = sorted(limits)
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    points = [*ordered, *between, max(ordered[0] - 1, 0), ordered[-1] + 1]
    return list(dict.fromkeys(_written(point, values) for point in points if point >= 0))


def _written(point: float, values: Values) -> str:
    if values is Values.DATE and point < 250_000_000_000:
        date = datetime.fromtimestamp(point, UTC).isoformat(
            timespec="seconds" if point == int(point) else "milliseconds"
        )
        return date.replace("+00:00", "Z")
    return str(int(point)) if point == int(point) else repr(point)
