"""A replication filter selects what it names, and nothing that only begins alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from ...model.replication import over_matched
from ...state.registry import RegistryState, Resource
from ...state.replication import RULES, prefixes, rule_count
from ...state.unknown import Value
from ..rule import Found, Rule, Severity

_NAMED = 3


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    names = [repository.get("RepositoryName") for repository in state.of_type("AWS::ECR::Repository")]
    known = [name for name in names if isinstance(name, str)]
    for rule in range(rule_count(resource)):
        for index, prefix in enumerate(prefixes(resource, rule) or ()):
            caught = over_matched(prefix, known) if _is_path(prefix, known) else []
            if caught:
                more = f" and {len(caught) - _NAMED} more" if len(caught) > _NAMED else ""
                yield Found(
                    f"The filter {prefix!r} also selects {', '.join(caught[:_NAMED])}{more}.",
                    ("Properties", *RULES, rule, "RepositoryFilters", index, "Filter"),
                )


def _is_path(prefix: Value, names: list[str]) -> TypeGuard[str]:
    """Whether it names a repository or a folder of them; ``prod-`` is meant as the beginning of a name."""
    return isinstance(prefix, str) and any(name == prefix or name.startswith(f"{prefix}/") for name in names)


REPLICATION_OVER_MATCH = Rule(
    id="ReplicationOverMatch",
    severity=Severity.NOTE,
    applies_to=("AWS::ECR::ReplicationConfiguration",),
    summary="A filter of a replication rule also selects repositories outside the path that it names.",
    why="A filter is the beginning of a name, not a folder: app also selects apple, whose images are copied as well.",
    mend="End the filter with a slash (app/), and give a repository of the bare name a filter of its own.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/registry-settings-examples.html",
    check=_check,
)
