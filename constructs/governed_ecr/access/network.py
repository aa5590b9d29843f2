"""Where a request comes from: a public address, or a VPC endpoint. Services come by no endpoint."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, product
from typing import Final, TypeVar

from ..state.unknown import Unknown
from .conditions import KeyValue, holds
from .examples import examples, read
from .fields import Kind
from .glob import Part, TooComplexError
from .points import is_textual, written_out
from .sources import organizations
from .times import as_text
from .truth import Fact
from .world import LOWER, Choice, Vocabulary, account_part

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_ACCOUNT: Final = "aws:vpceaccount"
_ORGANIZATION: Final = "aws:vpceorgid"
_PATHS: Final = "aws:vpceorgpaths"
_OF_OWNER: Final = (_ACCOUNT, _ORGANIZATION, _PATHS)
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "224.0.0.0/3",
    )
)
_PUBLIC_V6: Final = ipaddress.ip_network("2000::/3")
_PEOPLE: Final = frozenset({Kind.IAM, Kind.ANONYMOUS})
_MOST: Final = 20_000
"""Cases of endpoints."""
_SAMPLES: Final = tuple(ipaddress.ip_address(text) for text in ("198.51.100.1", "2001:db8::1"))


def networks(vocabulary: Vocabulary) -> list[Choice]:
    """The cases: public addresses, then endpoints. An endpoint that a policy names is one of our own network."""
    found = [Choice(_keys(vocabulary, {"aws:SourceIp": each})) for each in _addresses(vocabulary, "aws:SourceIp", True)]
    owners = list(_owners(vocabulary))
    vpcs = _told_apart(vocabulary, "aws:SourceVpc", _names(vocabulary, "aws:sourcevpc", "vpc-"))
    endpoints = _told_apart(vocabulary, "aws:SourceVpce", _names(vocabulary, "aws:sourcevpce", "vpce-"))
    inside = _addresses(vocabulary, "aws:VpcSourceIp", False)
    if len(vpcs) * len(endpoints) * len(inside) * len(owners) > _MOST:
        raise TooComplexError
    for (vpc, own_vpc), (endpoint, own_endpoint), address in product(vpcs, endpoints, inside):
        keys: dict[str, KeyValue] = {
            "aws:SourceVpc": vpc,
            "aws:SourceVpce": endpoint,
            "aws:VpcSourceIp": address,
            "aws:SourceVpcArn": Fact("the VPC that a request comes from", named=True),
        }
        carried, own_network = _keys(vocabulary, keys), own_vpc or own_endpoint
        found += [replace(owner, keys=(*carried, *owner.keys), own_network=own_network) for owner in owners]
    if "aws:sourceip" in vocabulary.keys:
        found.append(Choice())
    return found


_Named = TypeVar("_Named")


def _told_apart(vocabulary: Vocabulary, key: str, values: Iterable[tuple[str, _Named]]) -> list[tuple[str, _Named]]:
    """Those that some condition tells apart, as each stands with many others."""
    conditions = vocabulary.of_key(key.lower())
    found: dict[object, tuple[str, _Named]] = {}
    for value, named in values:
        found.setdefault((named, *(holds(each, value, vocabulary.own) for each in conditions)), (value, named))
    return list(found.values())


def _addresses(vocabulary: Vocabulary, key: str, public: bool) -> list[KeyValue]:
    texts = ((str(address), None) for address in addresses(vocabulary, key.lower(), public))
    found: list[KeyValue] = [text for text, _ in _told_apart(vocabulary, key, texts)]
    if any(map(is_textual, vocabulary.of_key(key.lower()))):
        found.append(as_text(vocabulary, key.lower()))
    return found


def _owners(vocabulary: Vocabulary) -> Iterable[Choice]:
    """Whose an endpoint can be. AWS documents for some services only that requests say so."""
    asked = [vocabulary.keys[key] for key in _OF_OWNER if key in vocabulary.keys]
    if not asked:
        return [Choice(kinds=_PEOPLE)]
    uncertain = f"whether AWS sends {' and '.join(asked)} with requests to this service"
    numbers, places = [""], [Choice(kinds=_PEOPLE)]
    if _ACCOUNT in vocabulary.keys:
        parts = [account_part(frozenset({_ACCOUNT}))]
        words = examples(parts, {_ACCOUNT: [*vocabulary.patterns(_ACCOUNT), *vocabulary.account_patterns]})
        numbers = [read(parts, word, _ACCOUNT) for word in words]
    if _ORGANIZATION in vocabulary.keys or _PATHS in vocabulary.keys:
        places += organizations(vocabulary, "aws:VpceOrgID", "aws:VpceOrgPaths", _PEOPLE)
    told = [
        replace(place, keys=(*_keys(vocabulary, {"aws:VpceAccount": number}), *place.keys), account=number)
        for number in numbers
        for place in places
    ]
    return [replace(owner, uncertain=uncertain) for owner in (Choice(kinds=_PEOPLE), *told)]


def _keys(vocabulary: Vocabulary, values: dict[str, KeyValue]) -> tuple[tuple[str, KeyValue], ...]:
    return tuple((key, value) for key, value in values.items() if key.lower() in vocabulary.keys)


def _names(vocabulary: Vocabulary, key: str, prefix: str) -> Iterable[tuple[str, bool]]:
    """Ids of VPCs or endpoints: those that nobody names, and those that a policy names, which are not an outsider's."""
    parts = [
        Part(frozenset({key}), text=prefix),
        Part(frozenset({key}), alphabet=LOWER, samples=("0123456789abcdef0", "0fedcba9876543210")),
    ]
    patterns = vocabulary.patterns(key)
    literal = [pattern for pattern in patterns if all(isinstance(token, str) for token in pattern.tokens)]
    for word in examples(parts, {key: patterns}):
        name = read(parts, word, key)
        yield name, any(pattern.matches(name) for pattern in literal)


def addresses(vocabulary: Vocabulary, key: str, public: bool) -> list[Address]:
    """One address between any two limits of the blocks that a key is compared with."""
    if key not in vocabulary.keys:
        return [_SAMPLES[0]]
    blocks = [*_NOT_PUBLIC, _PUBLIC_V6]
    candidates: list[Address] = [*_SAMPLES, *_written(vocabulary, key)]
    for condition in vocabulary.of_key(key):
        for value in condition.values:
            try:
                if not isinstance(value, Unknown):
                    blocks.append(ipaddress.ip_network(value, strict=False))
            except ValueError:
                continue
    for version, address_of in ((4, ipaddress.IPv4Address), (6, ipaddress.IPv6Address)):
        of_version = [block for block in blocks if block.version == version]
        end = 2 ** of_version[0].max_prefixlen
        limits = {0, end, *(int(block.network_address) for block in of_version)}
        limits.update(int(block.broadcast_address) + 1 for block in of_version)
        for low, high in pairwise(sorted(limits)):
            candidates.append(address_of(low + 1 if low + 1 < high else low))
    return [address for address in candidates if not public or _is_public(address)]


def _written(vocabulary: Vocabulary, key: str) -> Iterable[Address]:
    """Addresses that match texts, as far as some are found."""
    for text in written_out(vocabulary.patterns(key), [*map(str, _SAMPLES), "10.0.1.2"]):
        try:
            yield ipaddress.ip_address(text)
        except ValueError:
            continue


def _is_public(address: Address) -> bool:
    if address.version == 6:
        return address in _PUBLIC_V6
    return not any(address in block for block in _NOT_PUBLIC)
