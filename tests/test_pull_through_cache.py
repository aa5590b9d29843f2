"""PullThroughCache: a rule, the template of its repositories, and the role or the secret that its upstream needs."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from governed_ecr import Encryption, GovernedEcrError, LifecyclePolicy, PullThroughCache, Share, Upstream, make_secret
from tests.templates import actions, flat, listed

RULE = "AWS::ECR::PullThroughCacheRule"
TEMPLATE = "AWS::ECR::RepositoryCreationTemplate"
ROLE = "AWS::IAM::Role"
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbC123"
KEY_ARN = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OTHERS = "222222222222.dkr.ecr.eu-west-1.amazonaws.com"


def _cache(stack, **settings):
    return PullThroughCache(stack, "Cache", **{"upstream": Upstream.ECR_PUBLIC, "prefix": "ecr-public", **settings})


def _secret(stack, arn=SECRET_ARN):
    return secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", arn)


def _refusals(stack, **settings):
    with pytest.raises(GovernedEcrError) as caught:
        _cache(stack, **settings)
    assert stack.node.try_find_child("Cache") is None
    return str(caught.value).splitlines()


class TestWhatItDeclares:
    def test_defaults(self, stack, synthesize, template_snapshot):
        _cache(stack)
        assert synthesize(stack).body == template_snapshot

    @pytest.mark.parametrize("upstream", [up for up in Upstream if up.url])
    def test_every_upstream_with_a_url_of_its_own(self, stack, synthesize, upstream):
        _cache(stack, upstream=upstream, credential=_secret(stack) if upstream.needs_credential else None)
        rule = synthesize(stack).one(RULE)
        assert rule["UpstreamRegistry"] == upstream.value
        assert rule["UpstreamRegistryUrl"] == upstream.url
        assert ("CredentialArn" in rule) == upstream.needs_credential

    def test_azure(self, stack, synthesize):
        _cache(stack, upstream=Upstream.AZURE, upstream_url="example.azurecr.io", credential=_secret(stack))
        rule = synthesize(stack).one(RULE)
        assert (rule["UpstreamRegistryUrl"], rule["CredentialArn"]) == ("example.azurecr.io", SECRET_ARN)

    def test_upstream_prefix(self, stack, synthesize):
        _cache(stack, prefix="base", upstream_prefix="docker/library")
        rule = synthesize(stack).one(RULE)
        assert (rule["EcrRepositoryPrefix"], rule["UpstreamRepositoryPrefix"]) == ("base", "docker/library")

    def test_the_root(self, stack, synthesize):
        _cache(stack, prefix="ROOT")
        template = synthesize(stack)
        assert template.one(RULE)["EcrRepositoryPrefix"] == template.one(TEMPLATE)["Prefix"] == "ROOT"

    def test_images_arrive_after_their_template(self, stack, synthesize):
        _cache(stack)
        template = synthesize(stack)
        (name,) = (name for name, found in template.resources.items() if found["Type"] == TEMPLATE)
        assert name in template.resource(RULE)["DependsOn"]

    def test_tags_of_cached_images_follow_their_upstream(self, stack, synthesize):
        _cache(stack)
        template = synthesize(stack).one(TEMPLATE)
        assert template["ImageTagMutability"] == "MUTABLE"
        assert template["AppliedFor"] == ["PULL_THROUGH_CACHE"]

    def test_lifecycle(self, stack, synthesize):
        policy = LifecyclePolicy.cache(days=7)
        _cache(stack, lifecycle=policy)
        assert json.loads(synthesize(stack).one(TEMPLATE)["LifecyclePolicy"]) == policy.to_dict()

    def test_encryption(self, stack, synthesize):
        _cache(stack, encryption_key=kms.Key.from_key_arn(stack, "Key", KEY_ARN))
        template = synthesize(stack).one(TEMPLATE)
        assert template["EncryptionConfiguration"] == {"EncryptionType": "KMS", "KmsKey": KEY_ARN}
        assert "CustomRoleArn" in template

    def test_sharing(self, stack, synthesize):
        _cache(stack, sharing=[Share.with_organization("o-a1b2c3d4e5")])
        policy = json.loads(synthesize(stack).one(TEMPLATE)["RepositoryPolicy"])
        assert policy["Statement"][0]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}

    def test_tags(self, stack, synthesize):
        _cache(stack, tags={"owner": "platform"})
        assert synthesize(stack).one(TEMPLATE)["ResourceTags"] == [{"Key": "owner", "Value": "platform"}]


class TestTheCredential:
    def test_of_this_stack(self, stack, synthesize):
        secret = make_secret(stack, "Secret", name="docker-hub", username="bot")
        _cache(stack, upstream=Upstream.DOCKER_HUB, credential=secret)
        template = synthesize(stack)
        (name,) = (name for name, found in template.resources.items() if found["Type"] == "AWS::SecretsManager::Secret")
        assert template.one(RULE)["CredentialArn"] == {"Ref": name}

    def test_of_another_stack(self, stack, make_stack, synthesize):
        secret = make_secret(make_stack("Secrets"), "Secret", name="docker-hub", username="bot")
        _cache(stack, upstream=Upstream.DOCKER_HUB, credential=secret)
        assert "Fn::ImportValue" in synthesize(stack).one(RULE)["CredentialArn"]

    def test_late_bound(self, stack, synthesize):
        arn = cdk.CfnParameter(stack, "SecretArn").value_as_string
        _cache(stack, upstream=Upstream.DOCKER_HUB, credential=_secret(stack, arn))
        assert synthesize(stack).one(RULE)["CredentialArn"] == {"Ref": "SecretArn"}

    def test_rotating_it_leaves_the_rule_alone(self, make_stack, synthesize):
        """Every property of a rule forces its replacement, which collides with the prefix it keeps."""
        stacks = {"before": make_stack("Before", region="us-east-1"), "after": make_stack("After", region="eu-west-1")}
        for value, stack in stacks.items():
            text = json.dumps({"username": "bot", "accessToken": value})
            secret = secretsmanager.Secret(
                stack,
                "Secret",
                secret_name="ecr-pullthroughcache/hub",
                secret_string_value=cdk.SecretValue.unsafe_plain_text(text),
            )
            _cache(stack, upstream=Upstream.DOCKER_HUB, prefix="docker-hub", credential=secret)
        before, after = (synthesize(stack) for stack in stacks.values())
        secrets = [template.one("AWS::SecretsManager::Secret")["SecretString"] for template in (before, after)]
        assert secrets[0] != secrets[1]
        assert before.resource(RULE) == after.resource(RULE)
        assert before.resource(TEMPLATE) == after.resource(TEMPLATE)

    @pytest.mark.parametrize("upstream", [up for up in Upstream if up.needs_credential])
    def test_is_needed(self, stack, upstream):
        url = "example.azurecr.io" if upstream is Upstream.AZURE else None
        (said,) = _refusals(stack, upstream=upstream, upstream_url=url)
        assert said.startswith(f"Cache.credential: {upstream.value} without a credential.")

    @pytest.mark.parametrize("upstream", [up for up in Upstream if up.url and not up.needs_credential])
    def test_is_refused_where_none_is_taken(self, stack, upstream):
        (said,) = _refusals(stack, upstream=upstream, credential=_secret(stack))
        assert said.startswith(f"Cache.credential: {upstream.value} takes no credential.")

    @pytest.mark.parametrize(
        ("arn", "says"),
        [
            (SECRET_ARN.replace("ecr-pullthroughcache/", ""), "is not a secret that ECR can read"),
            (SECRET_ARN.replace("us-east-1", "eu-west-1"), "A secret of account 111111111111 in eu-west-1."),
            (SECRET_ARN.replace("111111111111", "222222222222"), "A secret of account 222222222222 in us-east-1."),
        ],
    )
    def test_out_of_ecrs_reach(self, stack, arn, says):
        (said,) = _refusals(stack, upstream=Upstream.DOCKER_HUB, credential=_secret(stack, arn))
        assert said.startswith("Cache.credential: ")
        assert says in said

    def test_without_its_complete_arn(self, stack):
        secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "ecr-pullthroughcache/docker-hub")
        (said,) = _refusals(stack, upstream=Upstream.DOCKER_HUB, credential=secret)
        assert said.startswith("Cache.credential: A secret without its complete ARN")


class TestAnEcrUpstream:
    def test_of_another_account_gets_a_role(self, stack, synthesize):
        cache = _cache(stack, upstream=Upstream.ECR, prefix="theirs", upstream_url=OTHERS)
        template = synthesize(stack)
        role = template.one(ROLE)
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        token, images = role["Policies"][0]["PolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "pullthroughcache.ecr.amazonaws.com"}
        assert (token["Action"], token["Resource"]) == ("ecr:GetAuthorizationToken", "*")
        assert [flat(arn) for arn in images["Resource"]] == [
            "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/theirs/*",
            "arn:<AWS::Partition>:ecr:eu-west-1:222222222222:repository/*",
        ]
        assert "Fn::GetAtt" in template.one(RULE)["CustomRoleArn"]
        assert cache.custom_role is not None

    def test_of_the_same_account_needs_none(self, stack, synthesize):
        url = OTHERS.replace("222222222222", "111111111111")
        cache = _cache(stack, upstream=Upstream.ECR, upstream_url=url)
        assert "CustomRoleArn" not in synthesize(stack).one(RULE)
        assert cache.custom_role is None

    def test_a_role_that_is_given_is_used(self, stack, synthesize):
        role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111111111111:role/upstream")
        _cache(stack, upstream=Upstream.ECR, upstream_url=OTHERS, custom_role=role)
        template = synthesize(stack)
        assert template.one(RULE)["CustomRoleArn"] == "arn:aws:iam::111111111111:role/upstream"
        assert ROLE not in template.types

    def test_late_bound(self, agnostic, synthesize):
        url = cdk.CfnParameter(agnostic, "Url").value_as_string
        _cache(agnostic, upstream=Upstream.ECR, upstream_url=url)
        template = synthesize(agnostic)
        assert template.one(RULE)["UpstreamRegistryUrl"] == {"Ref": "Url"}
        assert "CustomRoleArn" in template.one(RULE)

    def test_whether_it_is_another_account_may_be_known_at_deployment_only(self, agnostic, synthesize):
        _cache(agnostic, upstream=Upstream.ECR, upstream_url=OTHERS)
        assert "CustomRoleArn" in synthesize(agnostic).one(RULE)

    @pytest.mark.parametrize("url", [None, "222222222222.dkr.ecr.eu-west-1.amazonaws.com/x", f"https://{OTHERS}"])
    def test_needs_its_url(self, stack, url):
        (said,) = _refusals(stack, upstream=Upstream.ECR, upstream_url=url)
        assert said.startswith("Cache.upstream_url: ")
        assert "Allowed: ACCOUNT.dkr.ecr.REGION.amazonaws.com" in said


class TestWhatItRefuses:
    @pytest.mark.parametrize("prefix", ["x", "x" * 31, "Docker", "docker/", "a//b", "Root"])
    def test_a_prefix(self, stack, prefix):
        (said,) = _refusals(stack, prefix=prefix)
        assert said.startswith(f"Cache.prefix: {prefix!r} is not a prefix of cached repositories.")

    def test_an_upstream_prefix(self, stack):
        (said,) = _refusals(stack, upstream_prefix="Library")
        assert said.startswith("Cache.upstream_prefix: 'Library'")

    def test_an_upstream_prefix_below_the_root(self, stack):
        (said,) = _refusals(stack, prefix="ROOT", upstream_prefix="library")
        assert said.startswith("Cache.upstream_prefix: 'library' with the prefix ROOT.")

    def test_the_url_of_another_upstream(self, stack):
        (said,) = _refusals(stack, upstream_url="quay.io")
        assert said.startswith("Cache.upstream_url: 'quay.io' for ecr-public. Allowed: public.ecr.aws")

    def test_everything_at_once(self, stack):
        said = _refusals(
            stack,
            upstream=Upstream.DOCKER_HUB,
            prefix="No",
            upstream_prefix="No",
            upstream_url="quay.io",
            tags={"k": ""},
            sharing=[Share.with_accounts("222222222222")],
            encryption=Encryption.AWS_MANAGED_KEY,
        )
        places = ["prefix", "upstream_prefix", "upstream_url", "credential", "encryption", "tags['k']"]
        assert [line.partition(": ")[0] for line in said] == [f"Cache.{place}" for place in places]

    def test_a_late_bound_prefix_is_not_checked(self, stack, synthesize):
        _cache(stack, prefix=cdk.CfnParameter(stack, "Prefix").value_as_string)
        template = synthesize(stack)
        assert template.one(RULE)["EcrRepositoryPrefix"] == template.one(TEMPLATE)["Prefix"] == {"Ref": "Prefix"}


class TestGrantPullThrough:
    @staticmethod
    def _statements(stack, synthesize, **settings):
        role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        assert _cache(stack, **settings).grant_pull_through(role).success
        return synthesize(stack).statements(of="Role")

    def test_below_the_prefix(self, stack, synthesize):
        token, pull = self._statements(stack, synthesize)
        assert (listed(token["Action"]), token["Resource"]) == (["ecr:GetAuthorizationToken"], "*")
        assert flat(pull["Resource"]) == "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/ecr-public/*"
        assert actions([pull]) == {
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:BatchImportUpstreamImage",
            "ecr:CreateRepository",
            "ecr:GetDownloadUrlForLayer",
        }

    def test_of_the_root(self, stack, synthesize):
        _, pull = self._statements(stack, synthesize, prefix="ROOT")
        assert flat(pull["Resource"]).endswith(":111111111111:repository/*")
