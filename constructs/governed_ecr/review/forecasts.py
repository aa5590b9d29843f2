"""What the lifecycle policies of the head will take of the images that there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..lifecycle.inventory import Listing
from ..lifecycle.simulation import Simulation, simulate
from ..model.errors import GovernedEcrError
from ..state.registry import RegistryState
from .inventory import Inventory
from .lifecycle_changes import policy_of


def forecasts(head: Iterable[RegistryState], inventory: Inventory, until: datetime) -> tuple[Simulation, ...]:
    """One simulation for each repository whose images are listed and whose policy can be read; others are left out."""
    return tuple(found for state in head if not state.assumption for found in _of(state, inventory, until))


def _of(state: RegistryState, inventory: Inventory, until: datetime) -> Iterator[Simulation]:
    for repository in state.of_type("AWS::ECR::Repository"):
        images = inventory.images(repository)
        try:
            policy = policy_of(repository)
        except GovernedEcrError:
            continue
        if images is not None and policy is not None:
            listing = Listing(state.environment.account, str(repository.get("RepositoryName")), images)
            yield from simulate(policy, [listing], inventory.at, until)
