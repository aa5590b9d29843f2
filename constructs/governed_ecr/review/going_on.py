"""Links that are gone by their words only: whom they were about goes on as one of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from ..state.registry import RegistryState
from .grantees import EVERYONE
from .places import Flow, Link, NodeKind, Place

GRANTEES: Final = frozenset(
    {NodeKind.EVERYONE, NodeKind.ORGANIZATION, NodeKind.UNIT, NodeKind.ACCOUNT, NodeKind.SERVICE, NodeKind.OTHER}
)

T = TypeVar("T")


def goes_on(removed: Iterable[Link], after: Iterable[Link], head: Iterable[RegistryState]) -> Iterator[Link]:
    """Those of the removed links that lead to, or come from, somebody whom a link of the head is about as well.

    Everyone is about all; the organization about its units, and about the accounts that are trusted.
    """
    by_end: dict[tuple[Place, Flow], list[Link]] = defaultdict(list)
    for link in after:
        by_end[_end(link), link.flow].append(link)
    many = [_members(state) for state in head]
    for link in removed:
        grantee = _grantee(link)
        for other in by_end.get((_end(link), link.flow), ()):
            among = _grantee(other)
            if other.detail in ("", link.detail) and any(_is_one_of(grantee, among, each) for each in many):
                yield link
                break


def _grantee(link: Link) -> Place:
    return link.target if link.flow is Flow.PULL else link.source


def _end(link: Link) -> Place:
    return link.source if link.flow is Flow.PULL else link.target


def _members(state: RegistryState) -> tuple[str | None, frozenset[str] | None]:
    return state.context.organization, state.context.trusted_accounts


def _is_one_of(one: Place, many: Place, members: tuple[str | None, frozenset[str] | None]) -> bool:
    if one.kind not in GRANTEES or many.kind not in GRANTEES:
        return False
    if many == EVERYONE:
        return True
    organization, accounts = members
    if many.kind is not NodeKind.ORGANIZATION or many.label != organization:
        return False
    trusted = one.kind is NodeKind.ACCOUNT and (accounts is None or one.label in accounts)
    return trusted or one.kind is NodeKind.UNIT


def without_unlinked(places: Mapping[Place, T], links: Iterable[Link], removed: T) -> dict[Place, T]:
    """The places without grantees that are gone and that no link is about."""
    ends = {end for link in links for end in (link.source, link.target)}
    return {
        place: mark for place, mark in places.items() if mark != removed or place in ends or place.kind not in GRANTEES
    }
