"""Repositories as aws-cdk-lib's constructs take them: grants, policies, references; declared here or elsewhere."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from governed_ecr import (
    GovernedEcrError,
    GovernedRepository,
    Service,
    ServiceAccess,
    Share,
)
from tests.templates import actions, flat, listed

REPOSITORY = "AWS::ECR::Repository"
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def _repository(stack: cdk.Stack, **settings: Any) -> GovernedRepository:
    return GovernedRepository(stack, "Repository", **{"repository_name": "team/app", **settings})


def _policy(template: Any) -> list[dict[str, Any]]:
    policy = template.one(REPOSITORY).get("RepositoryPolicyText", {})
    return policy.get("Statement", [])


GRANTS: dict[str, Callable[[GovernedRepository, iam.IGrantable], iam.Grant]] = {
    "pull": GovernedRepository.grant_pull,
    "push": GovernedRepository.grant_push,
    "read": GovernedRepository.grant_read,
    "manage": GovernedRepository.grant_manage,
}
ALLOWED = {
    "pull": {"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
    "push": {"ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"},
    "read": {"ecr:DescribeImages", "ecr:ListImages", "ecr:GetLifecyclePolicy"},
    "manage": {"ecr:PutImage", "ecr:BatchGetImage", "ecr:PutLifecyclePolicy", "ecr:ListTagsForResource"},
}
FORBIDDEN = {
    "pull": {"ecr:PutImage", "ecr:BatchDeleteImage"},
    "push": {"ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy", "ecr:DeleteRepository"},
    "read": {"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:PutImage"},
    "manage": {"ecr:DeleteRepository", "ecr:*"},
}


def _granted_to(statements: list[dict[str, Any]]) -> set[str]:
    return {flat(principal) for statement in statements for principal in listed(statement["Principal"]["AWS"])}


@pytest.mark.parametrize("kind", GRANTS)
class TestGrants:
    def test_to_a_role_of_the_account_by_its_own_policy(self, stack, synthesize, kind):
        repository = _repository(stack)
        role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        assert GRANTS[kind](repository, role).success
        template = synthesize(stack)
        found = actions(template.statements())
        assert found >= ALLOWED[kind]
        assert not found & FORBIDDEN[kind]
        assert _policy(template) == []

    def test_to_a_role_of_another_account_by_both_policies(self, stack, synthesize, kind):
        repository = _repository(stack)
        role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::222222222222:role/deployer")
        assert GRANTS[kind](repository, role).success
        statements = _policy(synthesize(stack))
        assert actions(statements) >= ALLOWED[kind]
        assert not actions(statements) & FORBIDDEN[kind]
        for statement in statements:
            assert statement["Principal"] == {"AWS": "arn:aws:iam::222222222222:role/deployer"}
            assert "Resource" not in statement

    def test_to_an_account(self, stack, synthesize, kind):
        repository = _repository(stack)
        assert GRANTS[kind](repository, iam.AccountPrincipal("222222222222")).success
        statements = _policy(synthesize(stack))
        assert actions(statements) >= ALLOWED[kind]
        assert _granted_to(statements) == {"arn:<AWS::Partition>:iam::222222222222:root"}

    def test_to_the_organization(self, stack, synthesize, kind):
        repository = _repository(stack)
        assert GRANTS[kind](repository, iam.OrganizationPrincipal("o-a1b2c3d4e5")).success
        statements = _policy(synthesize(stack))
        assert actions(statements) >= ALLOWED[kind]
        for statement in statements:
            assert statement["Principal"] in ("*", {"AWS": "*"})
            assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}

    def test_to_a_service_that_acts_for_an_account(self, stack, synthesize, kind):
        repository = _repository(stack)
        bounded = {"StringEquals": {"aws:SourceAccount": "111111111111"}}
        service = iam.ServicePrincipal("codebuild.amazonaws.com", conditions=bounded)
        assert GRANTS[kind](repository, service).success
        statements = _policy(synthesize(stack))
        assert actions(statements) >= ALLOWED[kind]
        for statement in statements:
            assert statement["Principal"] == {"Service": "codebuild.amazonaws.com"}
            assert statement["Condition"] == bounded

    @pytest.mark.parametrize(("service", "source"), [("lambda", "function:*"), ("codebuild", "project/*")])
    def test_to_a_service_when_it_acts_for_the_account(self, stack, synthesize, kind, service, source):
        """What aws-cdk-lib's own constructs grant names no account."""
        GRANTS[kind](_repository(stack), iam.ServicePrincipal(f"{service}.amazonaws.com"))
        statements = _policy(synthesize(stack))
        assert actions(statements) >= ALLOWED[kind]
        for statement in statements:
            assert statement["Principal"] == {"Service": f"{service}.amazonaws.com"}
            (arn,) = statement["Condition"]["ArnLike"]["aws:SourceArn"]
            assert flat(arn) == f"arn:<AWS::Partition>:{service}:*:111111111111:{source}"

    def test_not_to_other_services_whoever_they_act_for(self, stack, kind):
        repository = _repository(stack)
        with pytest.raises(GovernedEcrError) as caught:
            GRANTS[kind](repository, iam.ServicePrincipal("sagemaker.amazonaws.com"))
        (problem,) = caught.value.problems
        assert problem.place == "Stack/Repository.repository policy"
        assert problem.what == "A grant to sagemaker.amazonaws.com, whichever account it acts for."

    def test_not_to_everyone(self, stack, kind):
        repository = _repository(stack)
        with pytest.raises(GovernedEcrError, match="A grant to everyone"):
            GRANTS[kind](repository, iam.AnyPrincipal())

    def test_to_a_principal_of_a_late_bound_account(self, agnostic, synthesize, kind):
        account = cdk.CfnParameter(agnostic, "Account").value_as_string
        assert GRANTS[kind](_repository(agnostic), iam.AccountPrincipal(account)).success
        statements = _policy(synthesize(agnostic))
        assert actions(statements) >= ALLOWED[kind]
        assert _granted_to(statements) == {"arn:<AWS::Partition>:iam::<Account>:root"}


