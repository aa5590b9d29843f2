"""Which of a fixed number of stacks a repository belongs to, decided by its name alone (docs/adr/0001)."""

from __future__ import annotations

import hashlib


def shard(repository_name: str, shards: int) -> int:
    """A number from 0 to ``shards`` - 1 that no other repository, past or future, has a say in."""
    digest = hashlib.sha256(repository_name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % shards
