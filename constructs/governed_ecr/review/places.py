"""Registries, repositories and grantees as places, and the links by which images go: one side of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NodeKind(StrEnum):
    UPSTREAM = "upstream registry"
    REGISTRY = "registry"
    REPOSITORIES = "repositories"
    EVERYONE = "everyone"
    ORGANIZATION = "organization"
    UNIT = "organizational unit"
    ACCOUNT = "account"
    SERVICE = "AWS service"
    OTHER = "principal"


class Flow(StrEnum):
    """What a link lets happen. PULL leads from repositories to those who pull; all others lead where images go."""

    PULL = "pull"
    PUSH = "push"
    ADMINISTER = "administer"
    CACHE = "cache"
    REPLICATE = "replicate"


@dataclass(frozen=True, slots=True)
class Place:
    """A repository, a registry, a grantee. registry: the label of the registry that a repository is in."""

    kind: NodeKind
    label: str
    registry: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """detail: what of the source it is about, or that conditions narrow it."""

    source: Place
    target: Place
    flow: Flow
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """All places and links of the registries before, or after."""

    places: frozenset[Place]
    links: frozenset[Link]
