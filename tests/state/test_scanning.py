"""What is scanned, as far as templates tell."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.model.scanning import ScanFrequency
from governed_ecr.state.registry import Resource
from governed_ecr.state.scanning import SCANNING, ScanFilter, has_rules, scan_filters, scans_on_push
from governed_ecr.state.unknown import Reference, Unknown

LATE = Unknown((Reference("Late"),))
ON_PUSH = ScanFrequency.SCAN_ON_PUSH
ANYTHING = ScanFilter("*", "*", ON_PUSH, known=False)


def configuration(rules: Any) -> Resource:
    return Resource("Scanning", SCANNING, {} if rules is None else {"Rules": rules})


def rule(*filters: Any, frequency: Any = "SCAN_ON_PUSH") -> dict[str, Any]:
    return {"ScanFrequency": frequency, "RepositoryFilters": [{"Filter": each} for each in filters]}


def known(text: str, pattern: str = "") -> ScanFilter:
    return ScanFilter(text, pattern or text, ON_PUSH, known=True)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (None, []),
        ([], []),
        (
            [rule("prod*", "web")],
            [ScanFilter("prod*", "prod*", ON_PUSH, True), ScanFilter("web", "*web*", ON_PUSH, True)],
        ),
        ([rule("*", frequency="CONTINUOUS_SCAN")], [ScanFilter("*", "*", ScanFrequency.CONTINUOUS_SCAN, True)]),
        ([rule("*", frequency="MANUAL")], []),
        ([rule("*", frequency=LATE)], [ScanFilter("*", "*", None, True)]),
        ([rule(LATE)], [ScanFilter("${Late}", "*", ON_PUSH, False)]),
        ([rule(Unknown(("team-", Reference("Late"))))], [ScanFilter("team-${Late}", "team-*", ON_PUSH, False)]),
        ([{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": LATE}], [ANYTHING]),
        (
            [{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": {"Filter": "x*"}}],
            [ScanFilter("x*", "x*", ON_PUSH, True)],
        ),
        ([{"ScanFrequency": "SCAN_ON_PUSH"}], []),
        ([rule(7)], [ANYTHING]),
        (LATE, [ScanFilter("*", "*", None, False)]),
        ([LATE], [ScanFilter("*", "*", None, False)]),
        (rule("x*"), [known("x*")]),
    ],
)
def test_filters(rules: Any, expected: list[ScanFilter]) -> None:
    assert list(scan_filters(configuration(rules))) == expected


def test_rules() -> None:
    assert [has_rules(configuration(rules)) for rules in (None, [], [rule("*")], LATE)] == [False, False, True, True]


@pytest.mark.parametrize(("value", "expected"), [(True, True), (False, False), (None, False), (LATE, None)])
def test_the_repository_s_own_switch(value: Any, expected: bool | None) -> None:
    repository = Resource("Repo", "AWS::ECR::Repository", {"ImageScanningConfiguration": {"ScanOnPush": value}})
    assert scans_on_push(repository) is expected
