"""Prefixes of creation templates."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.registry.creation_template_prefix import CREATION_TEMPLATE_PREFIX
from tests.rules.judge import creation_template, places


@pytest.mark.parametrize("prefix", ["ROOT", "team", "team/", "team/builds", {"Fn::ImportValue": "prefix"}])
def test_allowed(prefix: Any) -> None:
    assert places(creation_template(Prefix=prefix), CREATION_TEMPLATE_PREFIX) == []


@pytest.mark.parametrize("prefix", ["*", "team/*", "Team", "/team", ""])
def test_refused(prefix: str) -> None:
    found = places(creation_template(Prefix=prefix), CREATION_TEMPLATE_PREFIX)
    assert found == ["CreationTemplatePrefix Template.Prefix"]
