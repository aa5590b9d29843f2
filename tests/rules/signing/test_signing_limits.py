"""Quotas of a signing configuration."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.rules.signing.signing_limits import SIGNING_LIMITS
from tests.rules.judge import places


def _signing(*rules: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"Signing": {"Type": "AWS::ECR::SigningConfiguration", "Properties": {"Rules": list(rules)}}, **others}


_RULE: dict[str, Any] = {"SigningProfileArn": "arn:aws:signer:us-east-1:111111111111:/signing-profiles/releases"}


@pytest.mark.parametrize(("rules", "found"), [(10, []), (11, ["SigningLimits Signing.Rules"])])
def test_rules(rules: int, found: list[str]) -> None:
    assert places(_signing(*[_RULE] * rules), SIGNING_LIMITS) == found


@pytest.mark.parametrize(("filters", "refused"), [(0, True), (1, False), (100, False), (101, True)])
def test_filters(filters: int, refused: bool) -> None:
    many = [{"Filter": f"team{number}/*", "FilterType": "WILDCARD_MATCH"} for number in range(filters)]
    expected = ["SigningLimits Signing.Rules[0].RepositoryFilters"] if refused else []
    assert places(_signing({**_RULE, "RepositoryFilters": many}), SIGNING_LIMITS) == expected


def test_no_filters_are_all_repositories() -> None:
    assert places(_signing(_RULE, {**_RULE, "RepositoryFilters": {"Fn::ImportValue": "filters"}}), SIGNING_LIMITS) == []
