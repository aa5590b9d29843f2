"""OrgSharedRegistry: what an account and Region has once."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms

from governed_ecr import (
    Encryption,
    GovernedEcrError,
    Immutability,
    LifecyclePolicy,
    OrgSharedRegistry,
    RegistryScanning,
    ScanFrequency,
    ScanningRule,
    ScanType,
    Service,
    ServiceAccess,
    Share,
)
from tests.templates import flat

KEY_ARN = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SCANNING = "AWS::ECR::RegistryScanningConfiguration"
POLICY = "AWS::ECR::RegistryPolicy"
SETTING = "Custom::EcrAccountSetting"
REPOSITORY = "AWS::ECR::Repository"
ORGANIZATION = Share.with_organization("o-a1b2c3d4e5")


def test_defaults(stack, synthesize, template_snapshot):
    OrgSharedRegistry(stack, "Registry")
    assert synthesize(stack).body == template_snapshot


class TestSharing:
    def test_with_the_organization(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry", sharing=[ORGANIZATION])
        (statement,) = synthesize(stack).one(POLICY)["PolicyText"]["Statement"]
        (resource,) = statement.pop("Resource")
        assert flat(resource) == "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/*"
        assert statement == {
            "Sid": "OrganizationReadOnlyAccess",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        }

    def test_of_some_repositories(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry").share(ORGANIZATION, repositories=["team/*", "base"])
        (statement,) = synthesize(stack).one(POLICY)["PolicyText"]["Statement"]
        assert [flat(arn).rpartition(":")[2] for arn in statement["Resource"]] == [
            "repository/team/*",
            "repository/base",
        ]

    def test_only_once_ecr_enforces_the_policy(self, stack, synthesize):
        """Under the registry policy scope V1 the share would be ignored."""
        OrgSharedRegistry(stack, "Registry", sharing=[ORGANIZATION])
        template = synthesize(stack)
        settings = {name for name, found in template.resources.items() if found["Type"] == SETTING}
        assert settings
        assert settings <= set(template.resource(POLICY)["DependsOn"])

    def test_with_nobody_there_is_no_policy(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry")
        assert POLICY not in synthesize(stack).types

    def test_a_late_bound_organization(self, agnostic, synthesize):
        id_ = cdk.CfnParameter(agnostic, "Organization").value_as_string
        OrgSharedRegistry(agnostic, "Registry", sharing=[Share.with_organization(id_)])
        (statement,) = synthesize(agnostic).one(POLICY)["PolicyText"]["Statement"]
        assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Organization"}}}
        assert flat(statement["Resource"][0]) == (
            "arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/*"
        )


class TestScanning:
    def test_basic_by_default(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry")
        assert synthesize(stack).one(SCANNING) == {
            "ScanType": "BASIC",
            "Rules": [
                {
                    "ScanFrequency": "SCAN_ON_PUSH",
                    "RepositoryFilters": [{"Filter": "*", "FilterType": "WILDCARD"}],
                }
            ],
        }

    def test_rules(self, stack, synthesize):
        rules = (
            ScanningRule(ScanFrequency.CONTINUOUS_SCAN, ("payments/*",)),
            ScanningRule(ScanFrequency.SCAN_ON_PUSH, ("team-*", "base")),
        )
        OrgSharedRegistry(stack, "Registry", scanning=RegistryScanning(ScanType.ENHANCED, rules))
        scanning = synthesize(stack).one(SCANNING)
        filters = [[one["Filter"] for one in rule["RepositoryFilters"]] for rule in scanning["Rules"]]
        assert scanning["ScanType"] == "ENHANCED"
        assert [rule["ScanFrequency"] for rule in scanning["Rules"]] == ["CONTINUOUS_SCAN", "SCAN_ON_PUSH"]
        assert filters == [["payments/*"], ["team-*", "base"]]

    def test_left_alone(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry", scanning=None)
        assert SCANNING not in synthesize(stack).types

    def test_it_is_not_turned_off_with_the_stack(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry")
        assert synthesize(stack).resource(SCANNING)["DeletionPolicy"] == "Retain"


class TestEncryption:
    def test_a_key_is_made(self, stack, synthesize):
        registry = OrgSharedRegistry(stack, "Registry")
        key = synthesize(stack).resource("AWS::KMS::Key")
        assert key["Properties"]["EnableKeyRotation"] is True
        assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
        assert registry.encryption_key is not None

    def test_a_key_is_given(self, stack, synthesize):
        key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
        registry = OrgSharedRegistry(stack, "Registry", encryption_key=key)
        assert registry.encryption_key is key
        assert "AWS::KMS::Key" not in synthesize(stack).types

    @pytest.mark.parametrize("encryption", [Encryption.AES256, Encryption.AWS_MANAGED_KEY])
    def test_without_a_key_of_ones_own(self, stack, synthesize, encryption):
        registry = OrgSharedRegistry(stack, "Registry", encryption=encryption)
        assert registry.encryption_key is None
        assert "AWS::KMS::Key" not in synthesize(stack).types

    def test_a_key_with_aes256_is_refused(self, stack):
        key = kms.Key.from_key_arn(stack, "Key", KEY_ARN)
        with pytest.raises(GovernedEcrError, match=r"^Registry\.encryption: AES256 with a key\."):
            OrgSharedRegistry(stack, "Registry", encryption=Encryption.AES256, encryption_key=key)

    def test_the_aws_managed_key_is_refused_when_shared(self, stack):
        with pytest.raises(GovernedEcrError, match=r"^Registry\.encryption: The AWS managed key"):
            OrgSharedRegistry(stack, "Registry", sharing=[ORGANIZATION], encryption=Encryption.AWS_MANAGED_KEY)
        assert not stack.node.children

    def test_the_aws_managed_key_is_refused_when_shared_later(self, stack):
        registry = OrgSharedRegistry(stack, "Registry", encryption=Encryption.AWS_MANAGED_KEY)
        with pytest.raises(GovernedEcrError, match=r"^Stack/Registry\.encryption: The AWS managed key"):
            registry.share(ORGANIZATION)

    def test_the_aws_managed_key_is_refused_for_a_repository_that_the_registry_shares(self, stack):
        registry = OrgSharedRegistry(stack, "Registry")
        registry.share(ORGANIZATION, repositories=["team/*"])
        registry.add_repository("payments/app", encryption=Encryption.AWS_MANAGED_KEY)
        with pytest.raises(GovernedEcrError, match=r"^team/app\.encryption: The AWS managed key"):
            registry.add_repository("team/app", encryption=Encryption.AWS_MANAGED_KEY)

    def test_the_aws_managed_key_is_refused_for_a_repository_that_the_registry_comes_to_share(self, stack):
        registry = OrgSharedRegistry(stack, "Registry")
        registry.add_repository("team/app", encryption=Encryption.AWS_MANAGED_KEY)
        registry.share(ORGANIZATION, repositories=["payments/*"])
        with pytest.raises(GovernedEcrError, match=r"^team/app\.encryption: The AWS managed key"):
            registry.share(ORGANIZATION)


class TestAccountSettings:
    def test_by_default(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry")
        assert len(synthesize(stack).all(SETTING)) == 2

    def test_blob_mounting(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry", blob_mounting=False)
        assert len(synthesize(stack).all(SETTING)) == 3

    def test_left_alone(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry", sharing=[ORGANIZATION], manage_account_settings=False)
        assert synthesize(stack).types == {POLICY, SCANNING, "AWS::KMS::Key"}


class TestItsRepositories:
    def test_take_its_key(self, stack, synthesize):
        registry = OrgSharedRegistry(stack, "Registry")
        registry.add_repository("team/app")
        template = synthesize(stack)
        (key,) = (name for name, found in template.resources.items() if found["Type"] == "AWS::KMS::Key")
        assert template.one(REPOSITORY)["EncryptionConfiguration"] == {
            "EncryptionType": "KMS",
            "KmsKey": {"Fn::GetAtt": [key, "Arn"]},
        }

    def test_or_have_their_own(self, stack, synthesize):
        registry = OrgSharedRegistry(stack, "Registry")
        registry.add_repository("team/a", encryption=Encryption.AES256)
        registry.add_repository("team/b", encryption_key=kms.Key.from_key_arn(stack, "Key", KEY_ARN))
        free, own = synthesize(stack).all(REPOSITORY)
        assert "EncryptionConfiguration" not in free
        assert own["EncryptionConfiguration"]["KmsKey"] == KEY_ARN

    def test_take_all_other_settings(self, stack, synthesize):
        OrgSharedRegistry(stack, "Registry").add_repository(
            "team/app",
            immutability=Immutability.but_for("cache-*"),
            lifecycle=LifecyclePolicy.cache(),
            sharing=[ORGANIZATION],
            services=[ServiceAccess(Service.CODEBUILD, ("222222222222",))],
            tags={"owner": "team"},
        )
        repository = synthesize(stack).one(REPOSITORY)
        assert repository["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
        assert repository["LifecyclePolicy"]["LifecyclePolicyText"] == LifecyclePolicy.cache().to_json()
        assert len(repository["RepositoryPolicyText"]["Statement"]) == 2
        assert repository["Tags"] == [{"Key": "owner", "Value": "team"}]

    def test_a_late_bound_name_needs_a_construct_of_its_own(self, stack):
        registry = OrgSharedRegistry(stack, "Registry")
        name = cdk.CfnParameter(stack, "Name").value_as_string
        with pytest.raises(GovernedEcrError, match="GovernedRepository"):
            registry.add_repository(name)

    def test_a_wrong_name(self, stack):
        with pytest.raises(GovernedEcrError, match=r"^Team\.repository_name: 'Team' is not a repository name"):
            OrgSharedRegistry(stack, "Registry").add_repository("Team")
