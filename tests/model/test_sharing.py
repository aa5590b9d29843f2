import pytest

from governed_ecr.model import actions
from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.sharing import Access, Grantee, Service, ServiceAccess, Share, statements

PATH = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]


def test_the_organization_share_is_the_published_statement():
    assert Share.with_organization("o-gs1bsr375").statement("aws") == {
        "Sid": "Organization ReadOnly access",
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-gs1bsr375"}},
    }


def test_units_are_bound_by_their_paths():
    statement = Share.with_units(PATH, access=Access.PUSH).statement("aws")
    assert statement["Principal"] == "*"
    assert statement["Condition"] == {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [PATH]}}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_accounts_are_principals_of_the_partition(partition):
    statement = Share.with_accounts("111111111111", "222222222222").statement(partition)
    roots = [f"arn:{partition}:iam::{account}:root" for account in ("111111111111", "222222222222")]
    assert statement["Principal"] == {"AWS": roots}
    assert "Condition" not in statement


def test_push_includes_pull_and_neither_administers():
    assert Share.with_accounts("111111111111").statement("aws")["Action"] == PULL
    pushed = Share.with_accounts("111111111111", access=Access.PUSH).statement("aws")["Action"]
    assert pushed == sorted([*PULL, *PUSH])


@pytest.mark.parametrize(
    ("make", "place", "what"),
    [
        (lambda: Share.with_organization("*"), "sharing.organization", "'*' is not an organization id."),
        (lambda: Share.with_organization(PATH), "sharing.organization", f"'{PATH}' is not an organization id."),
        (lambda: Share.with_units("*"), "sharing.units", "'*' is not the path of an organizational unit."),
        (lambda: Share.with_units(), "sharing.units", "Nobody is named."),
        (lambda: Share.with_accounts(), "sharing.accounts", "Nobody is named."),
        (lambda: Share.with_accounts("*"), "sharing.accounts", "'*' is not an AWS account id."),
        (
            lambda: Share(Grantee.ORGANIZATION, ("o-a1b2c3d4e5", "o-b1b2c3d4e5")),
            "sharing.organization",
            "2 organizations.",
        ),
        (
            lambda: Share(Grantee.ORGANIZATION, ("o-a1b2c3d4e5",), Access.PUSH),
            "sharing.organization",
            "Push for the whole organization would let any of its principals replace what others run.",
        ),
        (lambda: ServiceAccess(Service.LAMBDA, ()), "services.lambda", "No account is named."),
        (lambda: ServiceAccess(Service.CODEBUILD, ("*",)), "services.codebuild", "'*' is not an AWS account id."),
    ],
)
def test_a_grant_to_nobody_or_to_everybody_is_refused(make, place, what):
    with pytest.raises(GovernedEcrError) as caught:
        make()
    assert [(problem.place, problem.what) for problem in caught.value.problems] == [(place, what)]


def test_services_pull_for_named_accounts_only():
    assert ServiceAccess(Service.LAMBDA, ("111111111111",)).statement("aws") == {
        "Sid": "lambda pull",
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:lambda:*:111111111111:function:*"]}},
    }
    assert ServiceAccess(Service.CODEBUILD, ("111111111111",)).statement("aws-cn")["Condition"] == {
        "ArnLike": {"aws:SourceArn": ["arn:aws-cn:codebuild:*:111111111111:project/*"]},
        "StringEquals": {"aws:SourceAccount": ["111111111111"]},
    }


def test_shares_of_one_kind_become_one_statement():
    shares = [
        Share.with_accounts("111111111111"),
        Share.with_organization("o-a1b2c3d4e5"),
        Share.with_accounts("222222222222", "111111111111"),
        Share.with_accounts("333333333333", access=Access.PUSH),
    ]
    services = [ServiceAccess(Service.LAMBDA, (account,)) for account in ("111111111111", "222222222222")]
    made = statements(shares, services, "aws")
    assert [statement["Sid"] for statement in made] == [
        "Organization ReadOnly access",
        "Accounts pull",
        "Accounts push",
        "lambda pull",
    ]
    assert made[1]["Principal"]["AWS"] == ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"]
    assert len(made[3]["Condition"]["ArnLike"]["aws:SourceArn"]) == 2


def test_who_manages_a_repository_can_read_its_tags_and_not_delete_it():
    assert "ecr:ListTagsForResource" in actions.MANAGE
    assert "ecr:DeleteRepository" not in actions.MANAGE
    assert len(set(actions.MANAGE)) == len(actions.MANAGE)
