"""make_secret and what a cache takes as its credential."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from governed_ecr import GovernedEcrError, make_secret
from governed_ecr.cache_credential import credential_problems

SECRET = "AWS::SecretsManager::Secret"
NAME = "ecr-pullthroughcache/hub"


class TestMakeSecret:
    def test_defaults(self, stack, synthesize, template_snapshot):
        make_secret(stack, "Secret", name="docker-hub", username="bot")
        assert synthesize(stack).body == template_snapshot

    def test_the_prefix_may_be_given(self, stack, synthesize):
        make_secret(stack, "Secret", name=NAME, username="bot")
        assert synthesize(stack).one(SECRET)["Name"] == NAME

    def test_the_user_name_is_any_text(self, stack, synthesize):
        make_secret(stack, "Secret", name="hub", username='say "bot"\\')
        generated = synthesize(stack).one(SECRET)["GenerateSecretString"]
        assert json.loads(generated["SecretStringTemplate"]) == {"username": 'say "bot"\\'}

    def test_it_outlives_its_stack(self, stack, synthesize):
        make_secret(stack, "Secret", name="hub", username="bot")
        resource = synthesize(stack).resource(SECRET)
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")

    def test_late_bound(self, stack, synthesize):
        name = cdk.CfnParameter(stack, "Name").value_as_string
        make_secret(stack, "Secret", name=name, username="bot")
        assert synthesize(stack).one(SECRET)["Name"] == {"Fn::Join": ["", ["ecr-pullthroughcache/", {"Ref": "Name"}]]}

    @pytest.mark.parametrize("name", ["", "with space", "ecr-pullthroughcache/", "x" * 500])
    def test_a_wrong_name(self, stack, name):
        with pytest.raises(GovernedEcrError, match=r"^Secret\.secret name: .* is not a secret that ECR can read"):
            make_secret(stack, "Secret", name=name, username="bot")
        assert not stack.node.children

    def test_is_a_credential(self, stack):
        assert credential_problems(make_secret(stack, "Secret", name="hub", username="bot"), stack) == []


class TestCredentialProblems:
    def _what(self, stack, **settings):
        secret = secretsmanager.Secret(stack, "Secret", **{"secret_name": NAME, **settings})
        return [problem.what for problem in credential_problems(secret, stack)]

    def test_a_random_string(self, stack):
        assert self._what(stack) == ["The secret holds no JSON object."]

    @pytest.mark.parametrize(
        ("text", "holds"),
        [
            ({"username": "bot"}, "username"),
            ({"accessToken": "x", "user": "bot"}, "accessToken, user"),
            ({}, "no JSON object"),
            ([], "no JSON object"),
            ("plain", "no JSON object"),
        ],
    )
    def test_other_keys(self, stack, text, holds):
        value = cdk.SecretValue.unsafe_plain_text(text if isinstance(text, str) else json.dumps(text))
        assert self._what(stack, secret_string_value=value) == [f"The secret holds {holds}."]

    def test_a_template_without_the_user_name(self, stack):
        generator = secretsmanager.SecretStringGenerator(secret_string_template="{}", generate_string_key="accessToken")
        assert self._what(stack, generate_secret_string=generator) == ["The secret holds accessToken."]

    def test_the_keys_and_others(self, stack):
        text = json.dumps({"username": "bot", "accessToken": "x", "note": "y"})
        assert self._what(stack, secret_string_value=cdk.SecretValue.unsafe_plain_text(text)) == []

    def test_late_bound_values(self, stack):
        parameter = cdk.CfnParameter(stack, "Token", no_echo=True)
        value = cdk.SecretValue.cfn_parameter(parameter)
        assert self._what(stack, secret_object_value={"username": value, "accessToken": value}) == []

    def test_a_key_that_ecr_cannot_use(self, stack):
        generator = secretsmanager.SecretStringGenerator(
            secret_string_template='{"username": "bot"}', generate_string_key="accessToken"
        )
        (what,) = self._what(stack, generate_secret_string=generator, encryption_key=kms.Key(stack, "Key"))
        assert what.startswith("A secret encrypted with a customer managed key")

    def test_a_name_that_cdk_makes(self, stack):
        found = self._what(stack, secret_name=None)
        assert found[0] == "'' is not a secret that ECR can read."

    def test_all_at_once(self, stack):
        assert len(self._what(stack, secret_name="elsewhere", encryption_key=kms.Key(stack, "Key"))) == 3
