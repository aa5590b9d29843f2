"""What a new version of a policy allows that the old one did not."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.prove import newly_allowed
from governed_ecr.access.question import PolicyKind, Verdict
from governed_ecr.state.unknown import Reference, Unknown
from tests.access.adversary import ORGANIZATION, OTHER, OWN, TRUSTED, UNIT, UNTRUSTED
from tests.access.policies import PULL, TRUST, allow, deny, policy

OURS = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
OUR_UNIT = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{UNIT}*"}}


def changes(base: list[Any], head: list[Any]) -> list[str]:
    found = newly_allowed(policy(*base), policy(*head), PolicyKind.REPOSITORY, TRUST)
    return [f"{proof.witness.principal} {proof.witness.action}" if proof.witness else proof.missing for proof in found]


SAME: dict[str, tuple[list[Any], list[Any]]] = {
    "order": ([allow(), allow({"AWS": TRUSTED})], [allow({"AWS": TRUSTED}), allow()]),
    "shape": ([allow({"AWS": TRUSTED})], [allow({"AWS": [f"arn:aws:iam::{TRUSTED}:root"]}, Action=PULL[::-1])]),
    "case of a key": (
        [allow(condition=OURS)],
        [allow(condition={"StringEquals": {"AWS:principalorgid": ORGANIZATION}})],
    ),
    "organization to unit": ([allow(condition=OURS)], [allow(condition=OUR_UNIT)]),
    "everyone to organization": ([allow()], [allow(condition=OURS)]),
    "a Deny more": ([allow()], [allow(), deny()]),
    "a wildcard spelt out": ([allow(Action="ecr:Batch*")], [allow(Action="ecr:BatchGetImage")]),
    "a denied grant": ([allow(), deny()], [allow(Action="ecr:*"), deny()]),
}


@pytest.mark.parametrize(("base", "head"), SAME.values(), ids=SAME)
def test_nothing_new(base: list[Any], head: list[Any]) -> None:
    assert changes(base, head) == []


def test_more_principals() -> None:
    assert changes([allow({"AWS": TRUSTED})], [allow({"AWS": [TRUSTED, UNTRUSTED]})]) == [
        f"arn:aws:iam::{UNTRUSTED}:role/stranger ecr:BatchGetImage"
    ]
    assert changes([allow(condition=OUR_UNIT)], [allow(condition=OURS)]) == [
        "arn:aws:iam::999999999999:role/stranger ecr:BatchGetImage"
    ]
    assert changes([allow(condition=OURS)], [allow()])[1:] == [
        "anonymous ecr:BatchGetImage",
        "lambda.amazonaws.com ecr:BatchGetImage",
    ]


def test_more_actions() -> None:
    assert changes([allow({"AWS": TRUSTED})], [allow({"AWS": TRUSTED}, Action=[*PULL, "ecr:PutImage"])]) == [
        f"arn:aws:iam::{TRUSTED}:role/stranger ecr:PutImage"
    ]


def test_own_services_count_where_they_are_asked_for() -> None:
    ours = allow({"Service": "lambda.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": OWN}})
    anyone = allow({"Service": "lambda.amazonaws.com"})
    assert changes([], [ours]) == []
    assert changes([ours], [anyone]) == ["lambda.amazonaws.com ecr:BatchGetImage"]
    (proof,) = newly_allowed(policy(), policy(ours), PolicyKind.REPOSITORY, TRUST, own_services=True)
    assert proof.witness is not None
    assert proof.witness.context == (("aws:SourceAccount", OWN),)
    (proof,) = newly_allowed(policy(ours), policy(anyone), PolicyKind.REPOSITORY, TRUST, own_services=True)


def test_a_deny_that_is_gone() -> None:
    base = [allow(condition=OURS, Action="ecr:*"), deny(Action="ecr:Delete*")]
    assert changes(base, base[:1]) == ["arn:aws:iam::999999999999:role/stranger ecr:DeleteRepository"]


def test_what_is_not_known() -> None:
    organization = Unknown((Reference("OrgId"),))
    head = [allow(condition={"StringEquals": {"aws:PrincipalOrgID": organization}})]
    assert changes([], head) == ["OrgId"]
    assert changes([allow(condition={"StringEquals": {"aws:PrincipalOrgID": OTHER}})], head) == ["OrgId"]
    assert changes([allow()], head) == []
    assert changes(head, [*head, deny(Action="ecr:PutImage")]) == []
    consumer = Unknown((Reference("Consumer"),))
    assert changes([allow({"AWS": [consumer, UNTRUSTED]})], [allow({"AWS": [TRUSTED, consumer]})])[0] == "Consumer"
    assert changes([allow({"AWS": [consumer, UNTRUSTED]})], [allow({"AWS": consumer})]) == []
    assert changes([allow({"AWS": consumer}, Action="ecr:*")], [allow({"AWS": consumer})]) == []
    (proof,) = newly_allowed(policy(), policy(*head), PolicyKind.REPOSITORY, TRUST)
    assert proof.verdict is Verdict.UNKNOWN


def test_a_session_says_the_path_of_its_role() -> None:
    """The ARN of a session leaves the path out: that of role/team/deployer looks like one of role/deployer."""
    base = allow({"AWS": "arn:aws:iam::444444444444:role/deployer"})
    head = allow({"AWS": "arn:aws:sts::444444444444:assumed-role/deployer/session"})
    found = newly_allowed(policy(base), policy(head), PolicyKind.REPOSITORY, TRUST)
    (request,) = {proof.witness for proof in found}

    assert request is not None
    assert dict(request.context) == {"aws:PrincipalArn": "arn:aws:iam::444444444444:role/team/deployer"}
