"""Reviews of resources in memory, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from governed_ecr.review.acknowledgements import Acknowledgement
from governed_ecr.review.inventory import Inventory
from governed_ecr.review.review import Review, Side, review
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates

OWN, TRUSTED, STRANGE = "111111111111", "222222222222", "999999999999"
ORGANIZATION = "o-a1b2c3d4e5"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
FACTS = Context(
    account=OWN,
    region="us-east-1",
    organization=ORGANIZATION,
    trusted_accounts=frozenset({OWN, TRUSTED, "333333333333"}),
    release_patterns=("v*", "release-*"),
)
LIFECYCLE = (
    '{"rules": [{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", '
    '"countUnit": "days", "countNumber": 14}, "action": {"type": "expire"}}]}'
)


def side(templates: Mapping[str, Mapping[str, Any]]) -> Side:
    return Side(registries_of_templates(templates, FACTS))


def compare(
    base: Mapping[str, Any],
    head: Mapping[str, Any],
    *,
    inventory: Inventory | None = None,
    acknowledgements: tuple[Acknowledgement, ...] = (),
) -> Review:
    """The review of one template's resources."""
    return review(
        side({"base": {"Resources": base}}),
        side({"head": {"Resources": head}}),
        inventory=inventory,
        acknowledgements=acknowledgements,
        now=NOW,
    )


def told(found: Review) -> list[str]:
    """The changes, as ``error removal Repo``."""
    return [f"{change.severity} {change.kind} {change.resource.logical_id}" for change in found.changes]


def repository(name: str | None = "team/app", *, kept: bool = True, **properties: Any) -> dict[str, Any]:
    """A repository that no rule finds anything about, but for these properties."""
    standard = {
        "ImageTagMutability": "IMMUTABLE",
        "ImageScanningConfiguration": {"ScanOnPush": True},
        "LifecyclePolicy": {"LifecyclePolicyText": LIFECYCLE},
        **({"RepositoryName": name} if name else {}),
    }
    retention = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"} if kept else {}
    return {"Type": "AWS::ECR::Repository", **retention, "Properties": {**standard, **properties}}
