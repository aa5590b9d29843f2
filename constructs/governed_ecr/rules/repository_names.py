"""The names of a registry's repositories, as far as templates tell them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ..state.registry import RegistryState
from .once import once_per_state


@dataclass(frozen=True, slots=True)
class RepositoryNames:
    """known: sorted. some_unknown: there are repositories whose names only the deployment gives."""

    known: Sequence[str]
    some_unknown: bool

    def beginning_with(self, prefix: str) -> list[str]:
        """The known names that begin so."""
        start = bisect_left(self.known, prefix)
        return list(takewhile(lambda name: name.startswith(prefix), self.known[start:]))


@once_per_state
def repository_names(state: RegistryState) -> RepositoryNames:
    """The names of the private repositories."""
    names = [repository.get("RepositoryName") for repository in state.of_type("AWS::ECR::Repository")]
    known = sorted(name for name in names if isinstance(name, str))
    return RepositoryNames(known, len(known) < len(names))
