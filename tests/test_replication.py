"""ReplicationRuleSet and ReplicationDestination: both halves of replication."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match

from governed_ecr import (
    Destination,
    Encryption,
    GovernedEcrError,
    Immutability,
    LifecyclePolicy,
    RegistryPolicy,
    ReplicationDestination,
    ReplicationRule,
    ReplicationRuleSet,
    Service,
    ServiceAccess,
    Share,
)
from tests.templates import flat

CONFIGURATION = "AWS::ECR::ReplicationConfiguration"
TEMPLATE = "AWS::ECR::RepositoryCreationTemplate"
POLICY = "AWS::ECR::RegistryPolicy"
WEST = Destination("eu-west-1")
OTHER = Destination("us-east-1", "222222222222")


def _rules(template):
    return template.one(CONFIGURATION)["ReplicationConfiguration"]["Rules"]


def _set(stack, *rules, names=()):
    return ReplicationRuleSet(stack, "Rules", rules=rules, repository_names=names)


def _refusals(stack, *rules):
    with pytest.raises(GovernedEcrError) as caught:
        _set(stack, *rules)
    assert not stack.node.children
    return [str(problem) for problem in caught.value.problems]


class TestRules:
    def test_one_of_everything(self, stack, synthesize, template_snapshot):
        _set(stack, ReplicationRule((WEST,)))
        assert synthesize(stack).body == template_snapshot

    def test_destinations(self, stack, synthesize):
        _set(stack, ReplicationRule((WEST, OTHER)))
        assert _rules(synthesize(stack))[0]["Destinations"] == [
            {"Region": "eu-west-1", "RegistryId": "111111111111"},
            {"Region": "us-east-1", "RegistryId": "222222222222"},
        ]

    def test_prefixes(self, stack, synthesize):
        _set(stack, ReplicationRule((WEST,), ("team/", "base")))
        assert _rules(synthesize(stack))[0]["RepositoryFilters"] == [
            {"Filter": "team/", "FilterType": "PREFIX_MATCH"},
            {"Filter": "base", "FilterType": "PREFIX_MATCH"},
        ]

    def test_deletions_too(self, stack, synthesize):
        """Of the rules that say so, and of no other."""
        _set(stack, ReplicationRule((WEST,)), ReplicationRule((OTHER,), delete_replication=True))
        first, second = _rules(synthesize(stack))
        assert "DeleteReplication" not in first
        assert second["DeleteReplication"] == {"Enabled": True}
        assert second["Destinations"] == [{"Region": "us-east-1", "RegistryId": "222222222222"}]

    def test_late_bound(self, agnostic, synthesize):
        region = cdk.CfnParameter(agnostic, "Region").value_as_string
        account = cdk.CfnParameter(agnostic, "Account").value_as_string
        prefix = cdk.CfnParameter(agnostic, "Prefix").value_as_string
        _set(agnostic, ReplicationRule((Destination(region), Destination("eu-west-1", account)), (prefix,)))
        (rule,) = _rules(synthesize(agnostic))
        assert rule["Destinations"] == [
            {"Region": {"Ref": "Region"}, "RegistryId": {"Ref": "AWS::AccountId"}},
            {"Region": "eu-west-1", "RegistryId": {"Ref": "Account"}},
        ]
        assert rule["RepositoryFilters"] == [{"Filter": {"Ref": "Prefix"}, "FilterType": "PREFIX_MATCH"}]


class TestRefusedRules:
    def test_none(self, stack):
        assert _refusals(stack) == ["Rules.rules: 0 rules. Allowed: 1-25."]

    def test_more_than_25(self, stack):
        rules = [ReplicationRule((WEST,), (f"team-{number}/",)) for number in range(26)]
        assert _refusals(stack, *rules) == ["Rules.rules: 26 rules. Allowed: 1-25."]

    def test_more_than_25_destinations(self, stack):
        rules = [
            ReplicationRule(tuple(Destination("eu-west-1", f"{number + 13 * half:012}") for number in range(13)))
            for half in (1, 2)
        ]
        assert _refusals(stack, *rules) == [
            "Rules.rules: 26 different destinations. Allowed: 25 over all rules.",
        ]

    def test_the_registry_itself(self, stack):
        (said,) = _refusals(stack, ReplicationRule((Destination("us-east-1"),)))
        assert said.startswith("Rules.rules[0].destinations[0]: us-east-1 is the registry's own Region.")

    def test_the_registry_itself_by_its_account(self, stack):
        assert len(_refusals(stack, ReplicationRule((Destination("us-east-1", "111111111111"),)))) == 1

    def test_the_registry_itself_where_only_deployment_knows(self, agnostic, synthesize):
        _set(agnostic, ReplicationRule((Destination("us-east-1"),)))
        assert len(_rules(synthesize(agnostic))) == 1

    def test_everything_at_once(self, stack):
        said = _refusals(
            stack,
            ReplicationRule(()),
            ReplicationRule((WEST, WEST), ("Team/", "x*")),
            ReplicationRule((Destination("Ireland", "12"),)),
        )
        assert [line.partition(":")[0] for line in said] == [
            f"Rules.rules{place}"
            for place in (
                "[0].destinations",
                "[1].prefixes[0]",
                "[1].prefixes[1]",
                "[1].destinations[1]",
                "[2].destinations[0].region",
                "[2].destinations[0].account",
            )
        ]


class TestWarnings:
    def test_more_than_ten_rules(self, stack):
        _set(stack, *(ReplicationRule((WEST,), (f"team-{number}/",)) for number in range(11)))
        Annotations.from_stack(stack).has_warning("/Stack/Rules", Match.string_like_regexp("^11 replication rules"))

    def test_a_prefix_that_catches_more_than_its_path(self, stack):
        _set(stack, ReplicationRule((WEST,), ("app", "base/")), names=["app", "app/web", "apple", "base/x", "basement"])
        annotations = Annotations.from_stack(stack)
        annotations.has_warning("/Stack/Rules", Match.string_like_regexp("'app' also catches apple\\. End it with '/'"))
        assert len(annotations.find_warning("*", Match.any_value())) == 1

    def test_many_of_them_are_counted(self, stack):
        _set(stack, ReplicationRule((WEST,), ("app",)), names=[f"app{number}" for number in range(8)])
        warning = Match.string_like_regexp("catches app0, app1, app2, app3, app4 and 3 more")
        Annotations.from_stack(stack).has_warning("/Stack/Rules", warning)

    def test_none(self, stack):
        _set(
            stack,
            *(ReplicationRule((WEST,), (f"team-{number}/",)) for number in range(10)),
            names=["team-1/app", "team-10/app"],
        )
        Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def _destination(stack, **settings):
    return ReplicationDestination(stack, "Destination", **{"source_account": "333333333333", **settings})


class TestDestination:
    def test_defaults(self, stack, synthesize, template_snapshot):
        _destination(stack)
        assert synthesize(stack).body == template_snapshot

    def test_of_the_same_account_needs_no_policy(self, stack, synthesize):
        assert _destination(stack, source_account="111111111111").policy is None
        assert synthesize(stack).types == {TEMPLATE}

    def test_whether_it_is_may_be_known_at_deployment_only(self, agnostic, synthesize):
        _destination(agnostic, source_account="111111111111")
        assert POLICY in synthesize(agnostic).types

    def test_the_registrys_policy_is_used(self, stack, synthesize):
        policy = RegistryPolicy(stack, "Policy")
        policy.share(Share.with_organization("o-a1b2c3d4e5"))
        assert _destination(stack, policy=policy).policy is policy
        sids = [statement["Sid"] for statement in synthesize(stack).one(POLICY)["PolicyText"]["Statement"]]
        assert sids == ["OrganizationReadOnlyAccess", "ReplicationFromAccounts"]

    def test_prefixes_bound_what_may_arrive(self, stack, synthesize):
        _destination(stack, prefixes=["prod/", "base"])
        (statement,) = synthesize(stack).one(POLICY)["PolicyText"]["Statement"]
        assert [flat(arn).rpartition(":")[2] for arn in statement["Resource"]] == [
            "repository/prod/*",
            "repository/base*",
        ]

    @pytest.mark.parametrize(
        ("prefixes", "templates"),
        [
            ([], ["ROOT"]),
            (["prod/"], ["prod"]),
            (["a/"], ["a"]),
            (["prod/", "deep/er/"], ["prod", "deep/er"]),
            (["prod/", "app", "base"], ["prod", "ROOT"]),
        ],
    )
    def test_a_template_covers_every_prefix(self, stack, synthesize, prefixes, templates):
        """A template's prefix is a path: for ``app``, which also catches ``apple``, only the root will do."""
        made = _destination(stack, prefixes=prefixes)
        assert [template["Prefix"] for template in synthesize(stack).all(TEMPLATE)] == templates
        assert [template.prefix for template in made.templates] == templates

    def test_settings(self, stack, synthesize):
        _destination(
            stack,
            immutability=Immutability.but_for("cache-*"),
            encryption_key=kms.Key(stack, "Key"),
            lifecycle=LifecyclePolicy.cache(days=7),
            sharing=[Share.with_organization("o-a1b2c3d4e5")],
            services=[ServiceAccess(Service.CODEBUILD, ("222222222222",))],
            tags={"owner": "platform"},
        )
        template = synthesize(stack).one(TEMPLATE)
        assert template["AppliedFor"] == ["REPLICATION"]
        assert template["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
        assert template["EncryptionConfiguration"]["EncryptionType"] == "KMS"
        assert json.loads(template["LifecyclePolicy"]) == LifecyclePolicy.cache(days=7).to_dict()
        assert "aws:PrincipalOrgID" in json.dumps(template["RepositoryPolicy"])
        assert "codebuild.amazonaws.com" in json.dumps(template["RepositoryPolicy"])
        assert template["ResourceTags"] == [{"Key": "owner", "Value": "platform"}]
        assert template["CustomRoleArn"]

    def test_a_late_bound_source(self, stack, synthesize):
        _destination(stack, source_account=cdk.CfnParameter(stack, "Source").value_as_string)
        (statement,) = synthesize(stack).one(POLICY)["PolicyText"]["Statement"]
        assert flat(statement["Principal"]["AWS"]) == "arn:<AWS::Partition>:iam::<Source>:root"

    def test_everything_wrong_at_once(self, stack):
        with pytest.raises(GovernedEcrError) as caught:
            _destination(
                stack,
                source_account="12",
                prefixes=["prod/", "prod*"],
                tags={"k": ""},
                encryption=Encryption.AWS_MANAGED_KEY,
                sharing=[Share.with_accounts("222222222222")],
            )
        places = ["source_account", "prefixes[1]", "encryption", "tags['k']"]
        assert [problem.place for problem in caught.value.problems] == [f"Destination.{place}" for place in places]
        assert not stack.node.children
