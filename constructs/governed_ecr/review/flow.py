"""Where images flow: destinations of replication, and which repositories they receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..rules.rule import Severity
from ..state.registry import RegistryState, Resource
from ..state.unknown import Unknown, Value
from .change import Change, ChangeKind
from .pairing import Pair
from .words import sentence, several

_REPLICATION: Final = "AWS::ECR::ReplicationConfiguration"
_RULES: Final = ("Properties", "ReplicationConfiguration", "Rules")


@dataclass(frozen=True, slots=True)
class Route:
    """What a destination receives: the repositories with one of ``prefixes`` (``""`` for all), and deletions too."""

    prefixes: frozenset[str]
    deletes: bool


def flow_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """Destinations that a registry gives up or gains, and the repositories that they no longer or newly receive."""
    if pair.head is None or pair.head.type != _REPLICATION:
        return
    before = routes(pair.base, base.environment.account) if pair.base else {}
    after = routes(pair.head, head.environment.account)
    settled = not _has_unknown(pair.head)
    for destination in sorted(before.keys() | after.keys()):
        yield from _destination(pair.head, destination, before.get(destination), after.get(destination), settled)


def _has_unknown(configuration: Resource) -> bool:
    """Whether a destination, or all of them, may be any: only the deployment knows."""
    rules = configuration.get("ReplicationConfiguration", "Rules")
    places = [place for rule in _entries(rules) for place in _entries(rule.get("Destinations"))]
    return isinstance(rules, Unknown) or any(isinstance(part, Unknown) for place in places for part in place.values())


def _destination(
    resource: Resource, destination: str, before: Route | None, after: Route | None, settled: bool
) -> Iterator[Change]:
    lost = _beyond(before, after)
    gained = _beyond(after, before)
    if lost:
        if after:
            what = f"only {_repositories(sorted(after.prefixes))} now, no longer {_repositories(lost)}"
        else:
            what = f"nothing any more, until now {_repositories(lost)}"
        if settled or after:
            message = f"{destination} receives {what}; the copies there grow old."
            yield _change(ChangeKind.REPLICATION_REMOVED, Severity.ERROR, resource, message)
        else:
            message = f"{destination} may receive {what}: where images go is not known before the deployment."
            yield _change(ChangeKind.REPLICATION_REMOVED, Severity.WARNING, resource, message)
    if gained:
        message = f"{destination} now receives {_repositories(gained)}."
        yield _change(ChangeKind.REPLICATION_ADDED, Severity.WARNING, resource, message)
    if before and after and after.deletes and not before.deletes:
        message = f"{destination} follows deletions and expiry from now on: it is no backup of them any more."
        yield _change(ChangeKind.RETENTION_REMOVED, Severity.ERROR, resource, message)


def _change(kind: ChangeKind, severity: Severity, resource: Resource, message: str) -> Change:
    return Change(kind, severity, resource, sentence(message), _RULES)


def routes(configuration: Resource, account: str | None) -> dict[str, Route]:
    """Destinations (``account 222222222222 in eu-west-1``) and what reaches them.

    docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
    """
    found: dict[str, Route] = {}
    for rule in _entries(configuration.get("ReplicationConfiguration", "Rules")):
        filters = _entries(rule.get("RepositoryFilters"))
        prefixes = frozenset(str(entry.get("Filter")) for entry in filters) or frozenset({""})
        deletes = _enabled(rule.get("DeleteReplication"))
        for entry in _entries(rule.get("Destinations")):
            registry = entry.get("RegistryId")
            own = registry is None or str(registry) in (account, "${AWS::AccountId}")
            where = f"{'the own account' if own else f'account {registry}'} in {entry.get('Region')}"
            known = found.get(where, Route(frozenset(), deletes=False))
            found[where] = Route(known.prefixes | prefixes, known.deletes or deletes)
    return found


def _beyond(one: Route | None, other: Route | None) -> list[str]:
    """The prefixes of a route that another does not cover."""
    if one is None:
        return []
    covered = other.prefixes if other else frozenset()
    return sorted(prefix for prefix in one.prefixes if not prefix.startswith(tuple(covered)))


def _repositories(prefixes: list[str]) -> str:
    return "all repositories" if "" in prefixes else f"repositories that begin with {several(prefixes)}"


def _enabled(value: Value) -> bool:
    return isinstance(value, Mapping) and value.get("Enabled") in (True, "true")


def _entries(value: Value) -> list[Mapping[str, Value]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