class TestTheRepositoryPolicy:
    def test_grants_of_one_kind_share_a_statement(self, stack, synthesize):
        repository = _repository(stack)
        arns = [f"arn:aws:iam::{number:012}:role/deployer" for number in range(60)]
        for number, arn in enumerate(arns):
            repository.grant_pull(iam.Role.from_role_arn(stack, f"Role{number}", arn))
        (statement,) = _policy(synthesize(stack))
        assert statement["Principal"] == {"AWS": arns}

    def test_grants_are_kept_beside_shares(self, stack, synthesize):
        repository = _repository(stack, sharing=[Share.with_organization("o-a1b2c3d4e5")])
        repository.grant_push(iam.AccountPrincipal("222222222222"))
        shared, granted = _policy(synthesize(stack))
        assert shared["Sid"] == "Organization ReadOnly access"
        assert "ecr:PutImage" in granted["Action"]

    def test_a_statement_of_ones_own(self, stack, synthesize):
        repository = _repository(stack)
        statement = {"Effect": "Deny", "Principal": "*", "Action": "ecr:BatchDeleteImage"}
        repository.add_to_resource_policy(statement)
        assert _policy(synthesize(stack)) == [statement]

    def test_a_deny_through_the_interface(self, stack, synthesize):
        added = _repository(stack).repository.add_to_resource_policy(
            iam.PolicyStatement(
                effect=iam.Effect.DENY, principals=[iam.AnyPrincipal()], actions=["ecr:BatchDeleteImage"]
            )
        )
        assert added.statement_added
        assert _policy(synthesize(stack)) == [
            {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "ecr:BatchDeleteImage"}
        ]

    def test_statements_of_one_name_stay_apart(self, stack, synthesize):
        repository = _repository(stack)
        for account in ("2", "3", "4"):
            repository.add_to_resource_policy(
                {
                    "Sid": "Mine",
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "ecr:BatchGetImage",
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": account * 12}},
                }
            )
        statements = _policy(synthesize(stack))
        assert [statement["Sid"] for statement in statements] == ["Mine", "Mine2", "Mine3"]

    @pytest.mark.parametrize("member", ["Resource", "NotResource"])
    def test_no_statement_names_a_resource(self, stack, member):
        with pytest.raises(GovernedEcrError, match=r"^Stack/Repository\.repository policy: .* names a resource"):
            _repository(stack).add_to_resource_policy(
                {"Effect": "Deny", "Principal": "*", "Action": "ecr:*", member: "*"}
            )

    def test_above_10240_characters(self, stack, synthesize):
        repository = _repository(stack, sharing=[Share.with_organization("o-a1b2c3d4e5")])
        arns = [f"arn:aws:iam::{number:012}:role/deployer" for number in range(225)]
        repository.add_to_resource_policy(
            {"Effect": "Allow", "Principal": {"AWS": arns}, "Action": ["ecr:BatchGetImage"]}
        )
        role = iam.Role.from_role_arn(stack, "Role", f"arn:aws:iam::222222222222:role/{'x' * 900}")
        with pytest.raises(GovernedEcrError) as caught:
            repository.grant_pull(role)
        (problem,) = caught.value.problems
        assert problem.place == "Stack/Repository.repository policy"
        assert problem.what.startswith("The policy has 10,")
        assert problem.mend.startswith("Allowed: 10,240.")
        assert [statement["Action"] for statement in _policy(synthesize(stack))] == [PULL, ["ecr:BatchGetImage"]]


