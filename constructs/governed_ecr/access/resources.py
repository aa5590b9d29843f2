"""The resources that a policy can be about: all lie in the own account."""

from __future__ import annotations

import string

from .examples import examples
from .glob import Part
from .question import PolicyKind
from .text import LIKE, comparand
from .witness import EXAMPLE_NAME
from .world import LOWER, Choice, Vocabulary

_READER = frozenset({"resource"})


def resources(vocabulary: Vocabulary, kind: PolicyKind) -> list[Choice]:
    """The cases of names: a policy of a repository or a key may be that of any.
    Actions on a registry's settings have no resource but ``*``."""
    own = vocabulary.own
    head = {
        PolicyKind.REPOSITORY: f"arn:{own.partition}:ecr:{own.region}:{own.account}:repository/",
        PolicyKind.REGISTRY: f"arn:{own.partition}:ecr:{own.region}:{own.account}:repository/",
        PolicyKind.PUBLIC_REPOSITORY: f"arn:{own.partition}:ecr-public::{own.account}:repository/",
        PolicyKind.KEY: f"arn:{own.partition}:kms:{own.region}:{own.account}:key/",
    }[kind]
    patterns = [
        comparand(text, LIKE, own).pattern
        for policy in vocabulary.policies
        for statement in policy.statements
        for text in (*(statement.resources or ()), *(statement.not_resources or ()))
    ]
    alphabet = string.ascii_lowercase + string.digits + "-_./"
    sample = "11111111-2222-3333-4444-555555555555" if kind is PolicyKind.KEY else EXAMPLE_NAME
    parts = [
        Part(_READER, text=head),
        Part(_READER, alphabet=alphabet, samples=(sample[:-1],)),
        Part(_READER, alphabet=LOWER, high=1, samples=(sample[-1],)),
    ]
    found = [Choice(resource="".join(word)) for word in examples(parts, {"resource": patterns})]
    return [*found, Choice(resource="*")] if kind is PolicyKind.REGISTRY else found
