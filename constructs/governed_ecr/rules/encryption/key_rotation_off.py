"""The keys of repositories rotate."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import users
from ..rule import Found, Rule, Severity


def _check(key: Resource, state: RegistryState) -> Iterator[Found]:
    user = users(state).get(key)
    if user is None or not _can_rotate(key):
        return
    rotation = key.get("EnableKeyRotation")
    if isinstance(rotation, Unknown):
        said = f"whether it rotates is not known until deployment ({rotation})"
    elif rotation is not True:
        said = "EnableKeyRotation is false" if rotation is not None else "EnableKeyRotation is not set, so it is off"
    else:
        return
    path = ("Properties",) if rotation is None else ("Properties", "EnableKeyRotation")
    yield Found(f"The key encrypts the images of {user.logical_id}, and {said}.", path)


def _can_rotate(key: Resource) -> bool:
    """KMS rotates symmetric keys whose material it made itself. A property not known is taken for its default."""
    spec = key.get("KeySpec")
    origin = key.get("Origin")
    return (spec is None or spec == "SYMMETRIC_DEFAULT" or isinstance(spec, Unknown)) and (
        origin is None or origin == "AWS_KMS" or isinstance(origin, Unknown)
    )


KEY_ROTATION_OFF = Rule(
    id="KeyRotationOff",
    severity=Severity.WARNING,
    applies_to=("AWS::KMS::Key",),
    summary="The key that encrypts repositories does not rotate.",
    why="The same key material protects every image ever pushed, for as long as the repository lives.",
    mend="Set EnableKeyRotation to true. Images that are there stay readable.",
    source="docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    check=_check,
)
