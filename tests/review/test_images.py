"""Images lost or at stake."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from governed_ecr.lifecycle.image import Image
from governed_ecr.review.change import Group
from governed_ecr.review.inventory import Inventory
from governed_ecr.review.review import review
from tests.review.comparing import NOW, OWN, STRANGE, TRUSTED, compare, repository, side, told
from tests.review.pieces import allow, registry_policy, root

KEY = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666"
PUSHED = datetime(2026, 1, 1, tzinfo=UTC)
IMAGES = [
    Image("sha256:a", PUSHED, ("v1", "stable"), size=1_500_000_000),
    Image("sha256:b", PUSHED, (), size=500_000_000),
]


def cache(**properties: Any) -> dict[str, Any]:
    standard = {"EcrRepositoryPrefix": "hub", "UpstreamRegistryUrl": "public.ecr.aws"}
    return {"Type": "AWS::ECR::PullThroughCacheRule", "Properties": {**standard, **properties}}


class TestReplacement:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ({}, {"EncryptionConfiguration": {"EncryptionType": "AES256"}}),
            ({}, {"EncryptionConfiguration": {"EncryptionType": "KMS"}}),
            (
                {"EncryptionConfiguration": {"EncryptionType": "KMS"}},
                {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": KEY}},
            ),
            ({"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": KEY}}, {}),
            ({}, {"RepositoryName": "team/other"}),
        ],
    )
    def test_what_is_fixed_at_creation(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        found = compare({"Repo": repository(**before)}, {"Repo": repository(**after)})
        assert told(found)[0] == "error replacement Repo"

    def test_the_same_key_written_otherwise_replaces_nothing(self) -> None:
        sub = {"Fn::Sub": KEY.replace("us-east-1", "${AWS::Region}").replace(OWN, "${AWS::AccountId}")}
        encryption = [{"EncryptionType": "KMS", "KmsKey": key} for key in (KEY, sub)]
        one, other = (repository(EncryptionConfiguration=value) for value in encryption)
        assert told(compare({"Repo": one}, {"Repo": other})) == []

    def test_a_named_repository_cannot_be_made_twice(self) -> None:
        encrypted: dict[str, Any] = {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": KEY}}
        (change,) = compare({"Repo": repository()}, {"Repo": repository(**encrypted)}).changes
        assert "the deployment fails" in change.message
        (change,) = compare({"Repo": repository(None)}, {"Repo": repository(None, **encrypted)}).changes
        assert "the new repository is empty" in change.message

    def test_every_property_of_a_cache(self) -> None:
        assert told(compare({"C": cache()}, {"C": cache(EcrRepositoryPrefix="other")})) == ["error replacement C"]
        assert told(compare({"C": cache()}, {"C": cache(UpstreamRepositoryPrefix="lib")})) == ["error replacement C"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (repository(), repository(EncryptionConfiguration={"EncryptionType": "AES256"})),
            (cache(), cache(UpstreamRepositoryPrefix="ROOT")),
        ],
    )
    def test_what_says_a_default_replaces_what_said_nothing(
        self, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """CloudFormation compares templates; it knows no defaults of ECR."""
        for one, other in ((before, after), (after, before)):
            assert told(compare({"It": one}, {"It": other})) == ["error replacement It"]


class TestRemoval:
    def test_what_becomes_of_it(self) -> None:
        other = {"Other": repository("team/other")}
        retained = compare({"Repo": repository(), **other}, other)
        emptied = compare({"Repo": repository(kept=False, EmptyOnDelete=True), **other}, other)
        deleted = compare({"Repo": repository(kept=False), **other}, other)

        assert told(retained) == told(emptied) == told(deleted) == ["error removal Repo"]
        assert "stays in the account" in retained.changes[0].message
        assert "with all its images" in emptied.changes[0].message
        assert "the deletion fails" in deleted.changes[0].message

    def test_a_condition_that_turns_false(self) -> None:
        def template(default: str) -> dict[str, Any]:
            return {
                "Parameters": {"Env": {"Type": "String", "Default": default}},
                "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}},
                "Resources": {"Repo": {**repository(), "Condition": "IsProd"}, "Other": repository("team/other")},
            }

        found = review(side({"t": template("prod")}), side({"t": template("dev")}), now=NOW)
        assert told(found) == ["error removal Repo"]
        assert "IsProd is true" in found.changes[0].message

    def test_with_an_inventory_the_cost_is_a_number(self) -> None:
        inventory = Inventory({"team/app": tuple(IMAGES)}, NOW)
        (change,) = compare({"Repo": repository()}, {}, inventory=inventory).changes
        assert change.images is not None
        assert (change.images.count, change.images.bytes, change.images.tags) == (2, 2_000_000_000, ("stable", "v1"))

    @pytest.mark.parametrize(
        "resource",
        [
            cache(),
            {"Type": "AWS::ECR::RegistryScanningConfiguration", "Properties": {"ScanType": "BASIC", "Rules": []}},
            {"Type": "AWS::ECR::RepositoryCreationTemplate", "Properties": {"Prefix": "a", "AppliedFor": []}},
            {"Type": "AWS::ECR::SigningConfiguration", "Properties": {"Rules": []}},
            {
                "Type": "AWS::ECR::ReplicationConfiguration",
                "Properties": {"ReplicationConfiguration": {"Rules": []}},
            },
        ],
        ids=lambda resource: str(resource["Type"]),
    )
    def test_of_what_governs_a_registry(self, resource: dict[str, Any]) -> None:
        keep = {"Repo": repository()}
        severity = "warning" if resource["Type"] == "AWS::ECR::RepositoryCreationTemplate" else "error"
        assert told(compare({**keep, "Gone": resource}, keep))[0] == f"{severity} removal Gone"

    @pytest.mark.parametrize(
        ("statement", "expected"),
        [
            (allow(root(TRUSTED), ["ecr:ReplicateImage"], Resource="*"), ["error removal Policy"]),
            (allow(root(STRANGE), ["ecr:BatchGetImage"], Resource="*"), ["warning removal Policy"]),
            (
                {**allow("*", ["ecr:DeleteRepository"], Resource="*"), "Effect": "Deny", "Sid": "Keep"},
                ["error deny-removed Policy", "note removal Policy"],
            ),
        ],
        ids=["replication", "pulls", "a Deny"],
    )
    def test_of_the_registry_policy(self, statement: dict[str, Any], expected: list[str]) -> None:
        found = compare(registry_policy(statement), {"Repo": repository()})
        assert told(found) == expected
        assert ("Deny" in found.changes[0].message) == (statement["Effect"] == "Deny")

    @pytest.mark.parametrize(
        ("resource", "group"),
        [
            (cache(), Group.IMAGES),
            ({"Type": "AWS::ECR::RegistryScanningConfiguration", "Properties": {}}, Group.PROTECTION),
            ({"Type": "AWS::ECR::SigningConfiguration", "Properties": {"Rules": []}}, Group.PROTECTION),
            ({"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": {"Statement": []}}}, Group.FLOW),
            ({"Type": "AWS::ECR::ReplicationConfiguration", "Properties": {}}, Group.FLOW),
        ],
        ids=lambda each: str(each["Type"] if isinstance(each, dict) else each),
    )
    def test_is_told_among_what_it_is_about(self, resource: dict[str, Any], group: Group) -> None:
        keep = {"Repo": repository()}
        assert compare({**keep, "Gone": resource}, keep).changes[0].group is group

    def test_of_the_key_that_images_need(self) -> None:
        key = {"Type": "AWS::KMS::Key", "Properties": {}}
        encrypted = {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}}
        used = {"Repo": repository(EncryptionConfiguration=encrypted)}
        assert "error removal Key" in told(compare({**used, "Key": key}, used))
        assert told(compare({"Repo": repository(), "Key": key}, {"Repo": repository()})) == []


class TestLogicalId:
    def test_the_same_repository_under_another_id(self) -> None:
        (change,) = compare({"Repo": repository()}, {"AppRepo": repository()}).changes
        assert (change.kind, change.severity) == ("logical-id-change", "error")
        assert "from Repo to AppRepo" in change.message

    def test_a_repository_without_a_name(self) -> None:
        (change,) = compare({"Repo": repository(None)}, {"AppRepo": repository(None)}).changes
        assert (change.kind, change.severity) == ("logical-id-change", "error")
        assert "creates a new, empty one" in change.message

    def test_a_repository_without_a_name_that_may_be_several(self) -> None:
        head = {"AppRepo": repository(None), "Other": repository(None)}
        assert told(compare({"Repo": repository(None)}, head)) == ["error removal Repo"]

    def test_a_repository_without_a_name_that_is_not_the_same(self) -> None:
        head = {"AppRepo": repository(None, ImageTagMutability="MUTABLE")}
        assert told(compare({"Repo": repository(None)}, head)) == ["error removal Repo"]

    def test_a_move_to_another_stack(self) -> None:
        def templates(*of: str) -> dict[str, Any]:
            return {
                name: {"Resources": {"Repo": repository()} if name in of else {"Other": repository(f"x/{name}")}}
                for name in ("a", "b")
            }

        found = review(side(templates("a")), side(templates("b")), now=NOW)
        assert "error logical-id-change Repo" in told(found)


class TestRetention:
    def test_retain_removed(self) -> None:
        found = compare({"Repo": repository()}, {"Repo": repository(kept=False)})
        assert told(found) == ["error retention-removed Repo", "error retention-removed Repo"]

    def test_what_only_the_deployment_knows(self) -> None:
        base, head = {"Repo": repository()}, {"Repo": {**repository(), "DeletionPolicy": {"Ref": "Policy"}}}
        (change,) = review(
            side({"t": {"Resources": base}}),
            side({"t": {"Parameters": {"Policy": {"Type": "String"}}, "Resources": head}}),
            now=NOW,
        ).changes
        assert (change.kind, change.severity) == ("retention-removed", "warning")
        assert "may lose DeletionPolicy Retain (now ${Policy})" in change.message

    def test_what_keeps_nothing_on_replacement(self) -> None:
        """RetainExceptOnCreate is a DeletionPolicy only."""
        one, other = repository(), {**repository(), "UpdateReplacePolicy": "RetainExceptOnCreate"}
        assert told(compare({"Repo": one}, {"Repo": other})) == ["error retention-removed Repo"]
        assert told(compare({"Repo": one}, {"Repo": {**one, "DeletionPolicy": "RetainExceptOnCreate"}})) == []

    def test_empty_on_delete(self) -> None:
        found = compare({"Repo": repository()}, {"Repo": repository(EmptyOnDelete=True)})
        assert told(found) == ["warning retention-removed Repo"]
