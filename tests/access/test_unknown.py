"""What is not known makes an answer unknown only where it matters, and the answer says what would settle it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governed_ecr.access.prove import prove
from governed_ecr.access.question import PolicyKind, Question, Trust, Verdict, Who
from governed_ecr.state.policy import Policy
from governed_ecr.state.unknown import Reference, Unknown
from tests.access.adversary import ORGANIZATION, OTHER, OWN, TRUSTED, UNTRUSTED
from tests.access.policies import TRUST, allow, deny, policy, proof, verdicts

PARAMETER = Unknown((Reference("Consumer"),))
NOTHING = Trust()


def of_organization(value: Any) -> dict[str, Any]:
    return {"StringEquals": {"aws:PrincipalOrgID": value}}


def settled(*statements: Any, who: Who = Who.OUTSIDER, trust: Trust = TRUST) -> str:
    found = proof(*statements, who=who, trust=trust)
    assert found.witness is None or found.verdict is Verdict.OPEN
    return found.missing or found.verdict.value


def test_the_organization_and_the_trusted_accounts() -> None:
    assert settled(allow(condition=of_organization(OTHER)), trust=NOTHING) == "the organization's id"
    assert settled(allow({"AWS": UNTRUSTED}), trust=NOTHING) == "the trusted accounts"
    assert settled(allow({"AWS": UNTRUSTED}, of_organization(OTHER)), trust=NOTHING) in (
        "the trusted accounts, the organization's id",
        "the organization's id, the trusted accounts",
    )
    assert settled(allow({"AWS": OWN}), trust=replace(NOTHING, account=OWN)) == "closed"
    assert settled(allow({"Service": "lambda.amazonaws.com"}), who=Who.SERVICE, trust=NOTHING) == "open"


def test_strangers_need_no_facts() -> None:
    assert settled(allow(condition=of_organization(OTHER)), who=Who.STRANGER, trust=NOTHING) == "closed"
    assert settled(allow(), who=Who.STRANGER, trust=NOTHING) == "open"
    assert settled(allow(condition=of_organization(PARAMETER)), who=Who.STRANGER) == "closed"
    assert settled(allow(condition={"StringLike": {"aws:PrincipalOrgID": PARAMETER}}), who=Who.STRANGER) == "Consumer"
    assert settled(allow({"AWS": PARAMETER}), who=Who.STRANGER) == "Consumer"  # it may be *
    assert settled(allow({"AWS": PARAMETER}), who=Who.ANONYMOUS) == "Consumer"
    ids = {"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}
    assert settled(allow(condition=ids), who=Who.STRANGER) == "closed"
    assert settled(allow(condition=ids)) == "whose id AROAEXAMPLE is"


def test_members_of_an_organization_that_is_not_known() -> None:
    assert settled(allow(), who=Who.MEMBER, trust=NOTHING) == "open"
    assert settled(allow({"AWS": TRUSTED}), who=Who.MEMBER, trust=NOTHING) == "closed"
    assert settled(allow(condition=of_organization(OTHER)), who=Who.MEMBER, trust=NOTHING) == "the organization's id"


def test_values_of_a_deployment() -> None:
    assert settled(allow({"AWS": PARAMETER})) == "Consumer"
    assert settled(allow(condition=of_organization(PARAMETER))) == "Consumer"
    assert settled(allow(), allow({"AWS": PARAMETER})) == "open"
    assert settled(allow(), deny(of_organization(PARAMETER))) == "open"
    assert settled(allow(condition=of_organization(PARAMETER)), deny(of_organization(PARAMETER))) == "closed"
    assert settled(allow(condition=of_organization(OTHER)), deny(of_organization(PARAMETER))) == "Consumer"
    assert settled(allow(condition={**of_organization(PARAMETER), "Null": {"aws:PrincipalOrgID": "true"}})) == "closed"


def test_the_own_account_and_the_own_resources() -> None:
    account = Unknown((Reference("AWS::AccountId"),))
    root = Unknown(("arn:", Reference("AWS::Partition"), ":iam::", Reference("AWS::AccountId"), ":role/ci"))
    role = Unknown((Reference("Role.Arn", "t", "Role", "Arn"),))
    for trust in (TRUST, NOTHING):
        for principal in (account, root, role):
            assert verdicts(allow({"AWS": principal}), trust=trust) == ""
        assert verdicts(allow(condition={"StringEquals": {"aws:PrincipalAccount": account}}), trust=trust) == ""
    found = proof(allow(), trust=NOTHING).witness
    assert found is not None
    assert found.resource == "arn:aws:ecr:us-east-1:${AWS::AccountId}:repository/app"


def test_a_statement_that_could_not_be_read_leaves_nothing_certain() -> None:
    hidden = Policy(policy(allow()).statements, unresolved=("Statement[1]",))
    found = prove(hidden, PolicyKind.REPOSITORY, Question.PULL, Who.OUTSIDER, TRUST)
    assert (found.verdict, found.missing) == (Verdict.UNKNOWN, "Statement[1]")
    part = Policy(policy(allow()).statements, unresolved=("Statement[1].Principal",))
    assert prove(part, PolicyKind.REPOSITORY, Question.PULL, Who.OUTSIDER, TRUST).verdict is Verdict.OPEN


def test_operators_and_values_that_nobody_knows() -> None:
    assert settled(allow(condition={"StringResembles": {"aws:PrincipalOrgID": ORGANIZATION}})).startswith(
        "the operator"
    )
    assert settled(allow(condition={"IpAddress": {"aws:SourceIp": "1.2.3"}})) == "how AWS reads the value 1.2.3"
    assert settled(allow(condition={"ArnLike": {"aws:PrincipalArn": "*"}})) == "what AWS makes of the ARN *"


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike", "StringEquals", "StringLike"])
def test_the_arn_of_a_source(operator: str) -> None:
    def of_source(arn: Any) -> str:
        condition = {operator: {"aws:SourceArn": arn}}
        return settled(allow({"Service": "codebuild.amazonaws.com"}, condition), who=Who.SERVICE)

    own = Reference("Project.Arn", "t", "Project", "Arn")
    assert of_source(PARAMETER) == "Consumer"
    assert of_source(Unknown(("arn:aws:codebuild:", *PARAMETER.parts, ":project/x"))) == "Consumer"
    assert of_source(Unknown((own,))) == "closed"
    assert of_source(Unknown((own, ":*"))) == "closed"


def test_ids_of_organizations_in_capitals() -> None:
    ids = {"StringEqualsIgnoreCase": {"aws:PrincipalOrgID": ORGANIZATION.upper()}}
    assert settled(allow(condition=ids), who=Who.STRANGER, trust=NOTHING) == "closed"
    assert settled(allow(condition=ids), trust=NOTHING) == "the organization's id"
    assert settled(allow(condition=ids)) == "closed"


def test_what_aws_does_not_document() -> None:
    arns = {"StringLike": {"aws:SourceArn": f"arn:aws:lambda:*:{OWN}:*"}}
    assert settled(allow({"Service": "lambda.amazonaws.com"}, arns), who=Who.SERVICE).startswith("ArnLike in place of")
    owner = {"StringEquals": {"aws:VpceAccount": UNTRUSTED}}
    assert settled(allow(condition=owner)) == "whether AWS sends aws:VpceAccount with requests to this service"
