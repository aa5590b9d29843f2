"""ECR can sign with the profiles that a signing configuration names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...state.arn import split_arn
from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity

_PLATFORM: Final = "Notation-OCI-SHA384-ECDSA"


def _check(resource: Resource, state: RegistryState) -> Iterable[Found]:
    rules = resource.get("Rules")
    for index in range(len(rules) if isinstance(rules, list) else 0):
        path = ("Properties", "Rules", index, "SigningProfileArn")
        value = resource.get(*path[1:])
        profile, arn, here = state.referred(value), split_arn(value), state.environment.region
        if profile is not None and profile.type == "AWS::Signer::SigningProfile":
            platform = profile.get("PlatformId")
            if isinstance(platform, str) and platform != _PLATFORM:
                what = f"The signing profile {profile.logical_id} is of {platform}; allowed: {_PLATFORM}."
                yield Found(what, path)
        if arn is not None and here and isinstance(arn.region, str) and arn.region != here:
            yield Found(f"The signing profile is in {arn.region}, the registry in {here}.", path)


SIGNING_PROFILE = Rule(
    id="SigningProfile",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::SigningConfiguration",),
    summary="ECR cannot sign with a profile of the signing configuration.",
    why="ECR refuses the configuration, or pushes fail to be signed.",
    mend=f"Use a profile of the registry's own Region, of the platform {_PLATFORM}.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html",
    check=_check,
)
