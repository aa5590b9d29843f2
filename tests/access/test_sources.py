"""The ARNs of what services act for: any that could be, and of some services those that they have."""

from __future__ import annotations

import pytest

from governed_ecr.access.question import Verdict, Who
from tests.access.adversary import OWN, TRUSTED, UNTRUSTED
from tests.access.policies import allow, deny, proof

STATES = {"Service": "states.amazonaws.com"}


def _verdict(operator: str, arn: str) -> Verdict:
    return proof(allow(STATES, {operator: {"aws:SourceArn": arn}}), who=Who.SERVICE).verdict


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:states:*:*:stateMachine:*",
        f"arn:aws:states:us-east-1:{UNTRUSTED}:stateMachine:Deploy",
        "arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/*",
        "arn:aws:batch:*:*:job-definition/*:*",
        f"arn:aws:ecs:*:{UNTRUSTED}:task-definition/web:*",
        f"arn:aws:lambda:*:{UNTRUSTED}:function:*:$LATEST",
        f"arn:aws:cloudwatch:*:{UNTRUSTED}:alarm:My Alarm*",
        f"arn:aws:mediaconnect:*:{UNTRUSTED}:flow:*:*:*",
        "arn:aws:route53:::hostedzone/*",
        "arn:aws:apigateway:us-east-1::/restapis/*",
        "arn:aws:s3:::*",
        f"arn:aws:sns:*:{UNTRUSTED}:*",
        f"arn:aws:events:*:{UNTRUSTED}:rule/[ü]*",
    ],
)
@pytest.mark.parametrize("operator", ["ArnLike", "StringLike"])
def test_an_arn_that_a_stranger_can_have_is_open(operator: str, arn: str) -> None:
    assert _verdict(operator, arn) is Verdict.OPEN


def test_a_denial_of_all_other_arns_lets_those_in() -> None:
    guarded = [
        allow(STATES),
        deny({"ArnNotLike": {"aws:SourceArn": "arn:aws:states:*:*:stateMachine:*"}}),
    ]
    found = proof(*guarded, who=Who.SERVICE)
    assert found.verdict is Verdict.OPEN
    assert found.witness is not None
    assert ":stateMachine:" in dict(found.witness.context)["aws:SourceArn"]


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:codebuild:*:{OWN}:project/*",
        f"arn:aws:lambda:*:{TRUSTED}:function:*",
        f"arn:aws:ecs:*:{OWN}:cluster/*",
        f"arn:aws:codepipeline:*:{OWN}:release",
        f"arn:aws:events:*:{OWN}:rule/*",
        f"arn:aws:s3:*:{OWN}:accesspoint/*",
    ],
)
@pytest.mark.parametrize("operator", ["ArnLike", "StringLike"])
def test_resources_of_our_own_are_closed_where_the_services_arns_are_known(operator: str, arn: str) -> None:
    assert _verdict(operator, arn) is Verdict.CLOSED


def test_a_texts_star_may_take_a_name_for_an_account_where_they_are_not() -> None:
    pattern = f"arn:aws:logs:*:{OWN}:log-stream:*"
    assert _verdict("StringLike", pattern) is Verdict.UNKNOWN
    assert _verdict("ArnLike", pattern) is Verdict.CLOSED


def test_an_account_within_a_longer_name_is_anybodys() -> None:
    assert _verdict("StringLike", f"arn:aws:lambda:*:{OWN}*") is Verdict.OPEN
