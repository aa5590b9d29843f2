"""Pages to look at: a small registry in which everything changes, one with hostile names, and a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from governed_ecr.lifecycle.image import Image
from governed_ecr.lifecycle.inventory import Listing
from governed_ecr.lifecycle.policy_file import read_policy
from governed_ecr.lifecycle.simulation import Simulation, simulate
from governed_ecr.review.html import html
from governed_ecr.review.inventory import Inventory
from governed_ecr.review.review import review
from tests.findings import finding, rule
from tests.review.comparing import LIFECYCLE, NOW, ORGANIZATION, OWN, STRANGE, TRUSTED, repository, side
from tests.review.granting import allow, shared

HOSTILE = "</script><script>window.owned=1</script><img src=x onerror=window.owned=1>"
FINDINGS = 10_000


def cached(prefix: str, url: str) -> dict[str, Any]:
    return {
        "Type": "AWS::ECR::PullThroughCacheRule",
        "Properties": {"EcrRepositoryPrefix": prefix, "UpstreamRegistryUrl": url},
    }


def replication(*regions: str) -> dict[str, Any]:
    rule_ = {"Destinations": [{"Region": region, "RegistryId": OWN} for region in regions]}
    return {
        "Type": "AWS::ECR::ReplicationConfiguration",
        "Properties": {"ReplicationConfiguration": {"Rules": [rule_]}},
    }


def forecast() -> Sequence[Simulation]:
    """Images of two repositories, one of which expires day by day."""
    images = [Image(f"sha256:{at:064x}", NOW - timedelta(days=at), (), 10**9) for at in range(30)]
    kept = [Image(f"sha256:{at:064x}", NOW - timedelta(days=at), (f"v{at}",), 10**9) for at in range(3)]
    listings = [Listing(OWN, "team/app", images), Listing(OWN, "team/kept", kept)]
    return list(simulate(read_policy(LIFECYCLE), listings, NOW, NOW + timedelta(days=20)))


@cache
def small(name: str = "team/app") -> str:
    """Access, flow, protection and images change, rules find something, and there is an inventory."""
    organization = allow("*", StringEquals={"aws:PrincipalOrgID": ORGANIZATION})
    keep = {"Other": shared(organization, name="team/other"), "Public": cached("ecr-public", "public.ecr.aws")}
    base = {
        **keep,
        "App": shared(allow({"AWS": TRUSTED}), organization, name=name),
        "Old": shared(organization, name="team/old"),
        "Replication": replication("eu-west-1"),
    }
    head = {
        **keep,
        "App": {
            **shared(allow({"AWS": STRANGE}), organization, name=name),
            "DeletionPolicy": "Delete",
        },
        "Quay": cached("quay", "quay.io"),
        "Replication": replication("ap-southeast-2"),
    }
    before, after = side({"t": {"Resources": base}}), side({"t": {"Resources": head}})
    inventory = Inventory.listed([one.listing for one in forecast()], NOW)
    found = review(before, after, inventory=inventory, now=NOW)
    found = replace(found, findings=(*found.findings, finding(name, of=rule("Another"), template=name)))
    return html(found, before.states, after.states, forecast=forecast(), title=f"Registry of {name}")


@cache
def large() -> str:
    """500 repositories of which half are opened, and more findings than anyone reads."""
    base = {
        f"R{at}": shared(allow({"AWS": f"{at % 40:012d}"}), name=f"team-{at % 25}/service-{at:03d}")
        for at in range(500)
    }
    opened = {f"R{at}": shared(allow("*"), name=f"team-{at % 25}/service-{at:03d}") for at in range(0, 500, 2)}
    before, after = side({"t": {"Resources": base}}), side({"t": {"Resources": {**base, **opened}}})
    found = review(before, after, now=NOW)
    findings = tuple(finding(f"Place {at} is wrong. " * 20, of=rule(f"Rule{at % 60}")) for at in range(FINDINGS))
    return html(replace(found, findings=findings), before.states, after.states)


@cache
def clean() -> str:
    """Nothing changes."""
    state = side({"t": {"Resources": {"App": repository()}}})
    return html(review(state, state, now=NOW), state.states, state.states)
