"""What several commands have in common."""

from __future__ import annotations

import pytest

from governed_ecr.cli.options import FAIL_ON, fails
from governed_ecr.rules.rule import Severity


def test_the_severities_are_those_of_rules() -> None:
    assert (*(severity.value for severity in Severity), "never") == FAIL_ON


@pytest.mark.parametrize("severity", Severity)
def test_what_is_at_or_above_fails(severity: Severity) -> None:
    order = list(Severity)

    failing = [fail_on for fail_on in FAIL_ON if fails([severity], fail_on)]

    assert failing == [each.value for each in order[order.index(severity) :]]


def test_nothing_never_fails() -> None:
    assert not any(fails([], fail_on) for fail_on in FAIL_ON)
