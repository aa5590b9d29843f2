"""No key is open to everyone."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..keys import KEYS
from ..policies import key_grants_of
from ..rule import Found, Rule, Severity


def _check(key: Resource, state: RegistryState) -> Iterator[Found]:
    for grant, place in key_grants_of(key, state):
        opened = grant.everyone
        if opened and grant.statement.not_principals is None:
            yield Found(f"{grant.name} lets anyone {grant.verbs(opened)}.", place, witness(opened))


KEY_OPEN_TO_EVERYONE = Rule(
    id="KeyOpenToEveryone",
    severity=Severity.ERROR,
    applies_to=KEYS,
    summary="The key policy lets anyone use or administer the key.",
    why="Whoever decrypts with the key reads what it protects; whoever administers it can make every image unreadable.",
    mend="Let the account's root administer the key, and name everyone else, or bound the statement with "
    "kms:CallerAccount. ECR works through grants of its own and needs no statement for those who pull.",
    source="docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    check=_check,
)
