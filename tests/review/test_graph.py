"""Who may pull and push, and where images flow: what templates say, grouped and marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governed_ecr.review.graph import MOST, Graph, Mark
from governed_ecr.review.graph_words import sentences
from tests.review.comparing import ORGANIZATION, OWN, STRANGE, TRUSTED, repository
from tests.review.granting import allow, drawn, shared

REGISTRY = f"{OWN} in us-east-1"


def told(found: Graph) -> list[str]:
    return [f"{edge.mark} {sentence}" for edge, sentence in sentences(found)]


@pytest.mark.parametrize(
    ("statements", "grantee"),
    [
        ([allow("*")], "Everyone"),
        ([allow({"AWS": TRUSTED})], f"account {TRUSTED}"),
        ([allow({"AWS": f"arn:aws:iam::{TRUSTED}:role/ci"})], f"account {TRUSTED}"),
        ([allow("*", StringEquals={"aws:PrincipalOrgID": ORGANIZATION})], f"organization {ORGANIZATION}"),
        (
            [
                allow(
                    "*",
                    **{
                        "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/*"}
                    },
                )
            ],
            "organizational unit ou-ab12-11111111",
        ),
        ([allow("*", StringEquals={"aws:PrincipalAccount": TRUSTED})], f"account {TRUSTED}"),
        ([allow("*", ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{TRUSTED}:role/*"})], f"account {TRUSTED}"),
        # StringLike with a bare wildcard bounds nothing, so it is everyone with an account in some organization.
        ([allow("*", StringLike={"aws:PrincipalOrgID": "*"})], "Everyone"),
        (
            [
                allow("*"),
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "*",
                    "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": ORGANIZATION}},
                },
            ],
            f"organization {ORGANIZATION}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_is_granted(statements: list[dict[str, Any]], grantee: str) -> None:
    assert told(drawn({"R": shared(*statements)})) == [f"same {grantee} may pull from repository team/app"]


ORG = allow("*", StringEquals={"aws:PrincipalOrgID": ORGANIZATION})
TEAM = allow({"AWS": TRUSTED})
PUSHED = allow({"AWS": TRUSTED}, "ecr:PutImage")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([TEAM], [allow("*")], ["added Everyone may pull from repository team/app"]),
        ([ORG], [allow("*")], ["added Everyone may pull from repository team/app"]),
        ([TEAM], [ORG], [f"added organization {ORGANIZATION} may pull from repository team/app"]),
        (
            [allow({"AWS": STRANGE})],
            [ORG],
            [
                f"added organization {ORGANIZATION} may pull from repository team/app",
                f"removed account {STRANGE} may pull from repository team/app",
            ],
        ),
        (
            [PUSHED],
            [allow("*")],
            [
                "added Everyone may pull from repository team/app",
                f"removed account {TRUSTED} may push to repository team/app",
            ],
        ),
    ],
)
def test_who_goes_on_as_one_of_many_is_not_drawn_as_gone(before: Any, after: Any, expected: list[str]) -> None:
    found = drawn({"R": shared(*before)}, {"R": shared(*after)})
    assert told(found) == expected
    gone = [node.label for node in found.nodes if node.mark is Mark.REMOVED]
    assert bool(gone) == any("removed" in each for each in expected)


def test_a_service_under_a_condition() -> None:
    statement = allow({"Service": "lambda.amazonaws.com"}, StringEquals={"aws:SourceAccount": OWN})
    expected = "same lambda.amazonaws.com may pull from repository team/app (under conditions)"
    assert told(drawn({"R": shared(statement)})) == [expected]


def test_whom_conditions_leave_is_not_guessed() -> None:
    found = told(drawn({"R": shared(allow("*", StringEquals={"aws:SourceVpce": "vpce-1"}))}))
    assert found == ["same Whoever meets the conditions may pull from repository team/app (under conditions)"]


def test_push_and_administration() -> None:
    found = told(drawn({"R": shared(allow({"AWS": TRUSTED}, "ecr:PutImage", "ecr:DeleteRepository"))}))
    assert found == [
        f"same account {TRUSTED} may push to repository team/app",
        f"same account {TRUSTED} may administer repository team/app",
    ]


def test_reading_about_a_repository_is_no_pull() -> None:
    assert told(drawn({"R": shared(allow({"AWS": TRUSTED}, "ecr:DescribeImages", "ecr:StartImageScan"))})) == []


def test_a_grant_that_nobody_can_use_is_not_drawn() -> None:
    dead = allow("*", StringEquals={"aws:PrincipalOrgPaths": f"{ORGANIZATION}/*", "aws:PrincipalOrgID": ["o-*"]})
    assert told(drawn({"R": shared(dead)})) == []


def test_caches_replication_and_the_registry_policy() -> None:
    resources = {
        "Cache": {
            "Type": "AWS::ECR::PullThroughCacheRule",
            "Properties": {"EcrRepositoryPrefix": "hub", "UpstreamRegistryUrl": "public.ecr.aws"},
        },
        "Other": {
            "Type": "AWS::ECR::PullThroughCacheRule",
            "Properties": {
                "EcrRepositoryPrefix": "other",
                "UpstreamRegistryUrl": f"{TRUSTED}.dkr.ecr.eu-west-1.amazonaws.com",
            },
        },
        "Root": {
            "Type": "AWS::ECR::RepositoryCreationTemplate",
            "Properties": {
                "Prefix": "ROOT",
                "AppliedFor": ["PULL_THROUGH_CACHE"],
                "RepositoryPolicy": json.dumps({"Statement": [allow({"AWS": TRUSTED})]}),
            },
        },
        "Replication": {
            "Type": "AWS::ECR::ReplicationConfiguration",
            "Properties": {
                "ReplicationConfiguration": {
                    "Rules": [
                        {
                            "Destinations": [{"Region": "eu-west-1", "RegistryId": {"Ref": "AWS::AccountId"}}],
                            "RepositoryFilters": [{"Filter": "prod/", "FilterType": "PREFIX_MATCH"}],
                        }
                    ]
                }
            },
        },
        "Policy": {
            "Type": "AWS::ECR::RegistryPolicy",
            "Properties": {
                "PolicyText": {
                    "Statement": [
                        {
                            **allow({"AWS": TRUSTED}, "ecr:ReplicateImage", "ecr:CreateRepository"),
                            "Resource": f"arn:aws:ecr:us-east-1:{OWN}:repository/in/*",
                        }
                    ]
                }
            },
        },
        "Public": {"Type": "AWS::ECR::PublicRepository", "Properties": {"RepositoryName": "shown"}},
    }
    assert sorted(told(drawn(resources))) == sorted(
        [
            "same hub/* caches public.ecr.aws",
            f"same other/* caches the registry of {TRUSTED} in eu-west-1",
            f"same account {TRUSTED} may pull from *",
            f"same account {TRUSTED} may pull from hub/*",
            f"same account {TRUSTED} may pull from other/*",
            f"same the registry of {REGISTRY} replicates prod/* to the registry of {OWN} in eu-west-1",
            f"same account {TRUSTED} may replicate into the registry of {REGISTRY} (in/*)",
            "same Everyone may pull from repository shown (public)",
        ]
    )


def test_what_changes_is_marked() -> None:
    found = drawn(
        {"R": shared(allow({"AWS": TRUSTED})), "S": repository("team/old")},
        {"R": shared(allow({"AWS": STRANGE})), "T": repository("team/new")},
    )
    assert told(found) == [
        f"added account {STRANGE} may pull from repository team/app",
        f"removed account {TRUSTED} may pull from repository team/app",
    ]
    assert {node.label: node.mark for node in found.nodes} == {
        REGISTRY: Mark.SAME,
        "team/app": Mark.SAME,
        "team/old": Mark.REMOVED,
        "team/new": Mark.ADDED,
        STRANGE: Mark.ADDED,
        TRUSTED: Mark.REMOVED,
    }
    assert found.changed


def test_a_property_that_grants_nothing_changes_nothing_here() -> None:
    assert not drawn({"R": repository()}, {"R": repository(ImageTagMutability="MUTABLE")}).changed


def test_repositories_of_the_same_grants_are_one_node() -> None:
    many = {f"R{number}": shared(allow({"AWS": TRUSTED}), name=f"team/app-{number}") for number in range(500)}
    odd = {**many, "R7": shared(allow({"AWS": STRANGE}), name="team/app-7")}
    found = drawn(many, odd)

    assert [node.label for node in found.nodes] == [REGISTRY, "team/app-7", "499 repositories", STRANGE, TRUSTED]
    assert len(next(node for node in found.nodes if node.label == "499 repositories").members) == 499
    assert "same account 222222222222 may pull from 499 repositories" in told(found)


def test_accounts_of_the_same_grants_are_one_node() -> None:
    accounts = [f"{number:012d}" for number in range(100)]
    assert told(drawn({"R": shared(allow({"AWS": accounts}))})) == [
        "same 100 accounts may pull from repository team/app"
    ]


def test_a_picture_has_an_end() -> None:
    """Every repository with a grant of its own: the first are shown, what changes among them, the rest is one node."""
    resources = {
        f"R{number}": shared(allow({"AWS": f"{number:012d}"}), name=f"team/app-{number:03d}") for number in range(300)
    }
    changed = {**resources, "R299": shared(allow("*"), name="team/app-299")}
    found = drawn(resources, changed)

    assert len(found.nodes) <= 2 * (MOST + 1) + 2
    assert "added Everyone may pull from repository team/app-299" in told(found)
    (rest,) = (node for node in found.nodes if node.mixed and node.registry)
    assert rest.label == f"{300 - MOST} other repositories"
