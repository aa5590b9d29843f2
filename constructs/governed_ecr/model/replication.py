"""Replication rules of a registry.

docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import limits
from .errors import Problem
from .names import account_problems, region_problems, replication_prefix_problems


@dataclass(frozen=True, slots=True)
class Destination:
    """A registry that receives images: a Region, of the own account (None) or of another."""

    region: str
    account: str | None = None


@dataclass(frozen=True, slots=True)
class ReplicationRule:
    """Images of repositories whose name begins with one of ``prefixes`` (all, when empty) go to ``destinations``.

    A prefix is literal: ``app`` also catches ``apple``; ``app/`` does not.
    delete_replication: deletions, untagging and lifecycle expiry at the source take effect at the destinations too.
    """

    destinations: tuple[Destination, ...]
    prefixes: tuple[str, ...] = ()
    delete_replication: bool = False


def replication_problems(rules: Sequence[ReplicationRule], *, account: str, region: str) -> list[Problem]:
    """What ECR would refuse in the rules of the registry in this account and Region."""
    problems = []
    if not 1 <= len(rules) <= limits.REPLICATION_RULES:
        problems.append(Problem("rules", f"{len(rules)} rules.", f"Allowed: 1-{limits.REPLICATION_RULES}."))
    unique = {(d.account or account, d.region) for rule in rules for d in rule.destinations}
    if len(unique) > limits.REPLICATION_DESTINATIONS:
        problems.append(
            Problem(
                "rules",
                f"{len(unique)} different destinations.",
                f"Allowed: {limits.REPLICATION_DESTINATIONS} over all rules.",
            )
        )
    for index, rule in enumerate(rules):
        problems += [p.under(f"rules[{index}]") for p in _rule_problems(rule, account=account, region=region)]
    return problems


def _rule_problems(rule: ReplicationRule, *, account: str, region: str) -> list[Problem]:
    problems = []
    if not rule.destinations:
        problems.append(Problem("destinations", "No destination.", "Name at least one Region."))
    if len(rule.prefixes) > limits.REPLICATION_FILTERS:
        problems.append(
            Problem("prefixes", f"{len(rule.prefixes)} prefixes.", f"Allowed: {limits.REPLICATION_FILTERS} in a rule.")
        )
    for at, prefix in enumerate(rule.prefixes):
        problems += replication_prefix_problems(prefix, f"prefixes[{at}]")
    seen = set()
    for at, destination in enumerate(rule.destinations):
        place = f"destinations[{at}]"
        problems += region_problems(destination.region, f"{place}.region")
        problems += account_problems(destination.account or account, f"{place}.account")
        key = (destination.account or account, destination.region)
        if key == (account, region):
            problems.append(
                Problem(place, f"{region} is the registry's own Region.", "Name another Region, or another account.")
            )
        if key in seen:
            problems.append(Problem(place, f"{key[0]} in {key[1]} a second time.", "Name each destination once."))
        seen.add(key)
    return problems


def over_matched(prefix: str, repository_names: Iterable[str]) -> list[str]:
    """Repositories that a prefix catches beyond its own path: ``app`` means ``app`` and ``app/...``, not ``apple``."""
    if prefix.endswith("/"):
        return []
    return sorted(
        name for name in repository_names if name.startswith(prefix) and name != prefix and name[len(prefix)] != "/"
    )
