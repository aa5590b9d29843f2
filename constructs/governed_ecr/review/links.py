"""What registries hold, who is granted what there, and where images flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from ..access.question import PolicyKind, Question
from ..model import actions as ecr
from ..model.names import ROOT
from ..model.upstreams import ecr_upstream
from ..rules.grants import Grant
from ..rules.policies import policy_of
from ..rules.sharing.dead_grant import dead
from ..state.action_patterns import may_be_about
from ..state.creation_templates import CREATION_TEMPLATE, covering_templates
from ..state.registry import Environment, RegistryState, Resource
from ..state.replication import destinations, prefixes
from ..state.unknown import Value
from ..state.upstreams import upstream_of
from .grantees import EVERYONE, grantees
from .places import Flow, Link, NodeKind, Place, Sketch

_PUBLIC: Final = "AWS::ECR::PublicRepository"
_CACHE: Final = "AWS::ECR::PullThroughCacheRule"
_FLOWS: Final[tuple[tuple[Flow, Question, tuple[str, ...]], ...]] = (
    (Flow.PULL, Question.PULL, ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    (Flow.PUSH, Question.PUSH, ("ecr:PutImage", "ecr-public:PutImage")),
    (
        Flow.ADMINISTER,
        Question.ADMINISTER,
        (
            *sorted({*ecr.ADMINISTER} - {"ecr:StartImageScan", "ecr:StartLifecyclePolicyPreview", "ecr:TagResource"}),
            *ecr.PUBLIC_ADMINISTER,
        ),
    ),
    (Flow.REPLICATE, Question.PUSH, ("ecr:ReplicateImage",)),
    (Flow.CACHE, Question.PUSH, ("ecr:BatchImportUpstreamImage",)),
)
"""What a grant of one of these actions is shown as."""


def sketch(states: Iterable[RegistryState]) -> Sketch:
    """The registries as their templates make them by default; what only other worlds have is not drawn."""
    links: set[Link] = set()
    places: set[Place] = set()
    for state in states:
        if not state.assumption and state.resources:
            registry = registry_place(state.environment)
            own = set(_links(state, registry))
            places |= {registry} | set(_repositories(state, registry).values())
            links |= own
    places |= {place for link in links for place in (link.source, link.target)}
    return Sketch(frozenset(places), frozenset(links))


def registry_place(environment: Environment) -> Place:
    """``111111111111 in us-east-1``."""
    return _registry(environment.account, environment.region)


def _registry(account: Value, region: Value) -> Place:
    return Place(NodeKind.REGISTRY, f"{account or 'this account'} in {region or 'this Region'}")


def _repositories(state: RegistryState, registry: Place) -> dict[Resource, Place]:
    """Repositories, and prefixes below which repositories are made later, by the resources that stand for them."""
    found = {}
    for resource in state.of_type("AWS::ECR::Repository", _PUBLIC):
        name = str(resource.get("RepositoryName") or resource.logical_id)
        label = f"{name} (public)" if resource.type == _PUBLIC else name
        found[resource] = Place(NodeKind.REPOSITORIES, label, registry.label)
    for kind, name in ((CREATION_TEMPLATE, "Prefix"), (_CACHE, "EcrRepositoryPrefix")):
        for resource in state.of_type(kind):
            found[resource] = Place(NodeKind.REPOSITORIES, _below(resource.get(name)), registry.label)
    return found


def _below(prefix: Value) -> str:
    return "*" if prefix == ROOT else f"{str(prefix).rstrip('/')}/*"


def _links(state: RegistryState, registry: Place) -> Iterator[Link]:
    for resource, place in _repositories(state, registry).items():
        if resource.type == _PUBLIC:
            yield Link(place, EVERYONE, Flow.PULL)
        if resource.type == _CACHE:
            yield Link(_upstream(resource), place, Flow.CACHE)
            governing = covering_templates(state, resource.get("EcrRepositoryPrefix"))
            yield from _granted(governing[0], state, place) if governing else ()
        else:
            yield from _granted(resource, state, place)
    for resource in state.of_type("AWS::ECR::RegistryPolicy"):
        yield from _granted(resource, state, registry)
    for resource in state.of_type("AWS::ECR::ReplicationConfiguration"):
        yield from _replication(resource, state.environment, registry)


def _upstream(cache: Resource) -> Place:
    url = cache.get("UpstreamRegistryUrl")
    other = ecr_upstream(url) if isinstance(url, str) else None
    if other:
        return _registry(*other)
    known = upstream_of(cache)
    return Place(NodeKind.UPSTREAM, str((known.url if known else None) or url or cache.get("UpstreamRegistry")))


def _replication(configuration: Resource, own: Environment, registry: Place) -> Iterator[Link]:
    for destination in destinations(configuration):
        account = own.account if destination.account is None or destination.is_at(own) else destination.account
        selected = prefixes(configuration, destination.rule)
        detail = "" if selected == [] else ", ".join(f"{prefix}*" for prefix in selected or ("not known",))
        yield Link(registry, _registry(account, destination.region), Flow.REPLICATE, detail)


def _granted(resource: Resource, state: RegistryState, place: Place) -> Iterator[Link]:
    attached = policy_of(resource, state)
    for grant in attached.grants if attached else ():
        for flow, grantee, detail in _shown(grant):
            yield Link(place, grantee, flow, detail) if flow is Flow.PULL else Link(grantee, place, flow, detail)


@lru_cache(maxsize=4096)
def _shown(grant: Grant) -> tuple[tuple[Flow, Place, str], ...]:
    """What a grant is shown as, worked out once for all repositories that have the same policy."""
    if dead(grant):
        return ()
    public = grant.kind is PolicyKind.PUBLIC_REPOSITORY  # from which everyone pulls, whatever its policy says
    return tuple(
        (flow, grantee, ", ".join(filter(None, (_selected(grant), conditions))))
        for flow, question, actions in _FLOWS
        if any(may_be_about(grant.statement, action) for action in actions) and not (public and flow is Flow.PULL)
        for grantee, conditions in grantees(grant, question)
    )


def _selected(grant: Grant) -> str:
    """What a statement of a registry policy is about: ``team-*, platform/*``; nothing where it is about all."""
    texts = grant.statement.resources if grant.kind is PolicyKind.REGISTRY else None
    names = [str(text).partition(":repository/")[2] or str(text) for text in texts or ()]
    return "" if "*" in names else ", ".join(names)
