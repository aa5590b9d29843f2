"""What only the deployment knows: equal by its expression, and else never called certain."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.review.review import Review, review
from tests.review.comparing import NOW, OWN, repository, side, told
from tests.review.pieces import (
    KEY_ARN,
    ORG,
    OUTSIDE_ORG,
    PUSH,
    Resources,
    allow,
    deny,
    destination,
    lifecycle,
    mutable,
    of,
    replicating,
    route,
    rule,
    scanning,
    shared,
)

LATE, OTHER = {"Ref": "Late"}, {"Ref": "Other"}
LATER = lifecycle(rule(500))["LifecyclePolicyText"].replace("500", "${Late}")


def compare(base: Resources, head: Resources) -> Review:
    def template(resources: Resources) -> dict[str, Any]:
        return {"Parameters": {"Late": {"Type": "String"}, "Other": {"Type": "String"}}, "Resources": resources}

    return review(side({"base": template(base)}), side({"head": template(head)}), now=NOW)


def organization(value: Any) -> dict[str, Any]:
    return allow(condition={"StringEquals": {"aws:PrincipalOrgID": value}})


def encrypted(key: Any) -> Resources:
    return shared(EncryptionConfiguration={"EncryptionType": "KMS", "KmsKey": key})


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (shared(allow({"AWS": LATE})), shared(allow({"AWS": [LATE]}))),
        (shared(allow({"AWS": LATE})), shared(allow({"AWS": {"Fn::Sub": "${Late}"}}))),
        (shared(allow({"AWS": LATE})), shared(allow({"AWS": LATE}), OUTSIDE_ORG)),
        (shared(organization(LATE)), shared(organization(LATE), deny("ecr:DeleteRepository"))),
        (shared(ORG, allow({"AWS": LATE})), shared(allow({"AWS": LATE}, Sid="First"), ORG)),
        (encrypted(LATE), encrypted({"Fn::Join": ["", [LATE]]})),
        (
            {"Repo": repository(RepositoryPolicyText=LATE)},
            {"Repo": repository(RepositoryPolicyText=LATE, Tags=[])},
        ),
        (
            {"Repo": repository(LifecyclePolicy={"LifecyclePolicyText": {"Fn::Sub": LATER}})},
            {"Repo": repository(LifecyclePolicy={"LifecyclePolicyText": {"Fn::Sub": LATER}}, Tags=[])},
        ),
        (mutable("IMMUTABLE"), {"Repo": repository(ImageTagMutability=LATE)}),
        (scanning("*"), {**scanning("*"), "Scanning": of("RegistryScanningConfiguration", Rules=LATE)}),
    ],
)
def test_nothing_is_said(base: Resources, head: Resources) -> None:
    assert told(compare(base, head)) == []


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        (shared(ORG), shared(ORG, allow({"AWS": LATE})), "warning access-widened Repo"),
        (shared(allow({"AWS": LATE})), shared(allow({"AWS": LATE}, PUSH)), "warning access-widened Repo"),
        (shared(allow({"AWS": LATE})), shared(allow({"AWS": OTHER})), "warning access-widened Repo"),
        (shared(ORG), shared(organization(LATE)), "warning access-widened Repo"),
        (shared(ORG), {"Repo": repository(RepositoryPolicyText=LATE)}, "warning access-widened Repo"),
        (encrypted(KEY_ARN), encrypted(LATE), "warning replacement Repo"),
        (encrypted(LATE), encrypted(OTHER), "error replacement Repo"),
        (
            replicating(route(destination())),
            replicating(route({"Region": LATE, "RegistryId": OWN})),
            "warning replication-removed Replication",
        ),
        (
            replicating(route(destination())),
            {**shared(), "Replication": of("ReplicationConfiguration", ReplicationConfiguration=LATE)},
            "warning replication-removed Replication",
        ),
    ],
)
def test_what_may_be_is_a_warning(base: Resources, head: Resources, expected: str) -> None:
    assert expected in told(compare(base, head))


def test_what_is_certain_whatever_the_rest_is_stays_an_error() -> None:
    late = allow({"AWS": LATE})
    assert told(compare(shared(late), shared(late, ORG))) == ["error access-widened Repo"]
