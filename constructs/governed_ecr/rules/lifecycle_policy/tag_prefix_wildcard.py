"""A tag prefix is taken literally."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.wildcards import ANY
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity
from .reading import HOLDERS, lifecycle_of, path_of


def _check(resource: Resource, _: RegistryState) -> Iterable[Found]:
    reading = lifecycle_of(resource)
    for at, rule in enumerate(reading.rules if reading else ()):
        prefix = next((prefix for prefix in rule.tag_prefixes if ANY in prefix), None) if rule else None
        if prefix:
            yield Found(f"rules[{at}] has the tag prefix {prefix!r}: no tag begins so.", path_of(resource))


TAG_PREFIX_WILDCARD = Rule(
    id="TagPrefixWildcard",
    severity=Severity.WARNING,
    applies_to=HOLDERS,
    summary="A lifecycle rule has a '*' in a tag prefix, so it acts on no image.",
    why="ECR takes tagPrefixList literally, and no tag has a '*': what was to expire stays, and what the rule was to "
    "shield is left to the rules after it.",
    mend="Use tagPatternList, or leave the '*' out.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    check=_check,
)
