"""Dual-layer encryption is used where ECR has it."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..keys import ENCRYPTED
from ..rule import Found, Rule, Severity


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    path = ("EncryptionConfiguration", "EncryptionType")
    here = state.environment
    if resource.get(*path) == "KMS_DSSE" and here.partition not in (None, "aws-us-gov"):
        yield Found(f"EncryptionType is KMS_DSSE in {here.region}.", ("Properties", *path))


DUAL_LAYER_OUTSIDE_GOV_CLOUD = Rule(
    id="DualLayerOutsideGovCloud",
    severity=Severity.ERROR,
    applies_to=ENCRYPTED,
    summary="Dual-layer encryption is asked for in a Region that does not have it.",
    why="ECR offers KMS_DSSE in the AWS GovCloud (US) Regions only: elsewhere the deployment fails.",
    mend="Use EncryptionType KMS with a customer managed key.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    check=_check,
)
