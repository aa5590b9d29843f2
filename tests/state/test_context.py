"""The facts of a context file."""

from __future__ import annotations

from typing import Any

import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.context import Context, context_of


def test_every_key() -> None:
    assert context_of(
        {
            "account": "111111111111",
            "region": "eu-west-1",
            "org_id": "o-a1b2c3d4e5",
            "trusted_accounts": ["222222222222", "222222222222"],
            "require_kms": True,
            "require_cmk": False,
            "release_patterns": ["v*", "release-*"],
        }
    ) == Context(
        account="111111111111",
        region="eu-west-1",
        organization="o-a1b2c3d4e5",
        trusted_accounts=frozenset({"222222222222"}),
        require_kms=True,
        release_patterns=("v*", "release-*"),
    )


def test_what_is_left_out_or_null_is_not_known() -> None:
    assert context_of({}) == Context()
    assert context_of({"account": None, "trusted_accounts": None, "require_kms": None}) == Context()


def test_none_trusted_is_a_fact() -> None:
    assert context_of({"trusted_accounts": []}).trusted_accounts == frozenset()
    assert context_of({"release_patterns": []}).release_patterns == ()


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("account", 111111111111, "account"),
        ("account", "1111", "account"),
        ("region", "Ireland", "region"),
        ("region", ["eu-west-1"], "region"),
        ("org_id", "a1b2c3d4e5", "org_id"),
        ("trusted_accounts", "222222222222", "trusted_accounts"),
        ("trusted_accounts", ["222222222222", 333333333333], "trusted_accounts[1]"),
        ("require_kms", "yes", "require_kms"),
        ("require_cmk", 1, "require_cmk"),
        ("release_patterns", "v*", "release_patterns"),
        ("release_patterns", ["v*", ""], "release_patterns[1]"),
        ("release_patterns", [{"v": "*"}], "release_patterns[0]"),
        ("organization", "o-a1b2c3d4e5", "organization"),
    ],
)
def test_refusals(key: str, value: Any, place: str) -> None:
    with pytest.raises(GovernedEcrError) as refused:
        context_of({key: value})
    (problem,) = refused.value.problems
    assert problem.place == place
    assert "llowed" in problem.mend


def test_all_problems_at_once() -> None:
    with pytest.raises(GovernedEcrError) as refused:
        context_of({"account": "1", "region": 2, "trusted": [], "require_kms": "no"})
    assert [problem.place for problem in refused.value.problems] == [
        "trusted",
        "account",
        "region",
        "require_kms",
    ]


@pytest.mark.parametrize(
    ("facts", "places"),
    [
        ({"organization": "abc"}, ["organization"]),
        ({"account": 111111111111}, ["account"]),
        ({"trusted_accounts": {"12"}}, ["trusted_accounts[0]"]),
        ({"trusted_accounts": "222222222222"}, ["trusted_accounts"]),
        ({"release_patterns": "v*"}, ["release_patterns"]),
        ({"require_kms": "no"}, ["require_kms"]),
        ({"region": "Ireland", "release_patterns": ("v*", 1)}, ["region", "release_patterns[1]"]),
    ],
)
def test_facts_of_a_program_are_checked_as_those_of_a_file(facts: dict[str, Any], places: list[str]) -> None:
    with pytest.raises(GovernedEcrError) as refused:
        Context(**facts)
    assert [problem.place for problem in refused.value.problems] == [f"Context.{place}" for place in places]


def test_a_program_may_give_any_collection() -> None:
    facts: dict[str, Any] = {"trusted_accounts": ["222222222222"], "release_patterns": ["v*"]}
    assert Context(**facts) == Context(trusted_accounts=frozenset({"222222222222"}), release_patterns=("v*",))
    assert hash(Context(**facts))
