"""Where images flow: destinations of replication, and which repositories they receive.

docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..rules.rule import Severity
from ..state.registry import Environment, RegistryState, Resource
from ..state.replication import RULES, destinations, follows_deletions, has_more, prefixes
from ..state.unknown import Unknown
from .change import Change, ChangeKind
from .pairing import Pair
from .words import sentence, several

_REPLICATION: Final = "AWS::ECR::ReplicationConfiguration"
_PATH: Final = ("Properties", *RULES)
_SOME: Final = Unknown(("some repositories",))


@dataclass(frozen=True, slots=True)
class _Route:
    """What a destination receives; nothing without prefixes.

    prefixes: of the names of repositories, "" for all, and an Unknown for what is not known. follows: whether it loses
    what the source deletes, None where that is not known. known: whether it is known which destination it is.
    """

    prefixes: frozenset[str | Unknown] = frozenset()
    follows: bool | None = False
    known: bool = True

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it depends on the deployment."""
        return self.known and all(isinstance(prefix, str) for prefix in self.prefixes)

    def beyond(self, other: _Route) -> list[str | Unknown]:
        """The prefixes that the other does not cover."""
        covered = tuple(map(str, other.prefixes))
        return [prefix for prefix in sorted(self.prefixes, key=str) if not str(prefix).startswith(covered)]


_NOTHING: Final = _Route()


def flow_changes(pair: Pair, base: RegistryState, head: RegistryState) -> Iterator[Change]:
    """Destinations that a registry gives up or gains, and the repositories that they no longer or newly receive."""
    if pair.head is None or pair.head.type != _REPLICATION:
        return
    before = _routes(pair.base, base.environment) if pair.base else {}
    after = _routes(pair.head, head.environment)
    were_all = pair.base is None or _are_all(pair.base, before)
    are_all = _are_all(pair.head, after)
    for where in sorted(before.keys() | after.keys()):
        old, new = before.get(where, _NOTHING), after.get(where, _NOTHING)
        settled = old.is_settled and new.is_settled
        lost = _lost(pair.head, where, old, new, settled=settled and (where in after or are_all))
        yield from lost
        yield from _gained(
            pair.head, where, old, new, settled=settled and (where in before or were_all), told=bool(lost)
        )
        yield from _deletions(pair.head, where, old, new)


def _are_all(configuration: Resource, routes: Mapping[str, _Route]) -> bool:
    """Whether none of the destinations may turn out to be another, and there are no more."""
    return not has_more(configuration) and all(route.known for route in routes.values())


def _lost(resource: Resource, where: str, old: _Route, new: _Route, *, settled: bool) -> list[Change]:
    lost = old.beyond(new)
    if not lost:
        return []
    what = f"nothing any more, until now {_repositories(lost)}"
    if new.prefixes:
        what = f"only {_repositories(sorted(new.prefixes, key=str))} now, no longer {_repositories(lost)}"
    if settled:
        message = f"{where} receives {what}; the copies there grow old."
        return [_change(ChangeKind.REPLICATION_REMOVED, Severity.ERROR, resource, message)]
    message = f"{where} may receive {what}; not known before the deployment."
    return [_change(ChangeKind.REPLICATION_REMOVED, Severity.WARNING, resource, message)]


def _gained(resource: Resource, where: str, old: _Route, new: _Route, *, settled: bool, told: bool) -> Iterator[Change]:
    """told: whether what is not known was told already."""
    gained = [prefix for prefix in new.beyond(old) if not (told and isinstance(prefix, Unknown))]
    if gained and settled:
        message = f"{where} now receives {_repositories(gained)}."
        yield _change(ChangeKind.REPLICATION_ADDED, Severity.WARNING, resource, message)
    elif gained:
        message = f"{where} may now receive {_repositories(gained)}; not known before the deployment."
        yield _change(ChangeKind.REPLICATION_ADDED, Severity.WARNING, resource, message)


def _deletions(resource: Resource, where: str, old: _Route, new: _Route) -> Iterator[Change]:
    if not old.prefixes or not new.prefixes or old.follows is not False:
        return
    rest = "deletions and expiry from now on: it is no backup of them any more"
    if new.follows:
        message = f"{where} follows {rest}."
        yield _change(ChangeKind.RETENTION_REMOVED, Severity.ERROR, resource, message)
    elif new.follows is None:
        message = f"{where} may follow {rest}; not known before the deployment."
        yield _change(ChangeKind.RETENTION_REMOVED, Severity.WARNING, resource, message)


def _change(kind: ChangeKind, severity: Severity, resource: Resource, message: str) -> Change:
    return Change(kind, severity, resource, sentence(message), _PATH)


def _routes(configuration: Resource, own: Environment) -> dict[str, _Route]:
    """Destinations (``account 222222222222 in eu-west-1``) and what reaches them."""
    found: dict[str, _Route] = {}
    for destination in destinations(configuration):
        is_own = destination.in_own_account(own)
        where = f"{'the own account' if is_own else f'account {destination.account}'} in {destination.region}"
        known = (is_own or isinstance(destination.account, str)) and isinstance(destination.region, str)
        before = found.get(where, _NOTHING)
        follows = (before.follows, follows_deletions(configuration, destination.rule))
        found[where] = _Route(
            before.prefixes | _prefixes(configuration, destination.rule),
            True if True in follows else None if None in follows else False,
            known,
        )
    return found


def _prefixes(configuration: Resource, rule: int) -> frozenset[str | Unknown]:
    listed = prefixes(configuration, rule)
    if listed is None:
        return frozenset({_SOME})
    return frozenset(each if isinstance(each, str | Unknown) else _SOME for each in listed) or frozenset({""})


def _repositories(some: Sequence[str | Unknown]) -> str:
    if "" in some:
        return "all repositories"
    beginnings = [str(prefix) for prefix in some if prefix != _SOME]
    return f"repositories that begin with {several(beginnings)}" if beginnings else str(_SOME)
