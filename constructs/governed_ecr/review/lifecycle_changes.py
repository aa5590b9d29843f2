from __future__ import annotations

from collections.abc import Iterator

from .change import Change
from .inventory import Inventory
from .pairing import Pair


def lifecycle_changes(pair: Pair, inventory: Inventory) -> Iterator[Change]:
    yield from ()
