"""Images lost or at stake."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from governed_ecr.lifecycle.image import Image
from governed_ecr.review.inventory import Inventory
from tests.review.comparing import NOW, OWN, compare, repository, told

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
        assert told(compare({"C": cache()}, {"C": cache(UpstreamRepositoryPrefix="ROOT")})) == []


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

        from governed_ecr.review.review import review
        from tests.review.comparing import side

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
            {"Type": "AWS::ECR::RegistryPolicy", "Properties": {"PolicyText": {"Statement": []}}},
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

    def test_a_repository_without_a_name_is_another_one(self) -> None:
        assert told(compare({"Repo": repository(None)}, {"AppRepo": repository(None)})) == ["error removal Repo"]

    def test_a_move_to_another_stack(self) -> None:
        from governed_ecr.review.review import review
        from tests.review.comparing import side

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

    def test_empty_on_delete(self) -> None:
        found = compare({"Repo": repository()}, {"Repo": repository(EmptyOnDelete=True)})
        assert told(found) == ["warning retention-removed Repo"]
