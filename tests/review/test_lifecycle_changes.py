"""Images that a changed lifecycle policy takes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from governed_ecr.lifecycle.image import Image
from governed_ecr.review.inventory import Inventory
from tests.review.comparing import NOW, compare, repository, told


def policy(*rules: dict[str, Any]) -> dict[str, Any]:
    numbered = [{"rulePriority": 10 * at, **rule} for at, rule in enumerate(rules, start=1)]
    return {"LifecyclePolicy": {"LifecyclePolicyText": json.dumps({"rules": numbered})}}


def rule(number: int, *patterns: str, kind: str = "imageCountMoreThan") -> dict[str, Any]:
    tags: dict[str, Any] = {"tagStatus": "tagged", "tagPatternList": patterns} if patterns else {"tagStatus": "any"}
    unit = {} if kind == "imageCountMoreThan" else {"countUnit": "days"}
    return {"selection": {**tags, "countType": kind, **unit, "countNumber": number}, "action": {"type": "expire"}}


def images(*tags: str) -> tuple[Image, ...]:
    """Images pushed on one day after the other, the last one yesterday."""
    return tuple(
        Image(f"sha256:{tag}", NOW - timedelta(days=len(tags) - at), (tag,), size=1_000) for at, tag in enumerate(tags)
    )


def test_a_smaller_count() -> None:
    base, head = repository(**policy(rule(500))), repository(**policy(rule(5)))
    assert told(compare({"Repo": base}, {"Repo": head}))[0] == "error lifecycle-tightened Repo"
    assert "lifecycle-tightened" not in str(told(compare({"Repo": head}, {"Repo": base})))


def test_a_pattern_more_takes_less() -> None:
    base = repository(**policy(rule(14, "feature-*", kind="sinceImagePushed"), rule(500)))
    head = repository(**policy(rule(14, "feature-*", "stale-*", kind="sinceImagePushed"), rule(500)))
    assert told(compare({"Repo": base}, {"Repo": head})) == []
    assert told(compare({"Repo": head}, {"Repo": base})) == ["error lifecycle-tightened Repo"]


def test_a_policy_that_does_the_same() -> None:
    base = repository(**policy({**rule(500), "description": "old words"}))
    head = repository(**policy({**rule(500), "rulePriority": 77}))
    assert told(compare({"Repo": base}, {"Repo": head})) == []


def test_with_an_inventory_the_images_are_named() -> None:
    inventory = Inventory({"team/app": images("v1", "v2", "v3")}, NOW)
    base, head = repository(**policy(rule(500))), repository(**policy(rule(1)))
    (change,) = compare({"Repo": base}, {"Repo": head}, inventory=inventory).changes
    assert change.images is not None
    assert (change.images.count, change.images.bytes, change.images.tags) == (2, 2_000, ("v1", "v2"))
    assert "Repository team/app is to lose images: 2 images can expire, within a day. " in change.message


def test_an_inventory_that_loses_nothing_yet() -> None:
    inventory = Inventory({"team/app": images("v1", "v2")}, NOW)
    base, head = repository(**policy(rule(500))), repository(**policy(rule(40)))
    (change,) = compare({"Repo": base}, {"Repo": head}, inventory=inventory).changes
    assert (change.severity, change.images) == ("warning", None)


def test_what_cannot_be_read_is_said() -> None:
    unknown = repository(LifecyclePolicy={"LifecyclePolicyText": {"Fn::ImportValue": "policy"}})
    assert told(compare({"Repo": repository()}, {"Repo": unknown})) == ["warning lifecycle-tightened Repo"]


def test_a_creation_template() -> None:
    def template(number: int) -> dict[str, Any]:
        text = policy(rule(number))["LifecyclePolicy"]["LifecyclePolicyText"]
        members = {"Prefix": "team", "AppliedFor": ["CREATE_ON_PUSH"], "LifecyclePolicy": text}
        return {
            "Type": "AWS::ECR::RepositoryCreationTemplate",
            "Properties": {**members, "ImageTagMutability": "IMMUTABLE"},
        }

    assert told(compare({"T": template(500)}, {"T": template(50)})) == ["error lifecycle-tightened T"]


def test_the_time_is_that_of_the_inventory() -> None:
    later = datetime(2027, 11, 25, tzinfo=UTC)
    base = repository(**policy(rule(3000, kind="sinceImagePushed")))
    head = repository(**policy(rule(200, kind="sinceImagePushed")))
    now = compare({"Repo": base}, {"Repo": head}, inventory=Inventory({"team/app": images("v1")}, NOW))
    then = compare({"Repo": base}, {"Repo": head}, inventory=Inventory({"team/app": images("v1")}, later))
    assert [now.changes[0].images, then.changes[0].images and then.changes[0].images.count] == [None, 1]
