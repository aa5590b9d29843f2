"""What must hold across the whole of registry.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from ..model import limits
from ..model.encryption import Encryption, encryption_problems
from ..model.errors import Problem
from ..model.names import ROOT, organization_path_problems
from ..model.policy import document, size_problems
from ..model.replication import replication_problems
from ..model.shards import shard
from ..model.sharing import statements
from ..model.upstreams import secret_arn_problems, upstream_url_problems
from .registry import Registry
from .resolve import repository_settings
from .settings import Settings, SharingSetting
from .yaml_source import Path, dotted, steps

Fault = tuple[Path, Problem]


def registry_problems(registry: Registry, original: Callable[[Path], Path] = tuple) -> Iterator[Fault]:
    """Each problem once, with the path it is about.

    original: where a path of this registry is in the file, for a registry of what is left of one.
    """
    faults = chain(
        _units(registry),
        _repository_names(registry, original),
        _settled(registry),
        _caches(registry),
        _templates(registry, original),
        _replication(registry),
        _stacks(registry),
    )
    for path, problem in dict.fromkeys(faults):
        there = original(path)
        place = f"{dotted(there)}{problem.place.removeprefix(dotted(path))}"
        yield there, replace(problem, place=place)


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


def _repository_names(registry: Registry, original: Callable[[Path], Path]) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for group, repositories in enumerate(registry.repositories):
        for index, name in enumerate(repositories.names):
            path: Path = ("repositories", group, "names", index)
            if name in first:
                before = dotted(original(first[name]))
                yield _fault(path, f"{name!r} again, after {before}.", "Declare each repository once.")
            first.setdefault(name, path)
            for cache in registry.pull_through_caches:
                if name.startswith(f"{cache.prefix}/"):
                    yield _fault(
                        path,
                        f"{name!r} lies below the pull-through cache {cache.prefix!r}; ECR makes those repositories.",
                        "Give it another name: pushing into a cache is not supported.",
                    )


def _governed(registry: Registry) -> Iterator[tuple[Path, Settings]]:
    """What the constructs will be given: settled settings, with the entry of the file that asks for them."""
    for index, group in enumerate(registry.repositories):
        for name in group.names:
            yield ("repositories", index), registry.settled(name, group)
    for index, cache in enumerate(registry.pull_through_caches):
        yield ("pull_through_caches", index), registry.settled_below(cache.prefix, cache)
    for index, template in enumerate(registry.creation_templates):
        yield ("creation_templates", index), registry.settled_below(template.prefix, template)


def _settled(registry: Registry) -> Iterator[Fault]:
    if any(True for _ in _units(registry)):
        return
    shares = registry.shares(registry.sharing)
    policy = document(statements(shares, (), "aws"))  # Shorter than what the registry's stack makes of it.
    for problem in size_problems(policy, limits.REGISTRY_POLICY_CHARACTERS, "sharing"):
        yield ("sharing",), problem
    registry_shared = bool(shares)
    for path, settings in _governed(registry):
        problems = dict.fromkeys(repository_settings(registry, settings).problems())
        encryption = settings.encryption
        if registry_shared and encryption:
            problems |= dict.fromkeys(
                encryption_problems(encryption.encryption, key_given=bool(encryption.key_arn), shared=True)
            )
        for problem in problems:
            yield (*path, *steps(problem.place)), problem.under(dotted(path))
        arn = encryption.key_arn if encryption else None
        if arn and (region := arn.split(":")[3]) != registry.hub.region:
            what = f"A key of {region} for repositories in {registry.hub.region}."
            yield _fault((*path, "encryption", "key"), what, "Allowed: a key of the hub's Region.")
        if (
            encryption
            and encryption.encryption is Encryption.DUAL_LAYER
            and not registry.hub.region.startswith("us-gov")
        ):
            what = f"KMS_DSSE in {registry.hub.region}."
            yield _fault(
                (*path, "encryption", "type"), what, "Allowed: in the AWS GovCloud (US) Regions only; use KMS."
            )


def _caches(registry: Registry) -> Iterator[Fault]:
    caches = registry.pull_through_caches
    if len(caches) > limits.PULL_THROUGH_CACHE_RULES:
        allowed = f"Allowed: {limits.PULL_THROUGH_CACHE_RULES} in a registry."
        yield _fault(("pull_through_caches",), f"{len(caches)} caches.", allowed)
    seen = set()
    for index, cache in enumerate(caches):
        path: Path = ("pull_through_caches", index)
        if cache.prefix in seen:
            yield _fault((*path, "prefix"), f"{cache.prefix!r} a second time.", "Allowed: each prefix once.")
        seen.add(cache.prefix)
        for key in ("tag_mutability", "services"):
            if getattr(cache, key) is not None:
                what = "Not for a cache, whose tags follow their upstream, and which AWS services do not pull through."
                yield _fault((*path, key), what, "Leave it out.")
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
        if arn is not None:
            at: Path = (*path, "credential", "secret_arn")
            for problem in secret_arn_problems(arn, account=registry.hub.account, region=registry.hub.region):
                yield at, problem.under(dotted(at))


def _templates(registry: Registry, original: Callable[[Path], Path]) -> Iterator[Fault]:
    taken: dict[str, Path] = {}
    for index, cache in enumerate(registry.pull_through_caches):
        taken.setdefault(cache.prefix, ("pull_through_caches", index))
    for index, template in enumerate(registry.creation_templates):
        prefix = template.prefix.rstrip("/")
        if prefix in taken:
            what = f"{prefix!r} is also the prefix of {dotted(original(taken[prefix]))}."
            yield _fault(("creation_templates", index, "prefix"), what, "Allowed: one template for each prefix.")
        taken.setdefault(prefix, ("creation_templates", index))


def _replication(registry: Registry) -> Iterator[Fault]:
    if not registry.replication:
        return
    rules = [rule.value() for rule in registry.replication]
    for problem in replication_problems(rules, account=registry.hub.account, region=registry.hub.region):
        path: Path = ("replication", *steps(problem.place.removeprefix("rules")))
        yield path, replace(problem, place=dotted(path))


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
