"""Where resources carry policies, and what those say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from ..access.question import PolicyKind, Trust
from ..access.witness import Witness
from ..state.policy import Effect, Statement
from ..state.policy_document import PolicyReading, read_policy
from ..state.registry import RegistryState, Resource
from ..state.unknown import Value
from .grants import Grant, grants
from .keys import KEYS, users
from .once import once_per_state

Place: TypeAlias = tuple[str | int, ...]

_PLACES: Final[Mapping[str, tuple[str, PolicyKind]]] = {
    "AWS::ECR::Repository": ("RepositoryPolicyText", PolicyKind.REPOSITORY),
    "AWS::ECR::RepositoryCreationTemplate": ("RepositoryPolicy", PolicyKind.REPOSITORY),
    "AWS::ECR::RegistryPolicy": ("PolicyText", PolicyKind.REGISTRY),
    "AWS::ECR::PublicRepository": ("RepositoryPolicyText", PolicyKind.PUBLIC_REPOSITORY),
    **dict.fromkeys(KEYS, ("KeyPolicy", PolicyKind.KEY)),
}

WITH_POLICY: Final = tuple(_PLACES)
"""The types of resources that carry a policy which these rules judge."""

ECR_WITH_POLICY: Final = tuple(kind for kind in _PLACES if kind not in KEYS)


@dataclass(frozen=True, eq=False)
class AttachedPolicy:
    """A policy of a resource. value: as the template has it; name: of the property."""

    name: str
    kind: PolicyKind
    value: Value
    reading: PolicyReading
    trust: Trust

    @property
    def path(self) -> Place:
        return ("Properties", self.name)

    def place(self, statement: int) -> Place:
        """The path of a statement; that of the whole policy where it is a text."""
        if not isinstance(self.value, Mapping):
            return self.path
        several = isinstance(self.value.get("Statement"), list)
        return (*self.path, "Statement", statement) if several else (*self.path, "Statement")

    @cached_property
    def denials(self) -> tuple[Statement, ...]:
        """The Deny statements."""
        statements = self.reading.policy.statements if self.reading.policy else ()
        return tuple(statement for statement in statements if statement.effect is Effect.DENY)

    @cached_property
    def placed_grants(self) -> tuple[tuple[Grant, Place], ...]:
        return tuple((grant, self.place(grant.statement.index)) for grant in self.grants)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        return grants(self.reading.policy, self.kind, self.trust) if self.reading.policy else ()


def request_to(resource: Resource, witness: Witness | None) -> Witness | None:
    """A request as one to this resource: equal policies of many repositories are proven once, for one of any name."""
    name = resource.get("RepositoryName")
    return witness.of_repository(name) if witness and isinstance(name, str) else witness


def policy_of(resource: Resource, state: RegistryState) -> AttachedPolicy | None:
    """The policy of a resource of ECR, or of a key that encrypts images; None where there is none."""
    if resource.type in KEYS and resource not in users(state):
        return None
    return _policies(state).get(resource)


def statements_of(resource: Resource, state: RegistryState) -> Iterator[tuple[Statement, Place]]:
    """The statements of the policy of a resource of ECR that could be read, with their places."""
    policy = policy_of(resource, state)
    if policy is not None and policy.reading.policy is not None:
        for statement in policy.reading.policy.statements:
            yield statement, policy.place(statement.index)


def grants_of(resource: Resource, state: RegistryState) -> Iterator[tuple[Grant, Place]]:
    """The Allow statements of the policy of a resource of ECR, or of a key that encrypts images, with their places."""
    return _placed(policy_of(resource, state))


def key_grants_of(key: Resource, state: RegistryState) -> Iterator[tuple[Grant, Place]]:
    """The Allow statements of the policy of any key, whatever it encrypts."""
    return _placed(_policies(state).get(key))


def _placed(policy: AttachedPolicy | None) -> Iterator[tuple[Grant, Place]]:
    return iter(policy.placed_grants) if policy is not None else iter(())


@lru_cache(maxsize=10_000)
def _read(resource: Resource) -> PolicyReading:
    """Read once, however many worlds have the resource."""
    return read_policy(resource.get(_PLACES[resource.type][0]))


@once_per_state
def _policies(state: RegistryState) -> Mapping[Resource, AttachedPolicy]:
    """The policies of all resources; equal ones are one, so that what is worked out for one holds for all."""
    trust = Trust.of(state.context, state.environment.account, state.environment.region)
    found: dict[Resource, AttachedPolicy] = {}
    seen: dict[object, AttachedPolicy] = {}
    for resource in state.of_type(*_PLACES):
        name, kind = _PLACES[resource.type]
        value = resource.get(name)
        if value is not None:
            text = repr(value)
            tags = _tags(resource) if "resourcetag/" in text.lower() else frozenset()
            key = (resource.type, text, tags)
            if key not in seen:
                seen[key] = AttachedPolicy(name, kind, value, _read(resource), replace(trust, tags=tags))
            found[resource] = seen[key]
    return found


def _tags(resource: Resource) -> frozenset[tuple[str, str]]:
    """The tags of a resource that are written out; those of its stack come on top."""
    tags = resource.get("Tags")
    pairs = (
        ((tag.get("Key"), tag.get("Value")) for tag in tags if isinstance(tag, Mapping))
        if isinstance(tags, list)
        else ()
    )
    return frozenset((key, value) for key, value in pairs if isinstance(key, str) and isinstance(value, str))
