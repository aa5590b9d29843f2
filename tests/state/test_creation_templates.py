"""Which creation template governs a prefix."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.state.creation_templates import CREATION_TEMPLATE, applies_to, covering_templates
from governed_ecr.state.registry import Environment, RegistryState, Resource
from governed_ecr.state.unknown import Reference, Unknown

UNKNOWN = Unknown((Reference("Prefix"),))


def _covering(prefix: Any, *templates: Any) -> list[str] | None:
    resources = (Resource(str(each), CREATION_TEMPLATE, {"Prefix": each}) for each in templates)
    found = covering_templates(RegistryState(Environment(), tuple(resources)), prefix)
    return None if found is None else [template.logical_id for template in found]


@pytest.mark.parametrize(
    ("prefix", "templates", "expected"),
    [
        ("prod/team", ["ROOT", "prod", "prod/team", "prod/team/app", "pro"], ["prod/team", "prod", "ROOT"]),
        ("prod", ["prod/"], ["prod/"]),
        ("ROOT", ["prod", "ROOT"], ["ROOT"]),
        ("prod", [], []),
        ("prod", ["prod", UNKNOWN], None),
        (UNKNOWN, ["prod"], None),
        (UNKNOWN, ["ROOT", UNKNOWN], [str(UNKNOWN), "ROOT"]),
        ("prod", [7], []),
    ],
)
def test_the_longest_prefix_comes_first(prefix: Any, templates: list[Any], expected: list[str] | None) -> None:
    assert _covering(prefix, *templates) == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (["REPLICATION"], True),
        (["CREATE_ON_PUSH"], False),
        (["REPLICATION", UNKNOWN], True),
        (["CREATE_ON_PUSH", UNKNOWN], None),
        (UNKNOWN, None),
        (None, False),
    ],
)
def test_purposes(listed: Any, expected: bool | None) -> None:
    assert applies_to(Resource("T", CREATION_TEMPLATE, {"AppliedFor": listed}), "REPLICATION") is expected
