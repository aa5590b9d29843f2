"""Small registries for tests: images by name, tags and age, policies by short rules."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from governed_ecr.lifecycle import Decision, Image, evaluate
from governed_ecr.model.lifecycle import LifecyclePolicy

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return AT - timedelta(days=days)


def digest(name: str) -> str:
    return "sha256:" + hashlib.sha256(name.encode()).hexdigest()


def image(name: str, days: float, *tags: str, **more: Any) -> Image:
    """An image pushed ``days`` ago; ``more`` are fields of Image, times as days ago, relatives by name."""
    for time in ("pulled_at", "archived_at", "activated_at"):
        if time in more:
            more[time] = ago(more[time])
    if "subject" in more:
        more["subject"] = digest(more["subject"])
    more["members"] = tuple(digest(member) for member in more.get("members", ()))
    return Image(digest(name), ago(days), tags, **{"size": 1000, **more})


def archived(name: str, days: float, *tags: str, pushed: float = 1000, **more: Any) -> Image:
    """An image archived ``days`` ago."""
    return image(name, pushed, *tags, status="ARCHIVED", archived_at=days, **more)


def rule(priority: int, tags: str | list[str], count: str, number: int, action: str = "expire", **more: Any) -> Any:
    """A rule's JSON. tags: "any", "untagged", or patterns; count: the countType without its "Image"."""
    types = {"count": "imageCountMoreThan", "pushed": "sinceImagePushed", "pulled": "sinceImagePulled"}
    types["archived"] = "sinceImageTransitioned"
    selection: dict[str, Any] = {"tagStatus": tags if isinstance(tags, str) else "tagged"}
    if not isinstance(tags, str):
        selection["tagPatternList"] = tags
    if count == "archived":
        selection["storageClass"] = "archive"
    selection["countType"] = types[count]
    if count != "count":
        selection["countUnit"] = "days"
    selection["countNumber"] = number
    act = {"type": action} if action == "expire" else {"type": "transition", "targetStorageClass": "archive"}
    return {"rulePriority": priority, "selection": {**selection, **more}, "action": act}


def policy(*rules: Any) -> LifecyclePolicy:
    return LifecyclePolicy.from_json({"rules": list(rules)})


def decided(lifecycle: LifecyclePolicy, images: dict[str, Image], at: datetime = AT) -> dict[str, Decision]:
    """What happens to each image, by its name."""
    return dict(zip(images, evaluate(lifecycle, list(images.values()), at), strict=True))


def named(*images: tuple[Any, ...], **more: dict[str, Any]) -> dict[str, Image]:
    """("A", 10, "tag-1", ...) for each image."""
    return {name: image(name, days, *tags, **more.get(name, {})) for name, days, *tags in images}