class TestInOtherConstructs:
    """``.repository`` is what aws-cdk-lib's constructs take."""

    @staticmethod
    def _task(stack: cdk.Stack, repository: GovernedRepository) -> None:
        role = iam.Role(
            stack,
            "Execution",
            role_name=cdk.PhysicalName.GENERATE_IF_NEEDED,
            assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"),
        )
        task = ecs.FargateTaskDefinition(stack, "Task", execution_role=role)
        task.add_container("app", image=ecs.ContainerImage.from_ecr_repository(repository.repository, "v1"))

    def test_a_task_of_the_same_stack(self, stack, synthesize):
        self._task(stack, _repository(stack))
        template = synthesize(stack)
        (container,) = template.one("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
        assert flat(container["Image"]).endswith(":v1")
        assert actions(template.statements()) == {*PULL, "ecr:GetAuthorizationToken"}
        assert _policy(template) == []

    def test_a_task_of_another_stack(self, stack, make_stack, synthesize):
        other = make_stack("Other")
        self._task(other, _repository(stack))
        assert "Fn::ImportValue" in json.dumps(synthesize(other).one("AWS::ECS::TaskDefinition"))
        assert actions(synthesize(other).statements()) == {*PULL, "ecr:GetAuthorizationToken"}
        assert _policy(synthesize(stack)) == []

    def test_a_task_of_another_account(self, stack, make_stack, synthesize):
        other = make_stack("Other", "222222222222")
        self._task(other, _repository(stack))
        (container,) = synthesize(other).one("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
        assert flat(container["Image"]).endswith("/team/app:v1")
        assert "Fn::ImportValue" not in json.dumps(container["Image"])
        assert actions(synthesize(other).statements()) == {*PULL, "ecr:GetAuthorizationToken"}
        (statement,) = _policy(synthesize(stack))
        assert flat(statement["Principal"]["AWS"]).startswith("arn:<AWS::Partition>:iam::222222222222:")
        assert set(statement["Action"]) == set(PULL)

    @staticmethod
    def _function(stack: cdk.Stack, repository: GovernedRepository) -> None:
        code = lambda_.DockerImageCode.from_ecr(repository.repository, tag_or_digest="v1")
        lambda_.DockerImageFunction(stack, "Function", code=code)

    @pytest.mark.parametrize("where", ["Stack", "Other"])
    def test_a_function(self, stack, make_stack, synthesize, where):
        home = stack if where == "Stack" else make_stack(where)
        self._function(home, _repository(stack))
        image = synthesize(home).one("AWS::Lambda::Function")["Code"]["ImageUri"]
        (statement,) = _policy(synthesize(stack))
        assert ("Fn::ImportValue" in json.dumps(image)) == (where == "Other")
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert "aws:SourceArn" in statement["Condition"]["ArnLike"]

    def test_a_function_of_another_account(self, stack, make_stack, synthesize):
        other = make_stack("Other", "222222222222")
        services = [ServiceAccess(Service.LAMBDA, ("222222222222",))]
        self._function(other, _repository(stack, services=services, sharing=[Share.with_accounts("222222222222")]))
        image = synthesize(other).one("AWS::Lambda::Function")["Code"]["ImageUri"]
        assert flat(image).endswith("/team/app:v1")
        sources = [statement["Condition"]["ArnLike"]["aws:SourceArn"] for statement in _policy(synthesize(stack))[1:]]
        assert [flat(arn) for arns in sources for arn in arns] == [
            f"arn:<AWS::Partition>:lambda:*:{account}:function:*" for account in ("222222222222", "111111111111")
        ]

    def test_a_build(self, stack, synthesize):
        image = codebuild.LinuxBuildImage.from_ecr_repository(_repository(stack).repository, "v1")
        codebuild.Project(
            stack,
            "Build",
            environment=codebuild.BuildEnvironment(build_image=image),
            build_spec=codebuild.BuildSpec.from_object({"version": "0.2"}),
        )
        assert set(PULL) <= actions(synthesize(stack).statements())


class TestImported:
    ARN = "arn:aws:ecr:us-east-1:111111111111:repository/team/app"

    def _imported(self, stack: cdk.Stack, by: str) -> ecr.IRepository:
        if by == "name":
            return GovernedRepository.from_repository_name(stack, "Imported", "team/app")
        return GovernedRepository.from_repository_arn(stack, "Imported", self.ARN)

    @pytest.mark.parametrize("by", ["name", "arn"])
    def test_grants_to_roles_of_its_account_work(self, stack, synthesize, by):
        imported = self._imported(stack, by)
        role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        assert imported.grant_pull(role).success
        resources = {flat(statement["Resource"]) for statement in synthesize(stack).statements()}
        assert imported.repository_name == "team/app"
        assert len(resources) == 2
        assert any(arn.endswith(":ecr:us-east-1:111111111111:repository/team/app") for arn in resources)

    @pytest.mark.parametrize("by", ["name", "arn"])
    @pytest.mark.parametrize(
        "grantee",
        [
            lambda: iam.AccountPrincipal("222222222222"),
            lambda: iam.OrganizationPrincipal("o-a1b2c3d4e5"),
            lambda: iam.ServicePrincipal("lambda.amazonaws.com"),
        ],
        ids=["account", "organization", "service"],
    )
    def test_grants_that_need_its_policy_are_refused(self, stack, by, grantee):
        imported, principal = self._imported(stack, by), grantee()
        with pytest.raises(GovernedEcrError) as caught:
            imported.grant_pull(principal)
        (problem,) = caught.value.problems
        assert problem.place == "Stack/Imported"
        assert "'team/app' cannot be changed from here; aws-cdk-lib would drop this statement" in problem.what
        assert "ecr:BatchGetImage" in problem.what
        assert "GovernedRepository(sharing=...)" in problem.mend

    def test_a_repository_of_another_account(self, stack):
        imported = GovernedRepository.from_repository_arn(stack, "I", self.ARN.replace("111111111111", "2" * 12))
        role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        with pytest.raises(GovernedEcrError, match="cannot be changed from here"):
            imported.grant_pull(role)

    def test_in_a_task(self, stack, synthesize):
        task = ecs.FargateTaskDefinition(stack, "Task")
        image = ecs.ContainerImage.from_ecr_repository(self._imported(stack, "name"), "v1")
        task.add_container("app", image=image)
        (container,) = synthesize(stack).one("AWS::ECS::TaskDefinition")["ContainerDefinitions"]
        assert flat(container["Image"]) == "111111111111.dkr.ecr.us-east-1.<AWS::URLSuffix>/team/app:v1"

    def test_a_late_bound_name(self, stack, synthesize):
        name = cdk.CfnParameter(stack, "Name").value_as_string
        imported = GovernedRepository.from_repository_name(stack, "Imported", name)
        cdk.CfnOutput(stack, "Arn", value=imported.repository_arn)
        assert flat(synthesize(stack).body["Outputs"]["Arn"]["Value"]).endswith(":repository/<Name>")

    def test_a_wrong_name(self, stack):
        with pytest.raises(GovernedEcrError, match=r"^Imported\.repository_name: 'Team' is not a repository name"):
            GovernedRepository.from_repository_name(stack, "Imported", "Team")

    @pytest.mark.parametrize("arn", ["team/app", "arn:aws:ecr:us-east-1:111111111111:team/app", f"{ARN}:v1"])
    def test_a_wrong_arn(self, stack, arn):
        with pytest.raises(GovernedEcrError, match=r"^Imported\.repository_arn: .* Allowed: arn:aws:ecr:REGION"):
            GovernedRepository.from_repository_arn(stack, "Imported", arn)

    def test_a_late_bound_arn_has_no_name(self, stack):
        arn = cdk.CfnParameter(stack, "Arn").value_as_string
        with pytest.raises(GovernedEcrError, match=r"^Imported\.repository_arn"):
            GovernedRepository.from_repository_arn(stack, "Imported", arn)
