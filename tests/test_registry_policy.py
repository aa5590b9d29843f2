"""RegistryPolicy: the one policy of a registry."""

import aws_cdk as cdk
import pytest

from governed_ecr import Access, GovernedEcrError, RegistryPolicy, Share
from tests.templates import flat

POLICY = "AWS::ECR::RegistryPolicy"
UNITS = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"
DENY = {"Sid": "NoDeletion", "Effect": "Deny", "Principal": "*", "Action": "ecr:DeleteRepository", "Resource": "*"}
HERE = "arn:<AWS::Partition>:ecr:us-east-1:111111111111:repository/"


@pytest.fixture
def policy(stack):
    return RegistryPolicy(stack, "Policy")


@pytest.fixture
def statements(stack, policy, synthesize):
    """What the template says in the end."""
    return lambda: synthesize(stack).one(POLICY)["PolicyText"]["Statement"]


def _resources(statement):
    return [flat(arn) for arn in statement["Resource"]]


def _principals(statement):
    named = statement["Principal"]["AWS"]
    return [flat(arn) for arn in (named if isinstance(named, list) else [named])]


def test_nothing_without_statements(stack, policy, synthesize):
    assert synthesize(stack).resources == {}


def test_one_resource_for_all_statements(policy, statements, template_snapshot):
    policy.share(Share.with_organization("o-a1b2c3d4e5"))
    policy.share(Share.with_units(UNITS, access=Access.PUSH), repositories=["builds/*"])
    policy.share(Share.with_accounts("222222222222"), repositories=["team/*"])
    policy.allow_replication_from("333333333333")
    policy.allow_pull_through_from("444444444444", repositories=["docker-hub/*"])
    policy.allow_caching_by("555555555555")
    assert statements() == template_snapshot


def test_a_share_names_the_repositories(policy, statements):
    policy.share(Share.with_accounts("222222222222"), repositories=["team/*", "base"])
    (statement,) = statements()
    assert _resources(statement) == [f"{HERE}team/*", f"{HERE}base"]
    assert _principals(statement) == ["arn:<AWS::Partition>:iam::222222222222:root"]


@pytest.mark.parametrize(
    ("method", "allowed"),
    [
        ("allow_replication_from", ["ecr:CreateRepository", "ecr:ReplicateImage"]),
        (
            "allow_pull_through_from",
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:BatchImportUpstreamImage",
                "ecr:CreateRepository",
                "ecr:GetDownloadUrlForLayer",
            ],
        ),
        (
            "allow_caching_by",
            [
                "ecr:BatchGetImage",
                "ecr:BatchImportUpstreamImage",
                "ecr:GetDownloadUrlForLayer",
                "ecr:GetImageCopyStatus",
            ],
        ),
    ],
)
class TestAllowing:
    def test_accounts(self, policy, statements, method, allowed):
        getattr(policy, method)("222222222222", "333333333333", repositories=["prod/*"])
        (statement,) = statements()
        assert statement["Action"] == allowed
        assert _resources(statement) == [f"{HERE}prod/*"]
        assert _principals(statement) == [f"arn:<AWS::Partition>:iam::{id_}:root" for id_ in ("2" * 12, "3" * 12)]

    def test_more_accounts_the_same_packs_them(self, policy, statements, method, allowed):
        for account in ("222222222222", "333333333333", "222222222222"):
            getattr(policy, method)(account)
        (statement,) = statements()
        assert len(_principals(statement)) == 2

    def test_a_late_bound_account(self, stack, policy, statements, method, allowed):
        getattr(policy, method)(cdk.CfnParameter(stack, "Account").value_as_string)
        (statement,) = statements()
        assert _principals(statement) == ["arn:<AWS::Partition>:iam::<Account>:root"]

    def test_nobody_is_refused(self, policy, method, allowed):
        with pytest.raises(GovernedEcrError, match=r"^Stack/Policy\.accounts: Nobody is named"):
            getattr(policy, method)()

    def test_what_is_no_account_is_refused_all_at_once(self, policy, method, allowed):
        with pytest.raises(GovernedEcrError) as caught:
            getattr(policy, method)("1234", "222222222222", "me")
        assert [problem.place for problem in caught.value.problems] == ["Stack/Policy.accounts"] * 2


class TestSids:
    """Unique in a policy, and of letters and digits: IAM's grammar for statements that name resources."""

    def test_of_shares_with_different_units(self, policy, statements):
        policy.share(Share.with_units(UNITS))
        policy.share(Share.with_units(UNITS.replace("1", "2")))
        assert [statement["Sid"] for statement in statements()] == ["UnitsPull", "UnitsPull2"]

    def test_of_prefixes_with_the_same_letters(self, policy, statements):
        for repositories in (["team-a/*"], ["team/a/*"], ["team_a/*"]):
            policy.allow_replication_from("222222222222", repositories=repositories)
        sids = [statement["Sid"] for statement in statements()]
        assert len(set(sids)) == 3
        assert all(sid.isalnum() for sid in sids)


class TestStatementsOfOnesOwn:
    def test_are_added(self, policy, statements):
        policy.add_statement(DENY)
        assert statements() == [DENY]

    @pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["222222222222", "*"]}])
    def test_are_refused_when_open_to_everyone(self, policy, principal):
        with pytest.raises(GovernedEcrError, match=r"^Stack/Policy\.registry policy: A grant to everyone"):
            policy.add_statement({**DENY, "Effect": "Allow", "Principal": principal})

    def test_above_10240_characters(self, policy, statements):
        policy.add_statement(DENY)
        accounts = [f"{number:012}" for number in range(400)]
        with pytest.raises(GovernedEcrError) as caught:
            policy.allow_replication_from(*accounts)
        (problem,) = caught.value.problems
        assert problem.place == "Stack/Policy.registry policy"
        assert problem.what.startswith("The policy has 1")
        assert problem.what.endswith(" characters.")
        assert "Allowed: 10,240." in problem.mend
        assert statements() == [DENY]


def test_a_stack_without_environment(agnostic, synthesize):
    RegistryPolicy(agnostic, "Policy").allow_replication_from("222222222222")
    (statement,) = synthesize(agnostic).one(POLICY)["PolicyText"]["Statement"]
    assert _resources(statement) == ["arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/*"]
