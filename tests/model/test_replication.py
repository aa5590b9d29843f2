import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.replication import Destination, ReplicationRule, over_matched, replication_problems

ACCOUNT, REGION = "111111111111", "us-east-1"
IRELAND = Destination("eu-west-1")


def problems(*rules):
    return [(p.place, p.what) for p in replication_problems(rules, account=ACCOUNT, region=REGION)]


def rule(*destinations, prefixes=()):
    return ReplicationRule(destinations, tuple(prefixes))


MANY = [Destination("eu-west-1", f"{number:012}") for number in range(26)]


@pytest.mark.parametrize(
    "rules",
    [
        [rule(IRELAND)],
        [rule(IRELAND, Destination(REGION, "222222222222"), prefixes=["prod/", "app"])],
        [rule(*MANY[:25])],
        [rule(IRELAND)] * 25,
        [rule(IRELAND, prefixes=[f"a{n}" for n in range(100)])],
    ],
)
def test_configurations_that_ecr_takes(rules):
    assert problems(*rules) == []


@pytest.mark.parametrize(
    ("rules", "place", "what"),
    [
        ([], "rules", "0 rules."),
        ([rule(IRELAND)] * 26, "rules", "26 rules."),
        ([rule(*MANY[:13]), rule(*MANY[13:])], "rules", "26 different destinations."),
        ([rule()], "rules[0].destinations", "No destination."),
        (
            [rule(IRELAND), rule(Destination(REGION))],
            "rules[1].destinations[0]",
            f"{REGION} is the registry's own Region.",
        ),
        (
            [rule(IRELAND, Destination(REGION, ACCOUNT))],
            "rules[0].destinations[1]",
            f"{REGION} is the registry's own Region.",
        ),
        (
            [rule(IRELAND, Destination("eu-west-1", ACCOUNT))],
            "rules[0].destinations[1]",
            f"{ACCOUNT} in eu-west-1 a second time.",
        ),
        ([rule(Destination("Ireland"))], "rules[0].destinations[0].region", "'Ireland' is not an AWS Region."),
        ([rule(Destination("eu-west-1", "1"))], "rules[0].destinations[0].account", "'1' is not an AWS account id."),
        (
            [rule(IRELAND, prefixes=["ok", "*"])],
            "rules[0].prefixes[1]",
            "'*' is not a prefix that a replication filter takes.",
        ),
        ([rule(IRELAND, prefixes=[f"a{n}" for n in range(101)])], "rules[0].prefixes", "101 prefixes."),
    ],
)
def test_configurations_that_ecr_refuses(rules, place, what):
    assert problems(*rules) == [(place, what)]


@pytest.mark.parametrize(
    ("prefix", "caught"),
    [
        ("app", ["apple"]),
        ("app/", []),
        ("a", ["app", "app/x", "apple"]),
        ("apple", []),
        ("other", []),
    ],
)
def test_a_prefix_catches_more_than_its_path(prefix, caught):
    assert over_matched(prefix, ["apple", "app", "app/x"]) == caught


@settings(max_examples=100, deadline=None)
@given(st.text("ab/", min_size=1, max_size=3), st.lists(st.text("ab/", max_size=5)))
def test_what_a_prefix_catches_is_its_path_or_too_much(prefix, names):
    surplus = over_matched(prefix, names)
    path = prefix if prefix.endswith("/") else f"{prefix}/"
    caught = [name for name in names if name.startswith(prefix)]
    assert sorted(caught) == sorted([*surplus, *(n for n in caught if n == prefix or n.startswith(path))])
