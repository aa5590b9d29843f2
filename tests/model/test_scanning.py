import gzip
import json
import re
from pathlib import Path

import botocore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.scanning import RegistryScanning, ScanFrequency, ScanningRule, ScanType, filter_pattern
from governed_ecr.model.wildcards import matches

ON_PUSH, CONTINUOUS = ScanFrequency.SCAN_ON_PUSH, ScanFrequency.CONTINUOUS_SCAN
BASIC, ENHANCED = ScanType.BASIC, ScanType.ENHANCED


def problems(scan_type, *rules):
    try:
        RegistryScanning(scan_type, tuple(ScanningRule(frequency, tuple(filters)) for frequency, filters in rules))
    except GovernedEcrError as error:
        return [(problem.place.removeprefix("scanning."), problem.what) for problem in error.problems]
    return []


def test_presets_scan_every_repository():
    assert RegistryScanning.basic() == RegistryScanning(BASIC, (ScanningRule(ON_PUSH, ("*",)),))
    assert RegistryScanning.enhanced() == RegistryScanning(ENHANCED, (ScanningRule(CONTINUOUS, ("*",)),))


@pytest.mark.parametrize(
    ("scan_type", "rules", "expected"),
    [
        (BASIC, [(ON_PUSH, ["prod", "team-*/x"])], []),
        (ENHANCED, [(ON_PUSH, ["*"]), (CONTINUOUS, ["prod/*"])], []),
        (BASIC, [(ON_PUSH, [f"a{n}" for n in range(100)])], []),
        (BASIC, [], [("rules", "No rules: nothing is scanned.")]),
        (BASIC, [(CONTINUOUS, ["*"])], [("rules", "CONTINUOUS_SCAN with BASIC.")]),
        (ENHANCED, [(ON_PUSH, ["a"]), (ON_PUSH, ["b"])], [("rules", "2 rules with SCAN_ON_PUSH.")]),
        (BASIC, [(ON_PUSH, [])], [("rules[0].filters", "0 filters.")]),
        (BASIC, [(ON_PUSH, ["a"] * 101)], [("rules[0].filters", "101 filters.")]),
        (BASIC, [(ON_PUSH, ["ok", "a b"])], [("rules[0].filters[1]", "'a b' is not a scanning filter.")]),
        (BASIC, [(ON_PUSH, ["a" * 256])], [("rules[0].filters[0]", f"'{'a' * 256}' is not a scanning filter.")]),
    ],
)
def test_configurations_that_ecr_takes_and_refuses(scan_type, rules, expected):
    assert problems(scan_type, *rules) == expected


_MODEL = Path(botocore.__file__).parent / "data/ecr/2015-09-21/service-2.json.gz"
_API = re.compile(
    json.loads(gzip.decompress(_MODEL.read_bytes()))["shapes"]["ScanningRepositoryFilterValue"]["pattern"]
)


@settings(max_examples=300, deadline=None)
@given(st.text("a0*._-/A\n", min_size=1, max_size=12))
def test_filters_are_what_the_api_model_says(pattern):
    assert (problems(BASIC, (ON_PUSH, [pattern])) == []) == bool(_API.fullmatch(pattern))


def test_a_long_filter_is_refused_as_fast_as_a_short_one():
    assert problems(BASIC, (ON_PUSH, ["a" * 254 + "!"]))  # The API model's own expression would run for years.


NAMES = ["prod", "repo-prod", "prod-repo", "repo-prod-repo", "prodrepo"]


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("prod", NAMES),
        ("*prod", ["prod", "repo-prod"]),
        ("prod*", ["prod", "prod-repo", "prodrepo"]),
        ("*prod*", NAMES),
        ("prod*repo", ["prod-repo", "prodrepo"]),
        ("*", NAMES),
        ("other", []),
    ],
)
def test_filters_match_as_in_the_user_guide(pattern, matched):
    assert [name for name in NAMES if matches(filter_pattern(pattern), name)] == matched
