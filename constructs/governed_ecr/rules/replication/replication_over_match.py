"""A replication filter selects what it names, and nothing that only begins alike."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.replication import over_matched
from ...state.registry import RegistryState, Resource
from ...state.replication import RULES, prefixes, rule_count
from ..repository_names import repository_names
from ..rule import Found, Rule, Severity

_NAMED = 3


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    names = repository_names(state)
    for rule in range(rule_count(resource)):
        for index, prefix in enumerate(prefixes(resource, rule) or ()):
            alike = names.beginning_with(prefix) if isinstance(prefix, str) else []
            # A prefix that is no repository and no folder of them (prod-) is meant as the beginning of a name.
            is_path = any(name == prefix or name.startswith(f"{prefix}/") for name in alike)
            caught = over_matched(prefix, alike) if is_path else []
            if caught:
                more = f" and {len(caught) - _NAMED} more" if len(caught) > _NAMED else ""
                yield Found(
                    f"The filter {prefix!r} also selects {', '.join(caught[:_NAMED])}{more}.",
                    ("Properties", *RULES, rule, "RepositoryFilters", index, "Filter"),
                )


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
