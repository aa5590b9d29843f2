"""Every kind of resource that carries a policy, every way to write one, and where findings point."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.rules.sharing.open_to_everyone import OPEN_TO_EVERYONE
from tests.rules.judge import ORGANIZATION, OWN, TRUSTED, creation_template, findings, key, places, repository
from tests.rules.sharing.policies import OURS, PULL, SHARING, allow, document, root, said_of

REPLICATE = ["ecr:CreateRepository", "ecr:ReplicateImage"]
SWITCH = {
    "Parameters": {"Env": {"Type": "String", "Default": "prod"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}},
}
ALL = f"arn:aws:ecr:us-east-1:{OWN}:repository/*"


def registry_policy(*statements: Any) -> dict[str, Any]:
    return {"Policy": {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": document(*statements)}}}


class TestPlaces:
    def test_a_statement_of_a_list(self) -> None:
        made = repository(RepositoryPolicyText=document(allow(condition=OURS), allow(), allow(Sid="Third")))
        assert places(made, OPEN_TO_EVERYONE) == [
            "OpenToEveryone Repo.RepositoryPolicyText.Statement[1]",
            "OpenToEveryone Repo.RepositoryPolicyText.Statement[2]",
        ]
        second, third = findings(made, OPEN_TO_EVERYONE)
        assert second.found.message == "Statement 1 lets anyone pull images."
        assert third.found.message == 'Statement "Third" lets anyone pull images.'

    def test_a_single_statement(self) -> None:
        made = repository(RepositoryPolicyText={"Version": "2012-10-17", "Statement": allow()})
        assert places(made, OPEN_TO_EVERYONE) == ["OpenToEveryone Repo.RepositoryPolicyText.Statement"]

    def test_a_policy_in_a_text(self) -> None:
        made = repository(RepositoryPolicyText=json.dumps(document(allow())))
        assert places(made, OPEN_TO_EVERYONE) == ["OpenToEveryone Repo.RepositoryPolicyText"]

    def test_the_witness_is_one_request(self) -> None:
        (finding,) = findings(repository(RepositoryPolicyText=document(allow())), OPEN_TO_EVERYONE)
        assert finding.found.witness is not None
        assert finding.found.witness.action in PULL

    def test_push_and_pull_are_one_finding(self) -> None:
        (finding,) = findings(repository(RepositoryPolicyText=document(allow(action="ecr:*"))), *SHARING)
        assert (
            finding.found.message == "Statement 0 lets anyone pull images, push images and administer the repository."
        )


class TestCreationTemplates:
    def test_open(self) -> None:
        made = creation_template(RepositoryPolicy=json.dumps(document(allow())))
        assert places(made, *SHARING) == ["OpenToEveryone Template.RepositoryPolicy"]

    def test_shared_with_the_organization(self) -> None:
        assert said_of(creation_template(RepositoryPolicy=json.dumps(document(allow(condition=OURS))))) == []

    def test_text_with_parts_of_the_template(self) -> None:
        text = json.dumps(document(allow({"AWS": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}, "ecr:*")))
        assert said_of(creation_template(RepositoryPolicy={"Fn::Sub": text})) == []

    def test_an_object_is_no_text(self) -> None:
        assert said_of(creation_template(RepositoryPolicy=document(allow(condition=OURS)))) == ["MalformedPolicy"]


class TestRegistryPolicies:
    @pytest.mark.parametrize(
        ("statement", "rules"),
        [
            (allow(root(TRUSTED), REPLICATE, Resource=ALL), []),
            (allow(root(TRUSTED), [*REPLICATE, "ecr:TagResource"], Resource=ALL), []),
            (allow(root(OWN), "ecr:*", Resource="*"), []),
            (
                allow(
                    action=[*PULL, "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], condition=OURS, Resource=ALL
                ),
                [],
            ),
            (allow(action=REPLICATE, Resource=ALL), ["OpenToEveryone"]),
            (allow(action="ecr:BatchImportUpstreamImage", Resource=ALL), ["OpenToEveryone"]),
            (allow(root("999999999999"), REPLICATE, Resource=ALL), ["UntrustedGrantee"]),
            (allow(root(TRUSTED), "ecr:*", Resource="*"), ["ForeignAdministration"]),
            (allow(root(TRUSTED), "ecr:PutRegistryPolicy", Resource="*"), ["ForeignAdministration"]),
            (allow(action=REPLICATE, condition=OURS, Resource=ALL), ["OrganizationWidePush"]),
        ],
    )
    def test_each_statement(self, statement: dict[str, Any], rules: list[str]) -> None:
        assert said_of(registry_policy(statement)) == rules


def test_a_registry_policy_tells_its_account_by_its_resources() -> None:
    facts: dict[str, Any] = {"account": None, "region": None}
    assert said_of(registry_policy(allow(action=REPLICATE, Resource=ALL)), **facts) == ["OpenToEveryone"]
    assert said_of(registry_policy(allow(root(TRUSTED), "ecr:*", Resource=ALL)), **facts) == ["ForeignAdministration"]
    assert said_of(registry_policy(allow(root(OWN), "ecr:*", Resource=ALL)), **facts) == []


class TestKeyPolicies:
    @pytest.mark.parametrize(
        ("statement", "rules"),
        [
            (allow(root(TRUSTED), ["kms:Decrypt", "kms:DescribeKey"], Resource="*"), []),
            (
                allow(
                    root(TRUSTED),
                    ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
                    {"Bool": {"kms:GrantIsForAWSResource": "true"}},
                    Resource="*",
                ),
                [],
            ),
            (allow(root("999999999999"), "kms:Decrypt", Resource="*"), ["UntrustedGrantee"]),
            (allow(root(TRUSTED), "kms:*", Resource="*"), ["ForeignAdministration"]),
            (allow(root(TRUSTED), "kms:CreateGrant", Resource="*"), ["ForeignAdministration"]),
            (allow(action="kms:ScheduleKeyDeletion", condition=OURS, Resource="*"), ["ForeignAdministration"]),
        ],
    )
    def test_of_keys_that_encrypt_images(self, statement: dict[str, Any], rules: list[str]) -> None:
        standard = key()["Key"]["Properties"]["KeyPolicy"]["Statement"]
        made = key(KeyPolicy=document(*standard, statement))
        encrypted = repository(
            EncryptionConfiguration={"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}}
        )
        assert said_of({**made, **encrypted}) == rules
        assert said_of(made) == []


class TestConditionsOfTemplates:
    def test_each_branch_counts(self) -> None:
        made = repository(
            RepositoryPolicyText={"Fn::If": ["IsProd", document(allow(condition=OURS)), document(allow())]}
        )
        (finding,) = findings(made, *SHARING, of=SWITCH)
        assert finding.rule is OPEN_TO_EVERYONE
        assert "IsProd" in finding.assumption

    def test_a_switched_condition(self) -> None:
        switched = {**allow(), "Condition": {"Fn::If": ["IsProd", OURS, {"Ref": "AWS::NoValue"}]}}
        (finding,) = findings(repository(RepositoryPolicyText=document(switched)), *SHARING, of=SWITCH)
        assert finding.rule is OPEN_TO_EVERYONE

    def test_no_policy_in_one_branch(self) -> None:
        made = repository(
            RepositoryPolicyText={"Fn::If": ["IsProd", document(allow(condition=OURS)), {"Ref": "AWS::NoValue"}]}
        )
        assert said_of(made, of=SWITCH) == []

    def test_defaults_of_parameters_are_values(self) -> None:
        of = {"Parameters": {"Org": {"Type": "String", "Default": ORGANIZATION}}}
        made = repository(
            RepositoryPolicyText=document(allow(condition={"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Org"}}}))
        )
        assert said_of(made, of=of) == []
