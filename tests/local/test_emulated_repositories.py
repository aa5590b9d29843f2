"""What stacks do to repositories in the emulator, and to the images in them."""

from json import dumps
from typing import Any

import pytest

from local.stacks import Stacks

POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}]}
LIFECYCLE = dumps({"rules": [{"rulePriority": 1, "description": "x" * 100}]})
FILTERS = [{"filterType": "WILDCARD", "filter": "latest*"}]
TEMPLATE_FILTERS = [
    {"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": "latest*"}
]


def _repository(properties: dict[str, Any] | None = None, *, retain: bool = False) -> dict[str, Any]:
    policy = {"DeletionPolicy": "Retain"} if retain else {}
    return {
        "It": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "app"} | (properties or {})} | policy
    }


IMPORTED = [
    {
        "ResourceType": "AWS::ECR::Repository",
        "LogicalResourceId": "It",
        "ResourceIdentifier": {"RepositoryName": "app"},
    }
]


def _push(ecr: Any) -> None:
    ecr.put_image(repositoryName="app", imageManifest="{}", imageTag="v1")


def _tags(ecr: Any) -> list[str]:
    return [image["imageTag"] for image in ecr.list_images(repositoryName="app")["imageIds"]]


def test_exclusion_filters_through_the_api(ecr: Any) -> None:
    made = ecr.create_repository(
        repositoryName="app",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=FILTERS,
    )
    assert made["repository"]["imageTagMutabilityExclusionFilters"] == FILTERS
    (repository,) = ecr.describe_repositories(repositoryNames=["app"])["repositories"]
    assert repository["imageTagMutabilityExclusionFilters"] == FILTERS

    ecr.put_image_tag_mutability(repositoryName="app", imageTagMutability="IMMUTABLE")
    (repository,) = ecr.describe_repositories(repositoryNames=["app"])["repositories"]
    assert "imageTagMutabilityExclusionFilters" not in repository


def test_exclusion_filters_through_a_stack(stacks: Stacks, ecr: Any) -> None:
    with_filters = {
        "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "ImageTagMutabilityExclusionFilters": TEMPLATE_FILTERS,
    }
    stacks.create(_repository(with_filters))
    (repository,) = ecr.describe_repositories()["repositories"]
    assert repository["imageTagMutabilityExclusionFilters"] == FILTERS
    assert stacks.drift() == {"It": "IN_SYNC"}

    stacks.update(_repository({"ImageTagMutability": "IMMUTABLE"}))
    (repository,) = ecr.describe_repositories()["repositories"]
    assert "imageTagMutabilityExclusionFilters" not in repository


def test_repositories_come_in_pages(ecr: Any) -> None:
    for number in range(5):
        ecr.create_repository(repositoryName=f"app{number}")
    pages = ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 2})
    assert [len(page["repositories"]) for page in pages] == [2, 2, 1]


def test_a_repository_with_images_is_not_deleted_unless_forced(ecr: Any) -> None:
    ecr.create_repository(repositoryName="app")
    _push(ecr)
    with pytest.raises(ecr.exceptions.RepositoryNotEmptyException):
        ecr.delete_repository(repositoryName="app")
    ecr.delete_repository(repositoryName="app", force=True)


def test_a_stack_with_images_is_not_deleted(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_repository())
    _push(ecr)
    assert stacks.delete()["StackStatus"] == "DELETE_FAILED"
    assert _tags(ecr) == ["v1"]


def test_a_stack_with_images_is_deleted_when_it_says_so(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_repository({"EmptyOnDelete": True}))
    _push(ecr)
    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"
    assert ecr.describe_repositories()["repositories"] == []


def test_a_retained_repository_outlives_its_stack(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_repository(retain=True))
    _push(ecr)
    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"
    assert _tags(ecr) == ["v1"]


def test_an_update_keeps_the_images(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_repository())
    _push(ecr)
    changes = {"ImageTagMutability": "IMMUTABLE", "RepositoryPolicyText": POLICY, "Tags": [{"Key": "a", "Value": "b"}]}
    assert stacks.update(_repository(changes))["StackStatus"] == "UPDATE_COMPLETE"
    assert _tags(ecr) == ["v1"]


def test_an_update_removes_a_policy_that_the_template_does_not_have(stacks: Stacks, ecr: Any) -> None:
    stacks.create(_repository())
    ecr.set_repository_policy(repositoryName="app", policyText=dumps(POLICY))
    assert stacks.drift() == {"It": "IN_SYNC"}, "drift detection does not see it"
    stacks.update(_repository({"ImageTagMutability": "IMMUTABLE"}))
    with pytest.raises(ecr.exceptions.RepositoryPolicyNotFoundException):
        ecr.get_repository_policy(repositoryName="app")


def test_a_new_encryption_under_the_same_name_is_refused(stacks: Stacks) -> None:
    stacks.create(_repository())
    encrypted = _repository({"EncryptionConfiguration": {"EncryptionType": "KMS"}})
    assert stacks.replaced(encrypted) == {"It": "True"}
    assert stacks.update(encrypted)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "custom-named resource" in stacks.failures()["It"]


def test_a_stack_does_not_take_over_a_repository(stacks: Stacks, ecr: Any) -> None:
    ecr.create_repository(repositoryName="app", imageTagMutability="IMMUTABLE")
    assert stacks.create(_repository())["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AlreadyExists" in stacks.failures()["It"]
    (repository,) = ecr.describe_repositories()["repositories"]
    assert repository["imageTagMutability"] == "IMMUTABLE"


def test_drift_shows_a_change_made_by_hand(stacks: Stacks, ecr: Any) -> None:
    declared = {
        "ImageTagMutability": "IMMUTABLE",
        "ImageScanningConfiguration": {"ScanOnPush": True},
        "LifecyclePolicy": {"LifecyclePolicyText": LIFECYCLE},
        "RepositoryPolicyText": POLICY,
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    stacks.create(_repository(declared))
    assert stacks.drift() == {"It": "IN_SYNC"}
    ecr.delete_lifecycle_policy(repositoryName="app")
    assert stacks.drift() == {"It": "MODIFIED"}


def test_import_brings_the_templates_policies_and_loses_the_others(stacks: Stacks, ecr: Any) -> None:
    ecr.create_repository(repositoryName="app")
    _push(ecr)
    ecr.set_repository_policy(repositoryName="app", policyText=dumps(POLICY))
    template = _repository({"LifecyclePolicy": {"LifecyclePolicyText": LIFECYCLE}}, retain=True)

    assert stacks.adopt(template, IMPORTED)["StackStatus"] == "IMPORT_COMPLETE"

    assert _tags(ecr) == ["v1"]
    assert ecr.get_lifecycle_policy(repositoryName="app")["lifecyclePolicyText"] == LIFECYCLE
    with pytest.raises(ecr.exceptions.RepositoryPolicyNotFoundException):
        ecr.get_repository_policy(repositoryName="app")


def test_importing_what_is_not_there_fails(stacks: Stacks) -> None:
    assert "NotFound" in stacks.adopt(_repository(retain=True), IMPORTED)["StatusReason"]
