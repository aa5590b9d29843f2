"""A replication filter selects repositories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...model.names import ROOT, replication_prefix_problems
from ...state.creation_templates import CREATION_TEMPLATE, applies_to
from ...state.registry import RegistryState, Resource
from ...state.replication import RULES, prefixes, rule_count
from ..once import once_per_state
from ..repository_names import repository_names
from ..rule import Found, Rule, Severity

_KIND: Final = "PREFIX_MATCH"


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    for rule in range(rule_count(resource)):
        for index, prefix in enumerate(prefixes(resource, rule) or ()):
            path = ("Properties", *RULES, rule, "RepositoryFilters", index, "Filter")
            kind = resource.get(*path[1:-1], "FilterType")
            if isinstance(kind, str) and kind != _KIND:
                yield Found(f"{kind!r} is no kind of filter. Allowed: {_KIND}.", (*path[:-1], "FilterType"))
            if not isinstance(prefix, str):
                continue
            if problems := replication_prefix_problems(prefix):
                yield from (Found(f"{problem.what} {problem.mend}", path) for problem in problems)
            elif not _may_select(prefix, state):
                yield Found(f"No repository has a name that begins with {prefix!r}.", path)


def _may_select(prefix: str, state: RegistryState) -> bool:
    """Whether a repository's name begins so, now or once a cache or a creation template makes it.

    A registry of which no repository is known may have any.
    """
    names = repository_names(state)
    if names.some_unknown or not names.known or names.beginning_with(prefix):
        return True
    return any(_overlap(prefix, made) for made in _made_later(state))


@once_per_state
def _made_later(state: RegistryState) -> frozenset[str]:
    """The prefixes of repositories that a pull or a push makes. What replication makes is not replicated again."""
    caches = [cache.get("EcrRepositoryPrefix") for cache in state.of_type("AWS::ECR::PullThroughCacheRule")]
    pushes = [
        template.get("Prefix")
        for template in state.of_type(CREATION_TEMPLATE)
        if applies_to(template, "CREATE_ON_PUSH") is not False
    ]
    return frozenset(prefix if isinstance(prefix, str) else ROOT for prefix in (*caches, *pushes))


def _overlap(prefix: str, made: str) -> bool:
    # ROOT makes repositories of any name, and so may a prefix that is not known.
    below = made.rstrip("/") + "/"
    return made == ROOT or below.startswith(prefix) or prefix.startswith(below)


REPLICATION_FILTER = Rule(
    id="ReplicationFilter",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="A filter of a replication rule selects no repository.",
    why="The images that it was meant for are not copied, and nothing says so until a Region is lost.",
    mend="Write what the repositories' names begin with, literally (prod/): a filter takes no wildcards.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    check=_check,
)
