"""What cannot matter to a question makes its proof no harder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governed_ecr.access.question import Question, Verdict, Who
from tests.access.adversary import ORGANIZATION, OWN, TRUSTED, UNTRUSTED
from tests.access.policies import TRUST, allow, proof

HARD = {"StringLike": {"aws:PrincipalArn": [f"*a*b{i}*c*d*e*" for i in range(30)]}}


@pytest.mark.parametrize(
    ("principal", "who", "verdict"),
    [
        ({"AWS": [OWN, f"arn:aws:iam::{TRUSTED}:role/ci"]}, Who.OUTSIDER, Verdict.CLOSED),
        ({"AWS": TRUSTED}, Who.ANONYMOUS, Verdict.CLOSED),
        ({"AWS": UNTRUSTED}, Who.SERVICE, Verdict.CLOSED),
        ({"AWS": UNTRUSTED}, Who.OUTSIDER, Verdict.UNKNOWN),
        ({"AWS": TRUSTED}, Who.FOREIGNER, Verdict.UNKNOWN),
        ("*", Who.ANONYMOUS, Verdict.UNKNOWN),
    ],
)
def test_whom_no_statement_is_about_is_kept_out_of_what_is_too_complex(
    principal: Any, who: Who, verdict: Verdict
) -> None:
    assert proof(allow(principal, HARD), who=who).verdict is verdict


def test_other_actions_are_proven_beside_what_is_too_complex() -> None:
    statements = [allow(condition=HARD), allow(Action="ecr:PutImage")]
    verdicts = [proof(*statements, question=each).verdict for each in Question]
    assert verdicts == [Verdict.UNKNOWN, Verdict.OPEN, Verdict.CLOSED]


def test_the_own_organization_is_inside_whichever_it_is() -> None:
    unknown = replace(TRUST, organization=None)
    ours = {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}
    assert proof(allow(condition=ours), trust=unknown).verdict is Verdict.CLOSED
    source = {"StringEquals": {"aws:SourceOrgID": "${aws:ResourceOrgID}"}}
    service = allow({"Service": "lambda.amazonaws.com"}, source)
    assert proof(service, who=Who.SERVICE, trust=unknown).verdict is Verdict.CLOSED
    named = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    assert proof(allow(condition=ours), allow(condition=named), trust=unknown).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("name", ["*", "*.amazonaws.com"])
def test_a_service_with_a_wildcard_is_none_that_aws_documents(name: str) -> None:
    found = proof(allow({"Service": name}), who=Who.SERVICE)
    assert (found.verdict, found.missing) == (Verdict.UNKNOWN, f"what AWS makes of the service {name}")


def test_a_name_that_is_no_services_lets_nobody_in() -> None:
    assert proof(allow({"Service": "lambda"}), who=Who.SERVICE).verdict is Verdict.CLOSED


def test_a_tag_of_the_resource_says_nothing_of_who_asks() -> None:
    public = {"StringEquals": {"aws:ResourceTag/public": "yes"}}
    tagged = replace(TRUST, tags=frozenset({("public", "yes")}))
    assert proof(allow(condition=public), who=Who.ANONYMOUS, trust=tagged).verdict is Verdict.OPEN
    other = replace(TRUST, tags=frozenset({("team", "a")}))
    assert proof(allow(condition=public), who=Who.ANONYMOUS, trust=other).verdict is Verdict.UNKNOWN
