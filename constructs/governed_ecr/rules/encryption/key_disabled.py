"""The keys of repositories are enabled."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..keys import KEYS, users
from ..rule import Found, Rule, Severity


def _check(key: Resource, state: RegistryState) -> Iterator[Found]:
    user = users(state).get(key)
    if user is not None and key.get("Enabled") is False:
        yield Found(
            f"The key encrypts the images of {user.logical_id}, and Enabled is false.", ("Properties", "Enabled")
        )


KEY_DISABLED = Rule(
    id="KeyDisabled",
    severity=Severity.ERROR,
    applies_to=KEYS,
    summary="The key that encrypts repositories is disabled.",
    why="With a disabled key nobody can push, and nobody can pull what is there.",
    mend="Set Enabled to true, or leave it out.",
    source="docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
    check=_check,
)
