"""Without a version, or with the old one, a policy has no variables: they are texts like any other.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
"""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.prove import dead_grants, prove
from governed_ecr.access.question import PolicyKind, Question, Verdict, Who
from governed_ecr.state.policy_document import read_policy
from tests.access.policies import TRUST, allow, deny

OWN_ACCOUNT = {"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}
OLD: list[dict[str, Any]] = [{}, {"Version": "2008-10-17"}]
NEW = {"Version": "2012-10-17"}


def _verdict(version: dict[str, Any], *statements: dict[str, Any], who: Who = Who.OUTSIDER) -> Verdict:
    found = read_policy({**version, "Statement": list(statements)}).policy
    assert found is not None
    return prove(found, PolicyKind.REPOSITORY, Question.PULL, who, TRUST).verdict


@pytest.mark.parametrize("old", OLD)
def test_a_grant_by_a_variable_is_closed(old: dict[str, Any]) -> None:
    assert _verdict(NEW, allow(condition=OWN_ACCOUNT)) is Verdict.OPEN
    assert _verdict(old, allow(condition=OWN_ACCOUNT)) is Verdict.CLOSED


@pytest.mark.parametrize("old", OLD)
def test_a_denial_by_a_variable_denies_nothing(old: dict[str, Any]) -> None:
    assert _verdict(NEW, allow(), deny(OWN_ACCOUNT)) is Verdict.CLOSED
    assert _verdict(old, allow(), deny(OWN_ACCOUNT)) is Verdict.OPEN
    resource = "arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}*"
    assert _verdict(old, allow(), deny(Resource=resource)) is Verdict.OPEN


@pytest.mark.parametrize("old", OLD)
def test_the_resources_organization_turned_round_is_none_either(old: dict[str, Any]) -> None:
    turned = {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
    assert _verdict(NEW, allow(condition=turned), who=Who.MEMBER) is Verdict.OPEN
    assert _verdict(old, allow(condition=turned), who=Who.MEMBER) is Verdict.CLOSED


def test_what_is_dead_by_it_is_shown_as_written() -> None:
    found = read_policy({"Statement": [allow(condition=OWN_ACCOUNT)]}).policy
    assert found is not None
    (dead,) = dead_grants(found, PolicyKind.REPOSITORY, TRUST)
    assert dead.why.endswith("aws:PrincipalAccount = ${aws:PrincipalAccount}.")
