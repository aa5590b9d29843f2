"""Whoever tags something chooses the tags: principals, services and, where a policy lets them, anyone."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.question import Question, Verdict, Who
from tests.access.policies import allow, deny, proof

TEAM = {"StringEquals": {"aws:RequestTag/team": "a"}}


def _open_to(*statements: Any) -> set[Who]:
    asked = (Who.OUTSIDER, Who.ANONYMOUS, Who.SERVICE)
    proofs = {who: proof(*statements, who=who, question=Question.ADMINISTER) for who in asked}
    return {who for who, found in proofs.items() if found.verdict is Verdict.OPEN}


def test_services_and_anonymous_requests_give_tags() -> None:
    everyone = {Who.OUTSIDER, Who.ANONYMOUS, Who.SERVICE}
    assert _open_to(allow(condition=TEAM, Action="ecr:TagResource")) == everyone
    keys = {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}
    assert _open_to(allow(condition=keys, Action="ecr:TagResource")) == everyone


def test_a_service_meets_a_guard_that_asks_for_a_tag() -> None:
    untagged = deny({"Null": {"aws:RequestTag/team": "true"}})
    assert _open_to(allow({"Service": "lambda.amazonaws.com"}, Action="ecr:TagResource"), untagged) == {Who.SERVICE}


def test_a_tag_has_its_key_among_the_keys() -> None:
    without = deny({"ForAnyValue:StringEquals": {"aws:TagKeys": ["team", "other"]}})
    assert _open_to(allow(condition=TEAM, Action="ecr:TagResource"), without) == set()
    (found,) = {
        proof(allow(condition={**TEAM, "Null": {"aws:TagKeys": "false"}}, Action="ecr:TagResource"), question=each)
        for each in (Question.ADMINISTER,)
    }
    assert found.witness is not None
    assert dict(found.witness.context) == {"aws:RequestTag/team": "a", "aws:TagKeys": ("team",)}


@pytest.mark.parametrize("count", [1, 6, 40])
def test_many_allowed_keys_are_no_harder_than_one(count: int) -> None:
    keys = {"ForAllValues:StringEquals": {"aws:TagKeys": [f"key{i}" for i in range(count)]}}
    present = {"Null": {"aws:TagKeys": "false"}}
    assert _open_to(allow(condition={**keys, **present}, Action="ecr:TagResource"))


def test_what_is_too_complex_is_not_proven() -> None:
    keys = {f"aws:RequestTag/t{i}": [f"{j}*" for j in range(9)] for i in range(9)}
    condition = {"StringLike": keys, "ForAnyValue:StringLike": {"aws:TagKeys": "x*"}}
    found = proof(allow(condition=condition, Action="ecr:TagResource"), question=Question.ADMINISTER)
    assert found.verdict is Verdict.UNKNOWN
