"""Names of repositories."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.registry.repository_name import REPOSITORY_NAME
from tests.rules.judge import places, repository


@pytest.mark.parametrize("name", ["app", "team/app", "a.b_c-d/e__f", "1a", None, {"Fn::ImportValue": "name"}])
def test_allowed(name: Any) -> None:
    assert places(repository(RepositoryName=name), REPOSITORY_NAME) == []


@pytest.mark.parametrize("name", ["App", "a", "team//app", "app/", "/app", "app:v1", "a" * 257, ""])
def test_refused(name: str) -> None:
    assert places(repository(RepositoryName=name), REPOSITORY_NAME) == ["RepositoryName Repo.RepositoryName"]
