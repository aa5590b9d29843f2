"""Policies made to be hard end in bounded time, and never in a wrong answer."""

from __future__ import annotations

import time
from random import Random
from typing import Any

import pytest

from governed_ecr.access.question import Verdict, Who
from tests.access.policies import allow, deny, proof

_RANDOM = Random(5)
_ACCOUNTS = [str(_RANDOM.randrange(10**11, 10**12)) for _ in range(150)]

HOSTILE: dict[str, list[dict[str, Any]]] = {
    "many accounts": [allow({"AWS": [f"arn:aws:iam::{account}:root" for account in _ACCOUNTS]})],
    "many roles": [allow({"AWS": [f"arn:aws:iam::{account}:role/ci-{i}" for i, account in enumerate(_ACCOUNTS)]})],
    "many role patterns": [
        allow(condition={"ArnLike": {"aws:PrincipalArn": [f"arn:aws:iam::{a}:role/{a[:3]}*" for a in _ACCOUNTS]}})
    ],
    "many wildcards": [allow(condition={"StringLike": {"aws:PrincipalTag/t": ["*".join(a) for a in _ACCOUNTS]}})],
    "one long pattern": [allow(condition={"StringLike": {"aws:UserAgent": "*a" * 3000 + "b"}})],
    "question marks": [allow(condition={"StringLike": {"aws:PrincipalArn": "?" * 5000 + "*"}})],
    "units anywhere": [
        allow(condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [f"*/ou-ab12-{a}/*" for a in _ACCOUNTS]}})
    ],
    "many blocks": [
        allow(condition={"IpAddress": {"aws:SourceIp": [f"{i}.{j}.0.0/24" for i in range(20, 35) for j in range(20)]}})
    ],
    "keys in sets": [allow(condition={"ForAllValues:StringLike": {"aws:TagKeys": [f"*{c}*" for c in "abcdefgh"]}})],
    "many statements": [
        (allow if i % 3 else deny)(condition={"StringLike": {f"aws:PrincipalTag/t{i % 9}": f"*{i}*"}})
        for i in range(60)
    ],
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_bounded(statements: list[dict[str, Any]]) -> None:
    started = time.process_time()
    found = proof(*statements)
    assert time.process_time() - started < 10
    assert found.verdict is not Verdict.CLOSED
    assert (found.verdict is Verdict.UNKNOWN) is bool(found.settle)


def test_a_key_that_is_too_complex_does_not_hide_what_is_certain() -> None:
    hard = {"StringLike": {"aws:PrincipalTag/t": ["*".join(account) for account in _ACCOUNTS]}}
    assert proof(allow({"AWS": "222222222222"}, hard)).verdict is Verdict.CLOSED
    assert proof(allow(condition=hard), who=Who.STRANGER).verdict is Verdict.UNKNOWN
