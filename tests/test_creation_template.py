"""RepositoryCreationTemplate: repositories that ECR creates by itself."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match

from governed_ecr import (
    AppliedFor,
    Encryption,
    GovernedEcrError,
    Immutability,
    LifecyclePolicy,
    RepositoryCreationTemplate,
    Service,
    ServiceAccess,
    Share,
)
from tests.templates import flat

TEMPLATE = "AWS::ECR::RepositoryCreationTemplate"
ROLE = "AWS::IAM::Role"
KEY_ARN = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _template(stack, **settings):
    return RepositoryCreationTemplate(
        stack, "Template", **{"prefix": "team", "applied_for": [AppliedFor.CREATE_ON_PUSH], **settings}
    )


def _refusals(stack, **settings):
    with pytest.raises(GovernedEcrError) as caught:
        _template(stack, **settings)
    assert stack.node.try_find_child("Template") is None
    return str(caught.value).splitlines()


class TestWhatItDeclares:
    def test_defaults(self, stack, synthesize, template_snapshot):
        _template(stack)
        assert synthesize(stack).body == template_snapshot

    @pytest.mark.parametrize("prefix", ["team/builds", "team/builds/", "ROOT"])
    def test_prefix(self, stack, synthesize, prefix):
        assert _template(stack, prefix=prefix).prefix == prefix.rstrip("/")
        assert synthesize(stack).one(TEMPLATE)["Prefix"] == prefix.rstrip("/")

    def test_applied_for(self, stack, synthesize):
        _template(stack, applied_for=list(AppliedFor))
        assert synthesize(stack).one(TEMPLATE)["AppliedFor"] == [reason.value for reason in AppliedFor]

    def test_immutability(self, stack, synthesize):
        _template(stack, immutability=Immutability.but_for("cache-*"))
        template = synthesize(stack).one(TEMPLATE)
        assert template["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
        assert template["ImageTagMutabilityExclusionFilters"] == [
            {"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": "cache-*"}
        ]

    def test_lifecycle(self, stack, synthesize):
        policy = LifecyclePolicy.branch_builds()
        _template(stack, lifecycle=policy)
        assert json.loads(synthesize(stack).one(TEMPLATE)["LifecyclePolicy"]) == policy.to_dict()

    def test_a_policy_is_text(self, stack, synthesize):
        _template(stack, sharing=[Share.with_organization("o-a1b2c3d4e5"), Share.with_units("o-a1b2c3d4e5/r-ab12/*")])
        text = synthesize(stack).one(TEMPLATE)["RepositoryPolicy"]
        assert [statement["Sid"] for statement in json.loads(text)["Statement"]] == [
            "Organization ReadOnly access",
            "Organizational units pull",
        ]

    def test_a_late_bound_policy_is_text_too(self, agnostic, synthesize):
        account = cdk.CfnParameter(agnostic, "Account").value_as_string
        _template(
            agnostic, sharing=[Share.with_accounts(account)], services=[ServiceAccess(Service.LAMBDA, (account,))]
        )
        text = flat(synthesize(agnostic).one(TEMPLATE)["RepositoryPolicy"])
        shared, run = json.loads(text)["Statement"]
        assert shared["Principal"] == {"AWS": "arn:<AWS::Partition>:iam::<Account>:root"}
        assert run["Condition"] == {
            "ArnLike": {"aws:SourceArn": ["arn:<AWS::Partition>:lambda:*:<Account>:function:*"]}
        }

    def test_description(self, stack, synthesize):
        _template(stack, description="x" * 256)
        assert synthesize(stack).one(TEMPLATE)["Description"] == "x" * 256


class TestImmutableCaches:
    """A tag that moves upstream cannot follow into an immutable repository."""

    def test_a_cache_alone_is_mutable(self, stack, synthesize):
        _template(stack, applied_for=[AppliedFor.PULL_THROUGH_CACHE])
        assert synthesize(stack).one(TEMPLATE)["ImageTagMutability"] == "MUTABLE"
        Annotations.from_stack(stack).has_no_warning("*", Match.any_value())

    @pytest.mark.parametrize(
        "settings",
        [
            {"applied_for": [AppliedFor.PULL_THROUGH_CACHE], "immutability": Immutability()},
            {"applied_for": [AppliedFor.PULL_THROUGH_CACHE, AppliedFor.CREATE_ON_PUSH]},
        ],
    )
    def test_others_are_warned_of(self, stack, settings):
        _template(stack, **settings)
        warning = Match.string_like_regexp("a tag that moves upstream will never be refreshed here")
        Annotations.from_stack(stack).has_warning("/Stack/Template", warning)


class TestTheRole:
    """Tags and KMS need one:

    docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
    """

    @staticmethod
    def _statements(template):
        (policy,) = template.one(ROLE)["Policies"]
        return policy["PolicyDocument"]["Statement"]

    def test_is_not_made_where_none_is_needed(self, stack, synthesize):
        assert _template(stack).custom_role is None
        template = synthesize(stack)
        assert template.types == {TEMPLATE}
        assert "CustomRoleArn" not in template.one(TEMPLATE)

    def test_for_tags(self, stack, synthesize):
        assert _template(stack, tags={"owner": "team"}).custom_role is not None
        template = synthesize(stack)
        (statement,) = self._statements(template)
        (trust,) = template.one(ROLE)["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "ecr.amazonaws.com"}
        assert statement["Action"] == ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"]
        assert flat(statement["Resource"]) == "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/team/*"
        assert template.one(TEMPLATE)["ResourceTags"] == [{"Key": "owner", "Value": "team"}]
        assert "Fn::GetAtt" in template.one(TEMPLATE)["CustomRoleArn"]

    def test_of_the_root(self, stack, synthesize):
        _template(stack, prefix="ROOT", tags={"owner": "team"})
        (statement,) = self._statements(synthesize(stack))
        assert flat(statement["Resource"]).endswith(":repository/*")

    def test_for_a_key(self, stack, synthesize):
        _template(stack, encryption_key=kms.Key.from_key_arn(stack, "Key", KEY_ARN))
        template = synthesize(stack)
        _, on_key = self._statements(template)
        assert on_key["Action"] == ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"]
        assert on_key["Resource"] == KEY_ARN
        assert template.one(TEMPLATE)["EncryptionConfiguration"] == {"EncryptionType": "KMS", "KmsKey": KEY_ARN}

    def test_for_a_key_that_is_made(self, stack, synthesize):
        made = _template(stack, encryption=Encryption.CUSTOMER_MANAGED_KEY)
        template = synthesize(stack)
        key = template.resource("AWS::KMS::Key")
        assert made.encryption_key is not None
        assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
        assert template.one(TEMPLATE)["EncryptionConfiguration"]["KmsKey"] == self._statements(template)[1]["Resource"]

    def test_for_the_aws_managed_key(self, stack, synthesize):
        _template(stack, encryption=Encryption.AWS_MANAGED_KEY)
        template = synthesize(stack)
        assert template.one(TEMPLATE)["EncryptionConfiguration"] == {"EncryptionType": "KMS"}
        assert len(self._statements(template)) == 1

    def test_given(self, stack, synthesize):
        role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111111111111:role/creator")
        made = _template(stack, tags={"owner": "team"}, custom_role=role)
        template = synthesize(stack)
        assert made.custom_role is role
        assert template.one(TEMPLATE)["CustomRoleArn"] == "arn:aws:iam::111111111111:role/creator"
        assert template.types == {TEMPLATE}


class TestWhatItRefuses:
    @pytest.mark.parametrize("prefix", ["Team", "team//builds", "root-", "", "/"])
    def test_a_prefix(self, stack, prefix):
        (said,) = _refusals(stack, prefix=prefix)
        assert said.startswith(f"Template.prefix: {prefix!r} is not a prefix of repository names.")

    def test_a_template_for_nothing(self, stack):
        (said,) = _refusals(stack, applied_for=[])
        assert said == "Template.applied_for: Empty. Name what the template is for."

    def test_a_long_description(self, stack):
        assert _refusals(stack, description="x" * 257) == ["Template.description: 257 characters. Allowed: 256."]

    def test_the_aws_managed_key_when_shared(self, stack):
        share = Share.with_accounts("222222222222")
        (said,) = _refusals(stack, encryption=Encryption.AWS_MANAGED_KEY, sharing=[share])
        assert said.startswith("Template.encryption: The AWS managed key")

    def test_a_policy_above_10240_characters(self, stack):
        (said,) = _refusals(stack, sharing=[Share.with_accounts(*(f"{number:012}" for number in range(400)))])
        assert said.startswith("Template.sharing: The policy has 13,")

    def test_everything_at_once(self, stack):
        said = _refusals(
            stack,
            prefix="No",
            applied_for=[],
            description="x" * 257,
            tags={"aws:x": "y"},
            encryption=Encryption.AWS_MANAGED_KEY,
            sharing=[Share.with_accounts("222222222222")],
        )
        places = ["prefix", "encryption", "tags['aws", "description", "applied_for"]
        assert [line.partition(":")[0] for line in said] == [f"Template.{place}" for place in places]

    def test_late_bound_values_pass(self, stack, synthesize):
        text = cdk.CfnParameter(stack, "Text").value_as_string
        _template(stack, prefix=text, description=text, tags={"owner": text})
        template = synthesize(stack).one(TEMPLATE)
        assert template["Prefix"] == template["Description"] == {"Ref": "Text"}
        assert template["ResourceTags"] == [{"Key": "owner", "Value": {"Ref": "Text"}}]
