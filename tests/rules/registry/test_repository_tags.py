"""Tags of repositories."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.registry.repository_tags import REPOSITORY_TAGS
from tests.rules.judge import findings, repository


def _paths(*tags: Any) -> list[tuple[str | int, ...]]:
    found = findings(repository(Tags=list(tags)), REPOSITORY_TAGS)
    return [finding.found.path[1:] for finding in found]


def _tag(key: Any = "team", value: Any = "platform") -> dict[str, Any]:
    return {"Key": key, "Value": value}


def test_allowed() -> None:
    assert _paths(_tag(), _tag("k" * 127, "v" * 255), _tag("owner", {"Fn::ImportValue": "owner"})) == []
    assert _paths(*(_tag(f"k{number}") for number in range(50))) == []


@pytest.mark.parametrize("tag", [_tag("aws:team"), _tag("k" * 128), _tag("team", "v" * 256), _tag("team", "")])
def test_refused(tag: dict[str, Any]) -> None:
    assert _paths(_tag("other"), tag) == [("Tags", 1)]


def test_too_many() -> None:
    assert _paths(*(_tag(f"k{number}") for number in range(51))) == [("Tags",)]


def test_not_known() -> None:
    assert findings(repository(Tags={"Fn::ImportValue": "tags"}), REPOSITORY_TAGS) == []
