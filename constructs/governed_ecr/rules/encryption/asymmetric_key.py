"""The keys of repositories are symmetric encryption keys."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ...state.unknown import Unknown
from ..keys import users
from ..rule import Found, Rule, Severity

_NEEDED = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT"}


def _check(key: Resource, state: RegistryState) -> Iterator[Found]:
    user = users(state).get(key)
    if user is None:
        return
    for name, needed in _NEEDED.items():
        value = key.get(name)
        if value is not None and value != needed and not isinstance(value, Unknown):
            said = f"The key is to encrypt the images of {user.logical_id}, and {name} is {value}. Allowed: {needed}."
            yield Found(said, ("Properties", name))
            return  # the one follows from the other


ASYMMETRIC_KEY = Rule(
    id="AsymmetricKey",
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    summary="The key that is to encrypt repositories is not a symmetric encryption key.",
    why="ECR uses symmetric encryption keys only: creating the repository fails.",
    mend="Leave KeySpec and KeyUsage out. They are fixed when a key is created, so this makes a new key.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
