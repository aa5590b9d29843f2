"""Which values numbers, dates and addresses are tried with, whatever operator compares them."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.access.question import Verdict, Who
from tests.access.adversary import OWN
from tests.access.policies import allow, deny, proof, verdicts

EVERYBODY = "OASXMF"


@pytest.mark.parametrize(
    ("expected", "operator", "key", "value"),
    [
        (EVERYBODY, "StringLike", "aws:SourceIp", "203.0.113.*"),
        (EVERYBODY, "StringEquals", "aws:SourceIp", "203.0.113.5"),
        (EVERYBODY, "StringLike", "aws:SourceIp", "2001:db8:*"),
        ("OAXMF", "StringLike", "aws:VpcSourceIp", "10.*"),
        ("oasxmf", "StringLike", "aws:SourceIp", "10.*"),
        (EVERYBODY, "StringLike", "aws:CurrentTime", "2026-1*"),
        (EVERYBODY, "StringLike", "aws:CurrentTime", "2028-*"),
        (EVERYBODY, "DateGreaterThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"),
        ("", "DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
        ("", "NumericLessThan", "aws:EpochTime", "1500000000"),
        ("OXMF", "NumericLessThan", "aws:PrincipalTag/level", "5"),
        ("OXMF", "DateLessThan", "aws:PrincipalTag/until", "2020-01-01T00:00:00Z"),
        ("OXMF", "StringLike", "aws:userid", "AROAQ*"),
        ("OXMF", "StringLike", "aws:userid", "AIDAI*"),
        ("omf", "StringLike", "aws:userid", "AROAEXAMPLEID:*"),
        ("", "StringLike", "aws:PrincipalOrgID", "o-?????????"),
    ],
)
def test_who_meets_a_condition(expected: str, operator: str, key: str, value: str) -> None:
    found = verdicts(allow(condition={operator: {key: value}}))
    assert "".join(letter for letter in found if letter.upper() in EVERYBODY) == expected


def test_a_denial_that_compares_an_address_as_a_text_leaves_others_in() -> None:
    assert verdicts(allow(), deny({"StringNotLike": {"aws:SourceIp": "203.0.113.*"}})).upper() == EVERYBODY


@pytest.mark.parametrize(("limit", "expected"), [("500000000000", "OXMF"), ("100000000000", "OXMF"), ("0", "")])
def test_an_account_that_is_taken_for_a_number(limit: str, expected: str) -> None:
    found = verdicts(allow(condition={"NumericLessThan": {"aws:PrincipalAccount": limit}}))
    assert "".join(letter for letter in found if letter.isupper()) == expected


def test_an_account_that_a_service_acts_for_is_taken_for_a_number() -> None:
    condition = {"NumericLessThan": {"aws:SourceAccount": "200000000000"}}
    assert proof(allow({"Service": "lambda.amazonaws.com"}, condition), who=Who.SERVICE).verdict is Verdict.OPEN


def test_the_time_is_the_same_for_both_keys() -> None:
    both: dict[str, Any] = {
        "DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"},
        "NumericGreaterThan": {"aws:EpochTime": "1900000000"},
    }
    assert verdicts(allow(condition=both)) == ""


def test_a_denial_since_a_day_of_the_past_holds() -> None:
    assert verdicts(allow(), deny({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}})) == ""


def test_only_for_principals_do_services_make_requests() -> None:
    assert verdicts(allow(condition={"Bool": {"aws:ViaAWSService": "true"}})) == "OXMF"


def test_what_cannot_be_read_is_named() -> None:
    found = proof(allow(condition={"NumericEquals": {"aws:PrincipalAccount": OWN}}), who=Who.ANONYMOUS)
    assert "anonymous" in found.missing
