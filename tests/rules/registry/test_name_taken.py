"""Names that are given twice."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.registry.name_taken import NAME_TAKEN
from tests.rules.judge import places

_MEMBERS = {
    "Repository": "RepositoryName",
    "PullThroughCacheRule": "EcrRepositoryPrefix",
    "RepositoryCreationTemplate": "Prefix",
}


def _named(*kinds_and_names: tuple[str, Any]) -> dict[str, Any]:
    return {
        f"R{index}": {"Type": f"AWS::ECR::{kind}", "Properties": {_MEMBERS[kind]: name}}
        for index, (kind, name) in enumerate(kinds_and_names)
    }


@pytest.mark.parametrize("kind", _MEMBERS)
def test_twice(kind: str) -> None:
    assert places(_named((kind, "app"), (kind, "web"), (kind, "app")), NAME_TAKEN) == [f"NameTaken R2.{_MEMBERS[kind]}"]


def test_the_same_name_of_other_things() -> None:
    assert places(_named(*((kind, "app") for kind in _MEMBERS)), NAME_TAKEN) == []


@pytest.mark.parametrize("name", [None, {"Fn::ImportValue": "name"}])
def test_names_that_are_not_known(name: Any) -> None:
    assert places(_named(("Repository", name), ("Repository", name)), NAME_TAKEN) == []
