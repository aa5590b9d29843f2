"""Policies that differ only in accounts have the same proofs, of their own accounts."""

from __future__ import annotations

from random import Random

import pytest

from governed_ecr.access.alike import alike, size_of
from governed_ecr.access.prove import dead_grants, prove, prove_as_it_is
from governed_ecr.access.question import PolicyKind, Question, Trust, Verdict, Who
from governed_ecr.state.policy import Policy
from governed_ecr.state.policy_document import read_policy
from governed_ecr.state.unknown import Reference, Unknown
from tests.access.adversary import ORGANIZATION, OWN, TRUSTED, policy

MANY = frozenset(str(300_000_000_000 + number) for number in range(500))
SAMPLES = frozenset({"999999999999", "888888888888", "100000000000", "200000000001"})


def _policy(*accounts: object, key: str = "aws:SourceAccount", operator: str = "StringEquals") -> Policy:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "ecr:BatchGetImage",
        "Condition": {operator: {key: list(accounts)}},
    }
    found = read_policy({"Version": "2012-10-17", "Statement": [statement]}).policy
    assert found is not None
    return found


def _trust(*accounts: str) -> Trust:
    return Trust(OWN, ORGANIZATION, frozenset(accounts))


def test_two_accounts_are_one_problem() -> None:
    one, other = (alike(_policy(account), _trust(*MANY)) for account in sorted(MANY)[:2])

    assert one is not None
    assert other is not None
    assert (one.policy, one.trust) == (other.policy, other.trust)


def test_whether_an_account_is_trusted_makes_two() -> None:
    one, other = (alike(_policy("300000000001"), _trust(*accounts)) for accounts in (MANY, SAMPLES))

    assert one is not None
    assert other is not None
    assert one.policy == other.policy
    assert one.trust != other.trust


def test_a_second_time_nothing_changes() -> None:
    found = alike(_policy("300000000001", OWN), _trust(*MANY))

    assert found is not None
    assert alike(found.policy, found.trust) is None


@pytest.mark.parametrize(
    ("value", "key", "operator"),
    [
        ("3000*", "aws:SourceAccount", "StringLike"),
        ("?00000000000", "aws:SourceAccount", "StringLike"),
        (Unknown(("3000", Reference("Rest"))), "aws:SourceAccount", "StringEquals"),
        ("300000000001", "aws:PrincipalTag/account", "StringEquals"),
        ("300000000001", "aws:SourceAccount", "NumericLessThan"),
    ],
)
def test_what_tells_accounts_apart_is_left_as_it_is(value: object, key: str, operator: str) -> None:
    assert alike(_policy(value, key=key, operator=operator), _trust(*MANY)) is None


def test_a_witness_has_the_accounts_of_the_policy() -> None:
    proof = prove(_policy("300000000001"), PolicyKind.REPOSITORY, Question.PULL, Who.SERVICE, _trust(TRUSTED))

    assert proof.verdict is Verdict.OPEN
    assert proof.witness is not None
    assert dict(proof.witness.context)["aws:SourceAccount"] == "300000000001"


def test_a_witness_is_never_someone_trusted() -> None:
    document = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    opened = read_policy({"Version": "2012-10-17", "Statement": document}).policy
    assert opened is not None

    proof = prove(opened, PolicyKind.REPOSITORY, Question.PULL, Who.OUTSIDER, _trust(*SAMPLES))

    assert proof.verdict is Verdict.OPEN
    assert proof.witness is not None
    assert not any(account in proof.witness.principal for account in SAMPLES)


@pytest.mark.parametrize("seed", range(25))
def test_proofs_are_those_of_the_original(seed: int) -> None:
    registry = seed % 5 == 0
    document = read_policy(policy(Random(seed), registry)).policy
    kind = PolicyKind.REGISTRY if registry else PolicyKind.REPOSITORY
    assert document is not None
    for trust in (_trust(OWN, TRUSTED), _trust(TRUSTED, *SAMPLES), Trust(OWN, ORGANIZATION, None)):
        found = alike(document, trust)
        for question in Question if found else ():
            for who in Who:
                plain = prove_as_it_is(document, kind, question, who, trust)
                assert found is not None
                simpler = found.proof(prove(found.policy, kind, question, who, found.trust))
                assert simpler is None or (simpler.verdict, simpler.settle) == (plain.verdict, plain.settle)


def test_dead_grants_are_said_with_the_accounts_of_the_policy() -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "300000000001"},
        "Action": "ecr:BatchGetImage",
        "Condition": {"StringEquals": {"aws:SourceAccount": "300000000001"}},
    }
    document = read_policy({"Version": "2012-10-17", "Statement": statement}).policy
    assert document is not None

    (dead,) = dead_grants(document, PolicyKind.REPOSITORY, _trust(*MANY))

    assert dead.condition in document.statements[0].conditions


def test_what_aws_would_not_take_is_not_proven() -> None:
    huge = _policy(*(str(200_000_000_000 + number) for number in range(5_000)))

    assert size_of(huge) > 60_000
    proof = prove(huge, PolicyKind.REPOSITORY, Question.PULL, Who.SERVICE, _trust(TRUSTED))
    assert proof.verdict is Verdict.UNKNOWN
