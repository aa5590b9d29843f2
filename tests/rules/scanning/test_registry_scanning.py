"""ScanningWithoutRules and ScanningRules: what a registry's configuration holds."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.scanning.scanning_rules import SCANNING_RULES
from governed_ecr.rules.scanning.scanning_without_rules import SCANNING_WITHOUT_RULES
from tests.rules.judge import findings, places
from tests.rules.scanning.scanned import rule, scanning

LATE = {"Parameters": {"P": {"Type": "String"}}}
PUSH, CONTINUOUS = rule("*"), rule("*", frequency="CONTINUOUS_SCAN")
P = {"Ref": "P"}


@pytest.mark.parametrize(("rules", "expected"), [([], ["ScanningWithoutRules Scan.Rules"]), ([PUSH], []), ([P], [])])
@pytest.mark.parametrize("scan_type", ["BASIC", "ENHANCED", P])
def test_a_configuration_needs_a_rule(scan_type: Any, rules: list[Any], expected: list[str]) -> None:
    assert places(scanning(*rules, scan_type=scan_type), SCANNING_WITHOUT_RULES, of=LATE) == expected


def test_rules_left_out_and_rules_not_known() -> None:
    left_out = {"Scan": {"Type": "AWS::ECR::RegistryScanningConfiguration", "Properties": {"ScanType": "BASIC"}}}
    (finding,) = findings(left_out, SCANNING_WITHOUT_RULES)
    assert finding.found.message == "BASIC scanning has no Rules."
    assert places(scanning(Rules=P), SCANNING_WITHOUT_RULES, SCANNING_RULES, of=LATE) == []


@pytest.mark.parametrize(
    ("scan_type", "rules"),
    [
        ("BASIC", [PUSH]),
        ("ENHANCED", [PUSH, CONTINUOUS]),
        ("ENHANCED", [CONTINUOUS]),
        (P, [CONTINUOUS]),
        ("BASIC", [rule("*", frequency=P)]),
        ("ENHANCED", [PUSH, P]),
        ("ENHANCED", [rule(P)]),
        ("ENHANCED", [{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": P}]),
    ],
)
def test_good_and_late(scan_type: Any, rules: list[Any]) -> None:
    assert places(scanning(*rules, scan_type=scan_type), SCANNING_RULES, of=LATE) == []


@pytest.mark.parametrize(
    ("scan_type", "rules", "place", "said"),
    [
        ("ENHANCED", [PUSH, CONTINUOUS, rule("a*")], "Rules", "3 rules. Allowed: 2, one for each frequency."),
        ("ENHANCED", [PUSH, rule("a")], "Rules", "2 rules with SCAN_ON_PUSH. Put their filters into one rule."),
        ("ENHANCED", [CONTINUOUS, CONTINUOUS], "Rules", "2 rules with CONTINUOUS_SCAN."),
        ("BASIC", [CONTINUOUS], "Rules[0].ScanFrequency", "CONTINUOUS_SCAN with BASIC. Allowed: SCAN_ON_PUSH."),
        ("ENHANCED", [rule("*", frequency="MANUAL")], "Rules[0].ScanFrequency", "MANUAL with ENHANCED."),
        ("BASIC", [PUSH, rule("*", frequency="DAILY")], "Rules[1].ScanFrequency", "DAILY with BASIC."),
        ("ENHANCED", [rule("*", frequency=None)], "Rules[0].ScanFrequency", "No frequency with ENHANCED."),
        ("CLAIR", [PUSH], "ScanType", "'CLAIR' is no ScanType. Allowed: BASIC, ENHANCED."),
        ("BASIC", [rule()], "Rules[0].RepositoryFilters", "0 filters. Allowed: 1-100."),
        ("BASIC", [{"ScanFrequency": "SCAN_ON_PUSH"}], "Rules[0].RepositoryFilters", "0 filters."),
        ("BASIC", [rule(*["a"] * 101)], "Rules[0].RepositoryFilters", "101 filters."),
        (
            "BASIC",
            [{"ScanFrequency": "SCAN_ON_PUSH", "RepositoryFilters": [{"Filter": "a", "FilterType": "PREFIX_MATCH"}]}],
            "Rules[0].RepositoryFilters[0].FilterType",
            "FilterType is PREFIX_MATCH. Allowed: WILDCARD.",
        ),
        ("BASIC", [rule("*", "Prod")], "Rules[0].RepositoryFilters[1].Filter", "'Prod' is not a scanning filter."),
    ],
)
def test_what_ecr_refuses(scan_type: str, rules: list[Any], place: str, said: str) -> None:
    (finding,) = findings(scanning(*rules, scan_type=scan_type), SCANNING_RULES)
    assert finding.place == f"Resources.Scan.Properties.{place}"
    assert finding.found.message.startswith(said)
