"""GovernedRepository: what it declares, what it refuses, and what it is to other constructs."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns

from governed_ecr import (
    Encryption,
    GovernedEcrError,
    GovernedRepository,
    Immutability,
    LifecyclePolicy,
    Service,
    ServiceAccess,
    Share,
    TagMutability,
)
from tests.templates import flat

REPOSITORY = "AWS::ECR::Repository"
KEY_ARN = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
UNIT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def _repository(stack: cdk.Stack, **settings: Any) -> GovernedRepository:
    return GovernedRepository(stack, "Repository", **{"repository_name": "team/app", **settings})


def _refusals(stack: cdk.Stack, **settings: Any) -> list[str]:
    with pytest.raises(GovernedEcrError) as caught:
        _repository(stack, **settings)
    assert not stack.node.children, "checked before anything is created"
    return str(caught.value).splitlines()


class TestWhatItDeclares:
    def test_defaults(self, stack, synthesize, template_snapshot):
        _repository(stack)
        assert synthesize(stack).body == template_snapshot

    def test_an_l1_is_its_default_child(self, stack):
        assert isinstance(_repository(stack).node.default_child, ecr.CfnRepository)

    def test_name(self, stack, synthesize):
        _repository(stack, repository_name="platform/base.image_1--x")
        assert synthesize(stack).one(REPOSITORY)["RepositoryName"] == "platform/base.image_1--x"

    def test_immutability_but_for_some_tags(self, stack, synthesize):
        _repository(stack, immutability=Immutability.but_for("cache-*", "latest"))
        repository = synthesize(stack).one(REPOSITORY)
        assert repository["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
        assert repository["ImageTagMutabilityExclusionFilters"] == [
            {
                "ImageTagMutabilityExclusionFilterType": "WILDCARD",
                "ImageTagMutabilityExclusionFilterValue": pattern,
            }
            for pattern in ("cache-*", "latest")
        ]

    @pytest.mark.parametrize(
        "immutability",
        [Immutability.mutable(), Immutability(TagMutability.MUTABLE_WITH_EXCLUSION, ("v*",)), Immutability()],
    )
    def test_every_other_mode(self, stack, synthesize, immutability):
        _repository(stack, immutability=immutability)
        repository = synthesize(stack).one(REPOSITORY)
        assert repository["ImageTagMutability"] == immutability.mode.value
        assert ("ImageTagMutabilityExclusionFilters" in repository) == bool(immutability.exclusion_filters)

    def test_aes256_is_not_said(self, stack, synthesize):
        """Said explicitly, it would replace a repository that was adopted without it."""
        repository = _repository(stack, encryption=Encryption.AES256)
        assert "EncryptionConfiguration" not in synthesize(stack).one(REPOSITORY)
        assert repository.encryption_key is None

    def test_a_key_is_made(self, stack, synthesize):
        repository = _repository(stack, encryption=Encryption.CUSTOMER_MANAGED_KEY)
        template = synthesize(stack)
        key = template.resource("AWS::KMS::Key")
        (name,) = (name for name, found in template.resources.items() if found is key)
        assert template.one(REPOSITORY)["EncryptionConfiguration"] == {
            "EncryptionType": "KMS",
            "KmsKey": {"Fn::GetAtt": [name, "Arn"]},
        }
        assert key["Properties"]["EnableKeyRotation"] is True
        assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
        assert repository.encryption_key is not None

    def test_a_key_that_is_given_is_used(self, stack, synthesize):
        key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
        repository = _repository(stack, encryption_key=key)
        template = synthesize(stack)
        assert template.one(REPOSITORY)["EncryptionConfiguration"] == {"EncryptionType": "KMS", "KmsKey": KEY_ARN}
        assert template.types == {REPOSITORY}
        assert repository.encryption_key is key

    def test_the_aws_managed_key(self, stack, synthesize):
        _repository(stack, encryption=Encryption.AWS_MANAGED_KEY)
        assert synthesize(stack).one(REPOSITORY)["EncryptionConfiguration"] == {"EncryptionType": "KMS"}

    def test_two_layers(self, stack, synthesize):
        _repository(stack, encryption=Encryption.DUAL_LAYER, encryption_key=kms.Key.from_key_arn(stack, "K", KEY_ARN))
        assert synthesize(stack).one(REPOSITORY)["EncryptionConfiguration"] == {
            "EncryptionType": "KMS_DSSE",
            "KmsKey": KEY_ARN,
        }

    def test_repositories_of_two_keys_keep_them_apart(self, stack, synthesize):
        for name in ("a", "b"):
            key = kms.Key.from_key_arn(stack, f"Key-{name}", f"{KEY_ARN}{name}")
            for number in (1, 2):
                id_ = f"{name}{number}"
                GovernedRepository(stack, id_, repository_name=f"team/{id_}", encryption_key=key)
        found = synthesize(stack).all(REPOSITORY)
        keys = {repository["RepositoryName"]: repository["EncryptionConfiguration"]["KmsKey"] for repository in found}
        assert keys == {f"team/{name}{n}": f"{KEY_ARN}{name}" for name in ("a", "b") for n in (1, 2)}

    def test_lifecycle(self, stack, synthesize):
        policy = LifecyclePolicy.archive_cold(unpulled=60, delete_after=365)
        _repository(stack, lifecycle=policy)
        text = synthesize(stack).one(REPOSITORY)["LifecyclePolicy"]["LifecyclePolicyText"]
        assert json.loads(text) == policy.to_dict()

    def test_sharing_and_services(self, stack, synthesize, template_snapshot):
        _repository(
            stack,
            sharing=[
                Share.with_organization("o-a1b2c3d4e5"),
                Share.with_units(UNIT),
                Share.with_accounts("222222222222", "333333333333"),
            ],
            services=[
                ServiceAccess(Service.LAMBDA, ("222222222222",)),
                ServiceAccess(Service.CODEBUILD, ("222222222222",)),
            ],
        )
        assert synthesize(stack).one(REPOSITORY)["RepositoryPolicyText"] == template_snapshot

    def test_no_scan_on_push(self, stack, synthesize):
        _repository(stack, scan_on_push=False)
        assert "ImageScanningConfiguration" not in synthesize(stack).one(REPOSITORY)

    def test_tags(self, stack, synthesize):
        cdk.Tags.of(stack).add("owner", "platform")
        _repository(stack, tags={"data": "public"})
        assert synthesize(stack).one(REPOSITORY)["Tags"] == [
            {"Key": "data", "Value": "public"},
            {"Key": "owner", "Value": "platform"},
        ]

    def test_it_outlives_its_stack_and_its_replacement(self, stack, synthesize):
        _repository(stack)
        resource = synthesize(stack).resource(REPOSITORY)
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")

    @pytest.mark.parametrize("policy", sorted(set(cdk.RemovalPolicy) - {cdk.RemovalPolicy.SNAPSHOT}, key=str))
    def test_images_are_never_deleted_along(self, stack, synthesize, policy):
        _repository(stack, removal_policy=policy)
        resource = synthesize(stack).resource(REPOSITORY)
        assert "EmptyOnDelete" not in resource["Properties"]
        assert (resource["DeletionPolicy"] == "Delete") == (policy is cdk.RemovalPolicy.DESTROY)


class TestWhatItRefuses:
    def test_a_name(self, stack):
        (said,) = _refusals(stack, repository_name="Team/App")
        assert said.startswith("Repository.repository_name: 'Team/App' is not a repository name. Allowed: 2-256")

    @pytest.mark.parametrize("name", ["a", "a" * 257, "team//app", "/app", "app/", "app:1", "équipe", ""])
    def test_other_names(self, stack, name):
        assert len(_refusals(stack, repository_name=name)) == 1

    def test_a_key_with_aes256(self, stack):
        with pytest.raises(GovernedEcrError, match=r"^Repository\.encryption: AES256 with a key\."):
            _repository(stack, encryption=Encryption.AES256, encryption_key=kms.Key.from_key_arn(stack, "Key", KEY_ARN))

    @pytest.mark.parametrize(
        "share",
        [Share.with_organization("o-a1b2c3d4e5"), Share.with_units(UNIT), Share.with_accounts("222222222222")],
    )
    def test_the_aws_managed_key_when_shared(self, stack, share):
        (said,) = _refusals(stack, encryption=Encryption.AWS_MANAGED_KEY, sharing=[share])
        assert said.startswith("Repository.encryption: The AWS managed key aws/ecr for a shared repository")

    def test_tags(self, stack):
        said = _refusals(stack, tags={"aws:x": "y", "empty": ""})
        assert [line.partition(":")[0] for line in said] == ["Repository.tags['aws", "Repository.tags['empty']"]

    def test_a_policy_above_10240_characters(self, stack):
        accounts = [f"{number:012}" for number in range(400)]
        (said,) = _refusals(stack, sharing=[Share.with_accounts(*accounts)])
        assert said.startswith("Repository.sharing: The policy has 13,")
        assert "Allowed: 10,240." in said

    def test_everything_at_once(self, stack):
        said = _refusals(
            stack,
            repository_name="NO",
            tags={"k": ""},
            encryption=Encryption.AWS_MANAGED_KEY,
            sharing=[Share.with_accounts(*(f"{number:012}" for number in range(400)))],
        )
        places = ["repository_name", "encryption", "tags['k']", "sharing"]
        assert [line.partition(": ")[0] for line in said] == [f"Repository.{place}" for place in places]


class TestLateBoundValues:
    """What only CloudFormation knows is not checked, and arrives in the template."""

    def test_name(self, stack, synthesize):
        name = cdk.CfnParameter(stack, "Name").value_as_string
        _repository(stack, repository_name=name)
        assert synthesize(stack).one(REPOSITORY)["RepositoryName"] == {"Ref": "Name"}

    def test_key_arn(self, stack, synthesize):
        arn = cdk.CfnParameter(stack, "KeyArn").value_as_string
        _repository(stack, encryption_key=kms.Key.from_key_arn(stack, "Key", arn))
        assert synthesize(stack).one(REPOSITORY)["EncryptionConfiguration"]["KmsKey"] == {"Ref": "KeyArn"}

    def test_account_ids(self, stack, synthesize):
        parameter = cdk.CfnParameter(stack, "Account").value_as_string
        _repository(
            stack,
            sharing=[Share.with_accounts(parameter, cdk.Aws.ACCOUNT_ID)],
            services=[ServiceAccess(Service.CODEBUILD, (parameter,))],
        )
        shared, built = synthesize(stack).one(REPOSITORY)["RepositoryPolicyText"]["Statement"]
        assert [flat(principal) for principal in shared["Principal"]["AWS"]] == [
            "arn:<AWS::Partition>:iam::<Account>:root",
            "arn:<AWS::Partition>:iam::<AWS::AccountId>:root",
        ]
        assert built["Condition"]["StringEquals"] == {"aws:SourceAccount": [{"Ref": "Account"}]}

    def test_organization_id_and_unit(self, stack, synthesize):
        organization = cdk.CfnParameter(stack, "Organization").value_as_string
        _repository(
            stack, sharing=[Share.with_organization(organization), Share.with_units(f"{organization}/r-ab12/*")]
        )
        whole, unit = synthesize(stack).one(REPOSITORY)["RepositoryPolicyText"]["Statement"]
        assert whole["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Organization"}}}
        (path,) = unit["Condition"]["ForAnyValue:StringLike"]["aws:PrincipalOrgPaths"]
        assert flat(path) == "<Organization>/r-ab12/*"

    def test_tags(self, stack, synthesize):
        _repository(stack, tags={"stack": cdk.Aws.STACK_NAME})
        assert synthesize(stack).one(REPOSITORY)["Tags"] == [{"Key": "stack", "Value": {"Ref": "AWS::StackName"}}]

    def test_the_key_of_another_stack(self, stack, make_stack, synthesize):
        key = kms.Key(make_stack("Keys"), "Key")
        _repository(stack, encryption_key=key)
        assert "Fn::ImportValue" in synthesize(stack).one(REPOSITORY)["EncryptionConfiguration"]["KmsKey"]

    def test_a_stack_without_environment(self, agnostic, synthesize):
        repository = _repository(agnostic, sharing=[Share.with_accounts("222222222222")])
        cdk.CfnOutput(agnostic, "Uri", value=repository.repository_uri)
        template = synthesize(agnostic)
        (statement,) = template.one(REPOSITORY)["RepositoryPolicyText"]["Statement"]
        assert flat(statement["Principal"]["AWS"]) == "arn:<AWS::Partition>:iam::222222222222:root"
        assert "Uri" in template.body["Outputs"]

    def test_the_size_limit_counts_what_is_known(self, stack):
        late = [f"{cdk.CfnParameter(stack, f'A{number}').value_as_string}" for number in range(3)]
        _repository(stack, sharing=[Share.with_accounts(*late, *(f"{number:012}" for number in range(200)))])
        with pytest.raises(GovernedEcrError, match=r"The policy has 1\d,\d{3} characters"):
            GovernedRepository(
                stack,
                "Other",
                repository_name="team/b",
                sharing=[Share.with_accounts(*late, *(f"{number:012}" for number in range(400)))],
            )


class TestReferences:
    def test_name_arn_and_uri(self, stack, synthesize):
        repository = _repository(stack)
        for name in ("repository_name", "repository_arn", "repository_uri"):
            cdk.CfnOutput(stack, name.replace("_", ""), value=getattr(repository, name))
        outputs = synthesize(stack).body["Outputs"]
        (logical_id,) = synthesize(stack).resources
        assert outputs["repositoryname"]["Value"] == {"Ref": logical_id}
        assert outputs["repositoryarn"]["Value"] == {"Fn::GetAtt": [logical_id, "Arn"]}
        assert f"<{logical_id}>" in flat(outputs["repositoryuri"]["Value"])

    def test_in_another_stack(self, stack, make_stack, synthesize):
        other = make_stack("Other")
        cdk.CfnOutput(other, "Arn", value=_repository(stack).repository_arn)
        assert "Fn::ImportValue" in synthesize(other).body["Outputs"]["Arn"]["Value"]

    def test_in_another_account_and_region(self, stack, make_stack, synthesize):
        other = make_stack("Other", "222222222222", "eu-west-1")
        repository = _repository(stack)
        cdk.CfnOutput(other, "Arn", value=repository.repository_arn)
        cdk.CfnOutput(other, "Name", value=repository.repository_name)
        outputs = synthesize(other).body["Outputs"]
        assert outputs["Name"]["Value"] == "team/app"
        assert flat(outputs["Arn"]["Value"]) == "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/team/app"


class TestEvents:
    def test_a_push(self, stack, synthesize):
        topic = sns.Topic(stack, "Topic")
        _repository(stack).on_image_pushed("Pushed", target=targets.SnsTopic(topic))
        rule = synthesize(stack).one("AWS::Events::Rule")
        assert rule["EventPattern"] == {
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Action"],
            "detail": {"action-type": ["PUSH"], "result": ["SUCCESS"], "repository-name": ["team/app"]},
        }
        assert len(rule["Targets"]) == 1

    def test_a_scan(self, stack, synthesize):
        _repository(stack).on_image_scan_completed("Scanned", image_tags=["v1"])
        pattern = synthesize(stack).one("AWS::Events::Rule")["EventPattern"]
        (name,) = (name for name, found in synthesize(stack).resources.items() if found["Type"] == REPOSITORY)
        assert pattern == {
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Scan"],
            "detail": {"repository-name": [{"Ref": name}], "scan-status": ["COMPLETE"], "image-tags": ["v1"]},
        }

    def test_a_scan_of_any_tag(self, stack, synthesize):
        _repository(stack).on_image_scan_completed("Scanned")
        assert "image-tags" not in synthesize(stack).one("AWS::Events::Rule")["EventPattern"]["detail"]
