"""The tags that a request gives, and their keys: whoever makes a request that tags something chooses them.

docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import Final

from .conditions import KeyValue
from .free import selections, texts
from .glob import TooComplexError
from .truth import Fact
from .world import Choice, Vocabulary

_KEYS: Final = "aws:tagkeys"
_TAG: Final = "aws:requesttag/"
_MOST: Final = 4000
"""Cases."""


def request_tags(vocabulary: Vocabulary) -> list[Choice]:
    """The cases: no tags, and each combination of keys and values. ``aws:TagKeys`` has the keys of all tags."""
    tags = [name for key, name in vocabulary.keys.items() if key.startswith(_TAG)]
    try:
        return [Choice(), *_cases(vocabulary, tags)]
    except TooComplexError:
        asked = [*tags, *([vocabulary.keys[_KEYS]] if _KEYS in vocabulary.keys else ())]
        facts = tuple((name, Fact(f"the key {name}, whose conditions are too complex")) for name in asked)
        return [Choice(), Choice(facts)]


def _cases(vocabulary: Vocabulary, tags: list[str]) -> Iterator[Choice]:
    values = {tag: [None, *texts(vocabulary, tag.lower())] for tag in tags}
    given = {tag: tag[len(_TAG) :] for tag in tags}
    others: list[tuple[str, ...]] = [()]
    if _KEYS in vocabulary.keys:
        tied = {name.lower() for name in given.values()}
        free = [word for word in texts(vocabulary, _KEYS, exactly=given.values()) if word.lower() not in tied]
        others += selections(vocabulary, _KEYS, free)
    if len(others) * prod(len(each) for each in values.values()) > _MOST:
        raise TooComplexError
    for more in others:
        for chosen in product(*values.values()):
            keys = [(tag, value) for tag, value in zip(tags, chosen, strict=True) if value is not None]
            yield from _case(vocabulary, keys, (*(given[tag] for tag, _ in keys), *more))


def _case(vocabulary: Vocabulary, keys: Iterable[tuple[str, str]], names: tuple[str, ...]) -> Iterator[Choice]:
    carried: list[tuple[str, KeyValue]] = [*keys]
    if _KEYS in vocabulary.keys and names:
        carried.append((vocabulary.keys[_KEYS], names))
    if carried:
        yield Choice(tuple(carried))
