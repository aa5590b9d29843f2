"""Profiles that ECR can sign with."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.signing.signing_profile import SIGNING_PROFILE
from tests.rules.judge import places


def _signing(*rules: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"Signing": {"Type": "AWS::ECR::SigningConfiguration", "Properties": {"Rules": list(rules)}}, **others}


_AT = "SigningProfile Signing.Rules[0].SigningProfileArn"


def _with(arn: Any, **properties: Any) -> dict[str, Any]:
    profile = {"Type": "AWS::Signer::SigningProfile", "Properties": properties}
    return _signing({"SigningProfileArn": arn}, Profile=profile)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:signer:us-east-1:222222222222:/signing-profiles/releases",
        {"Fn::Sub": "arn:aws:signer:${AWS::Region}:${AWS::AccountId}:/signing-profiles/releases"},
        {"Fn::ImportValue": "profile"},
    ],
)
def test_usable(arn: Any) -> None:
    assert places(_with(arn), SIGNING_PROFILE) == []


def test_another_region() -> None:
    arn = "arn:aws:signer:eu-west-1:111111111111:/signing-profiles/releases"
    assert places(_with(arn), SIGNING_PROFILE) == [_AT]
    assert places(_with(arn), SIGNING_PROFILE, region=None) == []


@pytest.mark.parametrize(
    ("platform", "found"),
    [
        ("Notation-OCI-SHA384-ECDSA", []),
        ("AWSLambda-SHA384-ECDSA", [_AT]),
        ({"Fn::ImportValue": "platform"}, []),
    ],
)
def test_platforms(platform: Any, found: list[str]) -> None:
    assert places(_with({"Fn::GetAtt": ["Profile", "Arn"]}, PlatformId=platform), SIGNING_PROFILE) == found
