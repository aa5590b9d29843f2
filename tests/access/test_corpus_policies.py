"""The policies of tests/corpus: what is wrong with some is proven, and that nobody gets in by the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from governed_ecr.access.prove import dead_grants, prove
from governed_ecr.access.question import Proof, Question, Verdict, Who
from governed_ecr.rules.policies import WITH_POLICY, AttachedPolicy, policy_of
from governed_ecr.state.context import context_of
from governed_ecr.state.policy import Policy
from governed_ecr.state.read import read_registries

CORPUS: Final = Path(__file__).parents[1] / "corpus"
EXPECTATIONS: Final[dict[str, Any]] = json.loads((CORPUS / "expectations.json").read_text(encoding="utf-8"))
ENTRIES: Final[dict[str, dict[str, Any]]] = {entry["file"]: entry for entry in EXPECTATIONS["expectations"]}
ASKED: Final = (Who.OUTSIDER, Who.ANONYMOUS, Who.SERVICE)

OPEN: Final = {
    "e11-key-policy-star": "pull OAS administer OAS",
    "s01-star-nocond": "pull OAS",
    "s03-awsstar-list": "pull OAS",
    "s05-equals-o-star": "dead",
    "s07-ifexists": "pull OAS",
    "s09-forallvalues-orgpaths": "pull OAS",
    "s11-orgpaths-leading-wildcard": "pull O",
    "s15-notprincipal-allow": "pull OAS",
    "s17-unknown-account": "pull O",
    "s19-principaltype": "pull O",
    "s23-lambda-sourcearn-wild": "pull S",
    "s25-sourceorgid": "dead",
    "s27-principalarn-any-account": "pull O",
    "s29-sourceip-any": "pull OAS",
    "s31-null-orgid-false": "pull O",
    "s33-json-string-star": "pull OAS",
    "s35-two-orgs": "pull O",
    "s37-registry-replicate-star": "push OAS",
}
"""Who gets in, as far as that is the defect."""


def policies(file: str) -> Iterator[tuple[AttachedPolicy, Policy]]:
    context = context_of({**EXPECTATIONS["default_context"], **ENTRIES[file]["context"]})
    for state in read_registries([CORPUS / file], context):
        for resource in state.of_type(*WITH_POLICY):
            attached = policy_of(resource, state)
            if attached is not None and attached.reading.policy is not None:
                yield attached, attached.reading.policy


def proofs(attached: AttachedPolicy, policy: Policy) -> dict[tuple[Question, Who], Proof]:
    asked = ((question, who) for question in Question for who in ASKED)
    return {each: prove(policy, attached.kind, *each, attached.trust) for each in asked}


@pytest.mark.parametrize("file", [file for file, entry in ENTRIES.items() if entry["kind"] == "good"])
def test_nobody_gets_in(file: str) -> None:
    for attached, policy in policies(file):
        assert {proof.verdict for proof in proofs(attached, policy).values()} == {Verdict.CLOSED}
        assert dead_grants(policy, attached.kind, attached.trust) == ()


@pytest.mark.parametrize("defect", OPEN)
def test_a_defect_is_proven(defect: str) -> None:
    ((attached, policy),) = policies(f"bad/{defect}.json")
    said: list[str] = []
    for question in Question:
        found = {who: proof for (asked, who), proof in proofs(attached, policy).items() if asked is question}
        letters = "".join(who.name[0] for who, proof in found.items() if proof.verdict is Verdict.OPEN)
        said += [f"{question} {letters}"] if letters else []
    said += ["dead"] if dead_grants(policy, attached.kind, attached.trust) else []
    assert " ".join(said) == OPEN[defect]
