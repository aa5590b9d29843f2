"""Networks that policies name by the dozen are a few cases."""

from __future__ import annotations

import time

from governed_ecr.access.question import Verdict, Who
from tests.access.policies import allow, proof

VPCS = [f"vpc-{i:08}" for i in range(60)]
ENDPOINTS = [f"vpce-{i:08}" for i in range(60)]
BLOCKS = [f"10.{i}.0.0/16" for i in range(60)]


def test_values_that_no_condition_tells_apart_are_one() -> None:
    condition = {
        "StringEquals": {"aws:SourceVpc": VPCS, "aws:SourceVpce": ENDPOINTS},
        "IpAddress": {"aws:VpcSourceIp": BLOCKS},
    }
    started = time.process_time()
    assert proof(allow(condition=condition)).verdict is Verdict.CLOSED
    assert proof(allow(condition=condition), who=Who.MEMBER).verdict is Verdict.OPEN
    assert time.process_time() - started < 5


def test_a_product_that_is_too_large_is_not_proven() -> None:
    statements = [
        allow(
            condition={
                "StringLike": {"aws:SourceVpc": f"{vpc}*", "aws:SourceVpce": f"{endpoint}*"},
                "IpAddress": {"aws:VpcSourceIp": block},
            }
        )
        for vpc, endpoint, block in zip(VPCS, ENDPOINTS, BLOCKS, strict=True)
    ]
    started = time.process_time()
    assert proof(*statements).verdict is Verdict.UNKNOWN
    assert time.process_time() - started < 5
