"""Proofs against the judge: what each says about the same policies and requests, counted."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

from governed_ecr.access.actions import actions_of
from governed_ecr.access.prove import dead_grants, newly_allowed, prove
from governed_ecr.access.question import PolicyKind, Question, Trust, Verdict, Who
from governed_ecr.state.policy_document import read_policy
from tests.access.adversary import ORGANIZATION, OWN, TRUSTED, policy
from tests.access.judge import Judge, Request
from tests.access.requests_of import Sample, samples

TRUST = Trust(OWN, ORGANIZATION, frozenset({OWN, TRUSTED}))
WHO = (Who.OUTSIDER, Who.STRANGER, Who.ANONYMOUS, Who.SERVICE, Who.FOREIGNER, Who.MEMBER)


@dataclass
class Score:
    """What was counted. ``quarrels`` are the policies that the two do not agree on, with what about."""

    policies: int = 0
    exposures: int = 0
    witnesses: int = 0
    closed: int = 0
    denied: int = 0
    unknown: int = 0
    dead: int = 0
    newly: int = 0
    missed: int = 0
    refuted: int = 0
    revived: int = 0
    overlooked: int = 0
    milliseconds: list[float] = field(default_factory=list)
    quarrels: list[str] = field(default_factory=list)


def contest(judge: Judge, seed: int, policies: int, requests: int) -> Score:
    """``policies`` random policies, each put to both, with ``requests`` random requests."""
    random = Random(seed)
    score = Score()
    before: dict[str, Any] | None = None
    for number in range(policies):
        registry = number % 5 == 0
        document = policy(random, registry)
        kind = PolicyKind.REGISTRY if registry else PolicyKind.REPOSITORY
        sampled = samples(random, requests, json.dumps(document))
        allowed = judge.verdicts(document, [sample.request for sample in sampled])
        score.policies += 1
        _proofs(judge, score, document, kind, sampled, allowed)
        _dead(judge, score, document, kind, sampled)
        if before is not None and number % 3 == 0:
            _change(judge, score, before, document, sampled, allowed)
        before = document
    return score


def _asks(kind: PolicyKind, question: Question, action: str) -> bool:
    return action in actions_of(kind, question)


def _proofs(
    judge: Judge, score: Score, document: dict[str, Any], kind: PolicyKind, sampled: list[Sample], allowed: list[bool]
) -> None:
    read = read_policy(document).policy
    assert read is not None
    started = time.process_time()
    proofs = {(question, who): prove(read, kind, question, who, TRUST) for question in Question for who in WHO}
    score.milliseconds.append((time.process_time() - started) * 1000)
    witnesses: list[tuple[str, Request]] = []
    for (question, who), proof in proofs.items():
        mine = [
            (s, ok)
            for s, ok in zip(sampled, allowed, strict=True)
            if who in s.who and _asks(kind, question, s.request.action)
        ]
        let_in = [s.request for s, ok in mine if ok]
        score.exposures += bool(let_in)
        if proof.verdict is Verdict.CLOSED:
            score.closed += 1
            score.denied += len(mine) - len(let_in)
            if let_in:
                score.missed += 1
                score.quarrels.append(f"missed {question} {who}: {json.dumps(document)} lets {let_in[0]}")
        elif proof.verdict is Verdict.OPEN:
            assert proof.witness is not None
            witnesses.append((f"{question} {who}", Request.of(proof.witness)))
        else:
            score.unknown += 1
    confirmed = judge.verdicts(document, [request for _, request in witnesses])
    score.witnesses += sum(confirmed)
    for (name, request), ok in zip(witnesses, confirmed, strict=True):
        if not ok:
            score.refuted += 1
            score.quarrels.append(f"refuted {name}: {json.dumps(document)} does not let {request}")


def _dead(judge: Judge, score: Score, document: dict[str, Any], kind: PolicyKind, sampled: list[Sample]) -> None:
    read = read_policy(document).policy
    assert read is not None
    for dead in dead_grants(read, kind, TRUST):
        alone = {**document, "Statement": [document["Statement"][dead.statement]]}
        people = [s.request for s in sampled if Who.SERVICE not in s.who or "Only AWS services" not in dead.why]
        people = [
            request for request in people if request.principal.startswith("arn:") or "Only AWS services" not in dead.why
        ]
        score.dead += 1
        if any(judge.verdicts(alone, people)):
            score.revived += 1
            score.quarrels.append(f"called dead ({dead.why}): {json.dumps(alone)}")


def _change(
    judge: Judge, score: Score, base: dict[str, Any], head: dict[str, Any], sampled: list[Sample], allowed: list[bool]
) -> None:
    before, after = read_policy(base).policy, read_policy(head).policy
    assert before is not None
    assert after is not None
    proofs = newly_allowed(before, after, PolicyKind.REPOSITORY, TRUST)
    was = judge.verdicts(base, [sample.request for sample in sampled])
    new = [s for s, old, now in zip(sampled, was, allowed, strict=True) if s.who and now and not old]
    new = [s for s in new if not s.request.principal.startswith(f"arn:aws:iam::{OWN}:")]
    score.newly += bool(new)
    if new and not proofs:
        score.overlooked += 1
        score.quarrels.append(f"overlooked: {json.dumps(base)} -> {json.dumps(head)} newly lets {new[0].request}")
    witnesses = [Request.of(proof.witness) for proof in proofs if proof.witness]
    # The simulator takes every session for one of a role without a path, which the base may allow.
    witnesses = [request for request in witnesses if str(request.context.get("aws:PrincipalArn", "")).count("/") < 2]
    for request, old, now in zip(
        witnesses, judge.verdicts(base, witnesses), judge.verdicts(head, witnesses), strict=True
    ):
        if old or not now:
            score.refuted += 1
            score.quarrels.append(f"refuted change: {json.dumps(base)} -> {json.dumps(head)}: {request}")
