"""What several rules need of a registry, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from ..state.registry import RegistryState

T = TypeVar("T")


def once_per_state(work: Callable[[RegistryState], T]) -> Callable[[RegistryState], T]:
    """The same function, which answers for a RegistryState it has seen without working again.

    States are never changed, and the answer is forgotten with its state.
    """
    known: WeakKeyDictionary[RegistryState, T] = WeakKeyDictionary()

    def answer(state: RegistryState) -> T:
        if state not in known:
            known[state] = work(state)
        return known[state]

    return answer
