"""Proofs of random policies against an independent simulator of IAM (see benchmarks/access.py for thousands)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from governed_ecr.access.prove import prove
from governed_ecr.access.question import PolicyKind, Question, Who
from tests.access.contest import contest
from tests.access.judge import Judge, Request
from tests.access.policies import TRUST, policy
from tests.access.test_prove import CASES


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge() as running:
        yield running


def test_no_quarrel_about_random_policies(judge: Judge) -> None:
    score = contest(judge, seed=20, policies=250, requests=30)
    assert score.quarrels == []
    assert score.exposures > 400
    assert score.witnesses > 900
    assert score.dead > 40
    assert score.newly > 20
    assert score.unknown < 0.03 * score.policies * 18


def test_the_witnesses_of_the_table_are_allowed(judge: Judge) -> None:
    for name, (_, statements) in CASES.items():
        if "0.0.0.0/0" in str(statements):
            continue  # what the judge is known to get wrong
        document = {"Version": "2012-10-17", "Statement": statements}
        proofs = (prove(policy(*statements), PolicyKind.REPOSITORY, Question.PULL, who, TRUST) for who in Who)
        requests = [Request.of(proof.witness) for proof in proofs if proof.witness]
        assert all(judge.verdicts(document, requests)), name
