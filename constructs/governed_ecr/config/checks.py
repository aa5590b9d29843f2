"""What must hold across the whole of registry.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import limits
from ..model.encryption import encryption_problems
from ..model.errors import Problem
from ..model.names import ROOT, organization_path_problems
from ..model.replication import replication_problems
from ..model.shards import shard
from ..model.upstreams import secret_arn_problems, upstream_url_problems
from .registry import Registry
from .resolve import repository_settings
from .settings import Settings, SharingSetting
from .yaml_source import Path, dotted

Fault = tuple[Path, Problem]


def registry_problems(registry: Registry) -> Iterator[Fault]:
    """Each problem with the path it is about."""
    yield from _units(registry)
    yield from _repository_names(registry)
    yield from _settled(registry)
    yield from _caches(registry)
    yield from _templates(registry)
    yield from _replication(registry)
    yield from _stacks(registry)


def _fault(path: Path, what: str, mend: str) -> Fault:
    return path, Problem(dotted(path), what, mend)


def _settings(registry: Registry) -> Iterator[tuple[Path, Settings]]:
    yield ("defaults",), registry.defaults
    for key in ("patterns", "repositories", "pull_through_caches", "creation_templates"):
        for index, part in enumerate(getattr(registry, key)):
            yield (key, index), part


def _units(registry: Registry) -> Iterator[Fault]:
    organization = registry.organization
    for name, path in organization.units.items():
        if not path.startswith(f"{organization.id}/"):
            what = f"{path!r} is of another organization than {organization.id}."
            yield _fault(("organization", "units", name), what, f"Allowed: a path that begins with {organization.id}/.")
    blocks: list[tuple[Path, SharingSetting]] = [(("sharing",), registry.sharing)]
    blocks += [((*at, "sharing"), part.sharing) for at, part in _settings(registry) if part.sharing]
    for at, sharing in blocks:
        for access in ("pull", "push"):
            for index, unit in enumerate(getattr(sharing, access).units):
                known = unit in organization.units or (
                    unit.startswith(f"{organization.id}/") and not organization_path_problems(unit)
                )
                if not known:
                    names = ", ".join(sorted(organization.units)) or "none is named"
                    yield _fault(
                        (*at, access, "units", index),
                        f"{unit!r} is no unit of organization.units.",
                        f"Allowed: {names}, or a path that begins with {organization.id}/.",
                    )


def _repository_names(registry: Registry) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for group, repositories in enumerate(registry.repositories):
        for index, name in enumerate(repositories.names):
            path: Path = ("repositories", group, "names", index)
            if name in first:
                yield _fault(path, f"{name!r} again, after {dotted(first[name])}.", "Declare each repository once.")
            first.setdefault(name, path)
            for cache in registry.pull_through_caches:
                if name.startswith(f"{cache.prefix}/"):
                    yield _fault(
                        path,
                        f"{name!r} lies below the pull-through cache {cache.prefix!r}; ECR makes those repositories.",
                        "Give it another name: pushing into a cache is not supported.",
                    )


def _governed(registry: Registry) -> Iterator[tuple[Path, Settings]]:
    """What the constructs will be given: settled settings, once for each entry of the file that asks for them."""
    for index, group in enumerate(registry.repositories):
        for settings in {id(s): s for s in (registry.settled(name, group) for name in group.names)}.values():
            yield ("repositories", index), settings
    for index, cache in enumerate(registry.pull_through_caches):
        yield ("pull_through_caches", index), registry.settled(cache.prefix, cache)
    for index, template in enumerate(registry.creation_templates):
        yield ("creation_templates", index), registry.settled(template.prefix, template)


def _settled(registry: Registry) -> Iterator[Fault]:
    """One finding for each entry, however many repositories it declares."""
    if any(True for _ in _units(registry)):
        return
    registry_shared = bool(registry.shares(registry.sharing))
    for path, settings in _governed(registry):
        problems = dict.fromkeys(repository_settings(registry, settings).problems())
        encryption = settings.encryption
        if registry_shared and encryption:
            problems |= dict.fromkeys(
                encryption_problems(encryption.encryption, key_given=bool(encryption.key_arn), shared=True)
            )
        yield from ((path, problem.under(dotted(path))) for problem in problems)
        arn = encryption.key_arn if encryption else None
        if arn and (region := arn.split(":")[3]) != registry.hub.region:
            what = f"A key of {region} for repositories in {registry.hub.region}."
            yield _fault((*path, "encryption", "key"), what, "Allowed: a key of the hub's Region.")


def _caches(registry: Registry) -> Iterator[Fault]:
    caches = registry.pull_through_caches
    if len(caches) > limits.PULL_THROUGH_CACHE_RULES:
        allowed = f"Allowed: {limits.PULL_THROUGH_CACHE_RULES} in a registry."
        yield _fault(("pull_through_caches",), f"{len(caches)} caches.", allowed)
    for index, cache in enumerate(caches):
        path: Path = ("pull_through_caches", index)
        if any(other.prefix == cache.prefix for other in caches[:index]):
            yield _fault((*path, "prefix"), f"{cache.prefix!r} a second time.", "Allowed: each prefix once.")
        if cache.prefix == ROOT and cache.upstream_prefix not in (None, ROOT):
            yield _fault(
                (*path, "upstream_prefix"), f"{cache.upstream_prefix!r} with the prefix ROOT.", "Leave it out."
            )
        for problem in upstream_url_problems(cache.upstream, cache.upstream_url):
            yield (*path, "upstream_url"), problem.under(dotted(path))
        if cache.upstream.needs_credential and cache.credential is None:
            what = f"{cache.upstream.value} without a credential."
            yield _fault((*path, "credential"), what, "Needed: username (a secret is made) or secret_arn.")
        if cache.credential and not cache.upstream.needs_credential:
            yield _fault((*path, "credential"), f"{cache.upstream.value} takes no credential.", "Leave it out.")
        arn = cache.credential.secret_arn if cache.credential else None
        for problem in (
            secret_arn_problems(arn, account=registry.hub.account, region=registry.hub.region) if arn else ()
        ):
            yield (*path, "credential", "secret_arn"), problem.under(dotted((*path, "credential", "secret_arn")))


def _templates(registry: Registry) -> Iterator[Fault]:
    taken = {
        cache.prefix: f"the cache pull_through_caches[{i}]" for i, cache in enumerate(registry.pull_through_caches)
    }
    for index, template in enumerate(registry.creation_templates):
        prefix = template.prefix.rstrip("/")
        if prefix in taken:
            what = f"{prefix!r} is also the prefix of {taken[prefix]}."
            yield _fault(("creation_templates", index, "prefix"), what, "Allowed: one template for each prefix.")
        taken.setdefault(prefix, f"creation_templates[{index}]")


def _replication(registry: Registry) -> Iterator[Fault]:
    if not registry.replication:
        return
    rules = [rule.value() for rule in registry.replication]
    for problem in replication_problems(rules, account=registry.hub.account, region=registry.hub.region):
        place = problem.place.removeprefix("rules")
        index = place[1 : place.index("]")] if place.startswith("[") else None
        path: Path = ("replication", int(index)) if index else ("replication",)
        yield path, Problem(f"replication{place}", problem.what, problem.mend)


def _stacks(registry: Registry) -> Iterator[Fault]:
    shards = Counter(
        shard(name, registry.repository_stacks) for group in registry.repositories for name in set(group.names)
    )
    fullest = max(shards.values(), default=0)
    if fullest > limits.TEMPLATE_RESOURCES:
        yield _fault(
            ("repository_stacks",),
            f"{fullest} repositories in one of {registry.repository_stacks} stacks.",
            f"CloudFormation allows {limits.TEMPLATE_RESOURCES} resources in a stack. A registry that is not deployed "
            "yet takes more stacks; in one that is, another number would move repositories (docs/adr/0001).",
        )
