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
    created,
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
    signing,
)
from tests.review.pieces import encrypted as encrypted_by

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


def filtered(value: Any) -> list[Any]:
    return [{"Filter": value, "FilterType": "PREFIX_MATCH"}]


def some_of(filters: Any) -> Resources:
    return replicating({**route(destination()), "RepositoryFilters": filters})


EVERYTHING = replicating(route(destination()))


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
        (mutable("MUTABLE"), {"Repo": repository(ImageTagMutability=LATE)}),
        (mutable("IMMUTABLE_WITH_EXCLUSION", LATE), mutable("IMMUTABLE_WITH_EXCLUSION", LATE)),
        (mutable("IMMUTABLE_WITH_EXCLUSION", "dev-*"), mutable("IMMUTABLE_WITH_EXCLUSION", {"Fn::Sub": "dev-${Late}"})),
        ({"Repo": repository(ImageTagMutability=LATE)}, {"Repo": repository(ImageTagMutability=OTHER)}),
        (scanning(LATE), scanning(OTHER)),
        (some_of(LATE), some_of(LATE)),
        (some_of(filtered(LATE)), some_of(filtered({"Fn::Sub": "${Late}"}))),
        (encrypted_by(EnableKeyRotation=LATE), encrypted_by(EnableKeyRotation=OTHER)),
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
        (EVERYTHING, some_of(LATE), "warning replication-removed Replication"),
        (EVERYTHING, some_of(filtered(LATE)), "warning replication-removed Replication"),
        (some_of(filtered("prod/")), some_of(LATE), "warning replication-removed Replication"),
        (some_of(LATE), EVERYTHING, "warning replication-added Replication"),
        (
            EVERYTHING,
            replicating({**route(destination()), "DeleteReplication": {"Enabled": LATE}}),
            "warning retention-removed Replication",
        ),
        (mutable("IMMUTABLE"), {"Repo": repository(ImageTagMutability=LATE)}, "warning protection-weakened Repo"),
        (
            mutable("IMMUTABLE_WITH_EXCLUSION", "dev-*"),
            mutable("IMMUTABLE_WITH_EXCLUSION", LATE),
            "warning protection-weakened Repo",
        ),
        (
            mutable("MUTABLE_WITH_EXCLUSION", "v*"),
            mutable("MUTABLE_WITH_EXCLUSION", LATE),
            "warning protection-weakened Repo",
        ),
        (mutable("IMMUTABLE"), mutable("IMMUTABLE_WITH_EXCLUSION", LATE), "warning protection-weakened Repo"),
        (
            shared(),
            shared(ImageScanningConfiguration={"ScanOnPush": LATE}),
            "warning protection-weakened Repo",
        ),
        (
            scanning("*"),
            {**scanning("*"), "Scanning": of("RegistryScanningConfiguration", Rules=LATE)},
            "warning protection-weakened Scanning",
        ),
        (scanning("prod"), scanning(LATE), "warning protection-weakened Scanning"),
        (scanning("*", scan="ENHANCED"), scanning("*", scan=LATE), "warning protection-weakened Scanning"),
        (signing("prod*"), signing(LATE), "warning protection-weakened Signing"),
        (encrypted_by(), encrypted_by(EnableKeyRotation=LATE), "warning protection-weakened Key"),
        (
            {"Template": created(EncryptionConfiguration={"EncryptionType": "KMS"})},
            {"Template": created(EncryptionConfiguration={"EncryptionType": LATE})},
            "warning protection-weakened Template",
        ),
        (
            {"Template": created()},
            {"Template": created(AppliedFor=["REPLICATION", LATE])},
            "warning protection-weakened Template",
        ),
    ],
)
def test_what_may_be_is_a_warning(base: Resources, head: Resources, expected: str) -> None:
    assert expected in told(compare(base, head))


@pytest.mark.parametrize("filters", [LATE, filtered(LATE)])
def test_repositories_that_are_not_known_are_not_all_repositories(filters: Any) -> None:
    (change,) = compare(some_of(filtered("prod/")), some_of(filters)).changes
    assert "all repositories" not in change.message
    assert change.message.endswith("; not known before the deployment.")


def test_what_is_certain_whatever_the_rest_is_stays_an_error() -> None:
    late = allow({"AWS": LATE})
    assert told(compare(shared(late), shared(late, ORG))) == ["error access-widened Repo"]
