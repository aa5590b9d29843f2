"""A repository that other accounts use has a key of its owner's."""

from __future__ import annotations

from collections.abc import Iterator

from ...state.registry import RegistryState, Resource
from ..grants import witness
from ..keys import ENCRYPTED, is_aws_managed
from ..policies import grants_of
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterator[Found]:
    if not is_aws_managed(resource):
        return
    for grant, _ in grants_of(resource, state):
        if grant.shared:
            yield Found(
                f"{grant.name} shares the images with other accounts, and the key is the AWS managed aws/ecr.",
                ("Properties", "EncryptionConfiguration"),
                witness(grant.shared),
            )
            return


SHARED_WITH_AWS_MANAGED_KEY = Rule(
    id="SharedWithAwsManagedKey",
    severity=Severity.WARNING,
    applies_to=ENCRYPTED,
    summary="The repository is shared with other accounts and encrypted with the AWS managed key.",
    why="Nobody can change the policy of that key, so if access from other accounts ever has to be granted on the key, "
    "it cannot be; and encryption is fixed when a repository is created.",
    mend="Better use a customer managed key, or AES256, for what is shared.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
