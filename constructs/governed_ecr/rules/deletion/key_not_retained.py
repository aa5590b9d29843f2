"""A key lives as long as the images that it encrypts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...state.creation_templates import CREATION_TEMPLATE
from ...state.registry import RegistryState, Resource
from ..keys import ENCRYPTED, KEYS, key_of
from ..once import once_per_state
from ..rule import Found, Rule, Severity
from .retention import KEEPS, is_kept, path_of, said


def _check(key: Resource, state: RegistryState) -> Iterable[Found]:
    for attribute in KEEPS:
        user = _kept_users(state).get((key, attribute))
        if user is not None and is_kept(key, attribute) is False:
            outlives = "repositories of the template" if user.type == CREATION_TEMPLATE else "images of"
            what = f"{said(key, attribute)}, and the {outlives} {user.logical_id} stay."
            yield Found(what, path_of(key, attribute))


@once_per_state
def _kept_users(state: RegistryState) -> Mapping[tuple[Resource, str], Resource]:
    """For each key and attribute: the first that is encrypted with it and stays.

    A key is replaced together with its repositories, whose key is fixed. What a creation template made belongs to no
    stack, and stays.
    """
    found: dict[tuple[Resource, str], Resource] = {}
    for encrypted in state.of_type(*ENCRYPTED):
        key = key_of(encrypted, state)
        for attribute in KEEPS if key is not None else ():
            if key is not None and (encrypted.type == CREATION_TEMPLATE or is_kept(encrypted, attribute)):
                found.setdefault((key, attribute), encrypted)
    return found


KEY_NOT_RETAINED = Rule(
    id="KeyNotRetained",
    severity=Severity.ERROR,
    applies_to=KEYS,
    summary="The key goes while the images that it encrypts stay.",
    why="Without its key no image can be read again, neither pulled nor copied.",
    mend="Set DeletionPolicy and UpdateReplacePolicy of the key to Retain.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
