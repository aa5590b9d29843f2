"""What is said where only a deployment knows."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.sharing.access_not_proven import ACCESS_NOT_PROVEN
from governed_ecr.rules.sharing.grantee_not_known import GRANTEE_NOT_KNOWN
from tests.rules.judge import ORGANIZATION, STRANGE, TRUSTED, findings, repository
from tests.rules.sharing.policies import OURS, PUSH, SHARING, allow, deny, document, root, said, said_of

LATE = {"Parameters": {"Late": {"Type": "String"}}}
REF = {"Ref": "Late"}
AGNOSTIC: dict[str, Any] = {"account": None, "region": None}


@pytest.mark.parametrize(
    "statement",
    [
        allow({"AWS": REF}),
        allow({"AWS": {"Fn::Sub": "arn:aws:iam::${Late}:root"}}),
        allow(REF),
        allow(condition={"StringLike": {"aws:PrincipalOrgID": REF}}),
        allow(condition=REF),
        allow(condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": REF}, "StringLike": {"aws:PrincipalArn": REF}}),
        {**allow(), "Effect": REF},
        REF,
    ],
)
def test_a_value_that_only_the_deployment_knows(statement: Any) -> None:
    (finding,) = findings(repository(RepositoryPolicyText=document(statement)), *SHARING, of=LATE)
    assert finding.rule is ACCESS_NOT_PROVEN
    assert "not known until deployment" in finding.found.message


@pytest.mark.parametrize(
    "statement",
    [
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": REF}}),
        allow(condition={"StringEquals": {"aws:PrincipalAccount": [TRUSTED, REF]}}),
        allow({"Service": "lambda.amazonaws.com"}, PUSH, {"StringEquals": {"aws:SourceAccount": REF}}),
    ],
)
def test_one_account_or_organization_that_only_the_deployment_knows(statement: Any) -> None:
    (finding,) = findings(repository(RepositoryPolicyText=document(statement)), *SHARING, of=LATE)
    assert finding.rule is GRANTEE_NOT_KNOWN
    assert "one account or organization" in finding.found.message


def test_a_whole_policy() -> None:
    (finding,) = findings(repository(RepositoryPolicyText=REF), *SHARING, of=LATE)
    assert finding.found.message == "The policy is not known until deployment (${Late})."


def test_what_is_open_whatever_the_value_is_said_to_be_open() -> None:
    assert said(allow(condition={"StringNotEquals": {"aws:PrincipalAccount": REF}}), of=LATE) == ["OpenToEveryone"]
    assert said(allow({"AWS": [STRANGE, REF]}), of=LATE) == ["UntrustedGrantee"]


def test_what_is_closed_whatever_the_value_is_closed() -> None:
    assert said(allow({"AWS": REF}, condition=OURS), of=LATE) == []
    assert said(allow(condition={**OURS, "StringLike": {"aws:PrincipalTag/team": REF}}), of=LATE) == []
    assert said(allow(condition=OURS), deny(condition={"StringNotEquals": {"aws:SourceVpce": REF}}), of=LATE) == []


@pytest.mark.parametrize("facts", [{}, AGNOSTIC], ids=["known", "agnostic"])
@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
        {"AWS": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":root"]]}},
        {"AWS": {"Ref": "AWS::AccountId"}},
        {"AWS": {"Fn::GetAtt": ["Role", "Arn"]}},
        {"AWS": {"Fn::Sub": "${Role.Arn}"}},
    ],
)
def test_the_own_account_is_no_stranger_in_any_environment(principal: dict, facts: dict) -> None:
    role = {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}}
    made = {**role, **repository(RepositoryPolicyText=document(allow(principal, "ecr:*")))}
    assert said_of(made, **facts) == []


@pytest.mark.parametrize(
    "statement",
    [
        allow(root(TRUSTED), PUSH),
        allow(condition=OURS),
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}),
        allow(condition={"StringEquals": {"aws:PrincipalAccount": "${AWS:resourceaccount}"}}),
        allow(condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:ResourceAccount}:role/*"}}),
        allow(
            {"Service": "lambda.amazonaws.com"}, "ecr:BatchGetImage", {"StringEquals": {"aws:SourceAccount": TRUSTED}}
        ),
        allow(
            {"Service": "lambda.amazonaws.com"},
            "ecr:BatchGetImage",
            {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        ),
        allow(
            {"Service": "lambda.amazonaws.com"},
            "ecr:BatchGetImage",
            {
                "ArnLike": {
                    "aws:SourceArn": {
                        "Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*"
                    }
                }
            },
        ),
    ],
)
def test_without_facts_nothing_is_said_of_what_is_named(statement: dict) -> None:
    nothing: dict[str, Any] = {**AGNOSTIC, "organization": None, "trusted_accounts": None}
    assert said(statement, **nothing) == []
    assert said(statement, **{**nothing, "organization": ORGANIZATION}) == []
    assert said(statement, **AGNOSTIC) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceVpce": {"Ref": "Made"}}},
        {"StringEquals": {"aws:SourceVpce": [{"Ref": "Made"}, {"Fn::GetAtt": ["Made", "Id"]}]}},
        {"StringEquals": {"aws:PrincipalOrgID": {"Fn::GetAtt": ["Made", "Id"]}}},
        {"StringEquals": {"aws:PrincipalAccount": [TRUSTED, {"Fn::GetAtt": ["Made", "AccountId"]}]}},
    ],
)
def test_what_a_resource_of_the_templates_is_bounds_a_condition(condition: dict[str, Any]) -> None:
    made = {"Made": {"Type": "AWS::EC2::VPCEndpoint"}}
    policy = repository(RepositoryPolicyText=document(allow(condition=condition)))
    assert said_of({**made, **policy}) == []
    principal = repository(RepositoryPolicyText=document(allow({"AWS": {"Fn::GetAtt": ["Made", "Account"]}})))
    assert said_of({**made, **principal}) == ["AccessNotProven"]


@pytest.mark.parametrize("operator", ["ArnEquals", "StringEquals"])
def test_a_project_of_the_templates_is_of_the_own_account(operator: str) -> None:
    made = {"Project": {"Type": "AWS::CodeBuild::Project"}}
    arn = {operator: {"aws:SourceArn": {"Fn::GetAtt": ["Project", "Arn"]}}}
    policy = document(allow({"Service": "codebuild.amazonaws.com"}, "ecr:BatchGetImage", arn))
    assert said_of({**made, **repository(RepositoryPolicyText=policy)}) == []


def test_a_default_that_turns_a_statement_off_is_trusted() -> None:
    of = {
        "Parameters": {"Org": {"Type": "String", "Default": ""}},
        "Conditions": {"HasOrg": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Org"}, ""]}]}},
    }
    shared = allow(condition={"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Org"}}})
    assert said(allow(root(TRUSTED)), {"Fn::If": ["HasOrg", shared, {"Ref": "AWS::NoValue"}]}, of=of) == []


def test_without_facts_what_is_open_is_open() -> None:
    nothing: dict[str, Any] = {**AGNOSTIC, "organization": None, "trusted_accounts": None}
    assert said(allow(), **nothing) == ["OpenToEveryone"]
    assert said(allow({"Service": "lambda.amazonaws.com"}, "ecr:BatchGetImage"), **nothing) == ["ConfusedDeputy"]
    assert said(allow(action="ecr:*", condition=OURS), **nothing) == ["ForeignAdministration"]


def test_a_named_account_may_be_the_own_one_where_that_is_not_known() -> None:
    assert said(allow(root(STRANGE), "ecr:*"), **AGNOSTIC) == []
    assert said(allow({"AWS": [STRANGE, TRUSTED]}, "ecr:*"), **AGNOSTIC) == ["ForeignAdministration"]
    assert said(allow({"AWS": [STRANGE, "888888888888"]}), **AGNOSTIC) == ["UntrustedGrantee"]
    assert said(allow(root(STRANGE), "ecr:*")) == ["ForeignAdministration", "UntrustedGrantee"]


@pytest.mark.parametrize(
    "statement",
    [
        allow(condition={"ForAnyValue:StringLikeIfExists": {"aws:PrincipalOrgPaths": f"{ORGANIZATION}/*"}}),
        allow({"Service": "lambda.amazonaws.com"}, condition={"ArnLike": {"aws:SourceArn": "*"}}),
    ],
)
def test_what_no_page_of_aws_decides(statement: Any) -> None:
    (finding,) = findings(repository(RepositoryPolicyText=document(statement)), *SHARING)
    assert finding.rule is ACCESS_NOT_PROVEN
    assert "whom it lets in is not proven (" in finding.found.message


@pytest.mark.parametrize("facts", [{}, {**AGNOSTIC, "organization": None, "trusted_accounts": None}])
@pytest.mark.parametrize("key", ["aws:ResourceTag/public", "ecr:ResourceTag/public"])
def test_tags_of_the_repository_bound_nobody_for_certain(key: str, facts: dict[str, Any]) -> None:
    statement = allow(condition={"StringEquals": {key: "true"}})
    (finding,) = findings(repository(RepositoryPolicyText=document(statement)), *SHARING, **facts)
    assert finding.found.message.startswith("Statement 0: whom it lets in depends on the ")
    assert said(allow(condition={"StringEquals": {key: "true", **OURS["StringEquals"]}}), **facts) == []


@pytest.mark.parametrize(
    ("tags", "rule"),
    [
        ([{"Key": "public", "Value": "yes"}], "OpenToEveryone"),
        ([{"Key": "public", "Value": REF}], "AccessNotProven"),
        ([{"Key": "team", "Value": "a"}], "AccessNotProven"),
        ([], "AccessNotProven"),
    ],
)
def test_a_tag_of_the_repository_bounds_nobody(tags: list[dict[str, Any]], rule: str) -> None:
    policy = document(allow(condition={"StringEquals": {"aws:ResourceTag/public": "yes"}}))
    tagged = repository(RepositoryPolicyText=policy, Tags=tags)
    assert [finding.rule.id for finding in findings(tagged, *SHARING, of=LATE)] == [rule]
