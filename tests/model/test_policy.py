import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model import limits
from governed_ecr.model.policy import document, pack, size_problems
from governed_ecr.model.sharing import Share, statements

_ARNS = st.sampled_from([f"arn:aws:iam::{digit * 12}:root" for digit in "1234"])
_PRINCIPALS = st.one_of(
    st.just("*"),
    st.just({"AWS": "*"}),
    _ARNS.map(lambda arn: {"AWS": arn}),
    st.lists(_ARNS, min_size=1, max_size=3).map(lambda arns: {"AWS": arns}),
    st.lists(_ARNS, max_size=2).map(lambda arns: {"AWS": ["*", *arns]}),
    st.sampled_from(["lambda", "codebuild"]).map(lambda name: {"Service": f"{name}.amazonaws.com"}),
    _ARNS.map(lambda arn: {"AWS": arn, "Service": "lambda.amazonaws.com"}),
    _ARNS.map(lambda arn: {"AWS": [arn], "Service": "lambda.amazonaws.com"}),
)
_ACTIONS = st.lists(st.sampled_from(["ecr:BatchGetImage", "ecr:PutImage", "ecr:*"]), min_size=1, max_size=3)
_CONDITIONS = st.sampled_from(
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-b1b2c3d4e5"]}},
        {"StringEquals": {"aws:PrincipalOrgID": ["o-b1b2c3d4e5", "o-a1b2c3d4e5"]}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111111111111:function:*"}},
    ]
)
STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]), "Principal": _PRINCIPALS, "Action": _ACTIONS},
    optional={"Sid": st.sampled_from(["one", "two"]), "Condition": _CONDITIONS},
)


def listed(value):
    return value if isinstance(value, list) else [value]


def meaning(policy):
    """Who (principal) may or may not do what (action) when (condition)."""
    triples = set()
    for statement in policy:
        who = statement["Principal"]
        named = [("any", who)] if who == "*" else [(kind, value) for kind in who for value in listed(who[kind])]
        condition = {
            operator: {key: sorted(listed(value)) for key, value in keys.items()}
            for operator, keys in statement.get("Condition", {}).items()
        }
        when = json.dumps(condition, sort_keys=True)
        triples |= {(statement["Effect"], p, action, when) for p in named for action in listed(statement["Action"])}
    return triples


@settings(max_examples=200, deadline=None)
@given(st.lists(STATEMENTS, max_size=8))
def test_packing_changes_the_length_of_a_policy_and_not_its_meaning(given_statements):
    before = json.dumps(given_statements)
    packed = pack(given_statements)
    assert meaning(packed) == meaning(given_statements)
    assert len(json.dumps(packed)) <= len(before)
    assert pack(packed) == packed
    assert json.dumps(given_statements) == before  # What was given is not changed.


def account_statement(number, sid=None):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{number:012}:root"},
        "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }
    return {"Sid": sid, **statement} if sid else statement


def test_300_accounts_fit_into_one_statement():
    policy = document(account_statement(number) for number in range(300))
    assert len(policy["Statement"]) == 1
    assert len(json.dumps(policy, separators=(",", ":"))) <= limits.REPOSITORY_POLICY_CHARACTERS
    assert size_problems(policy, limits.REPOSITORY_POLICY_CHARACTERS, "sharing") == []


def test_what_stays_too_large_is_refused_with_its_size():
    policy = document(statements([Share.with_accounts(*(f"{n:012}" for n in range(400)))], [], "aws"))
    characters = len(json.dumps(policy, separators=(",", ":")))
    (problem,) = size_problems(policy, limits.REPOSITORY_POLICY_CHARACTERS, "sharing")
    assert (problem.place, problem.what) == ("sharing", f"The policy has {characters:,} characters.")
    assert "10,240" in problem.mend


def test_the_limit_itself_is_allowed():
    policy = {"Statement": "x"}
    size = len('{"Statement":"x"}')
    assert size_problems(policy, size, "here") == []
    assert size_problems(policy, size - 1, "here")


def test_late_bound_parts_count_as_empty():
    policy = {"Statement": "${Token[AWS.Partition.3]}" * 1000}
    assert size_problems(policy, len('{"Statement":""}'), "here") == []


def test_statements_of_different_names_stay_apart():
    packed = pack([account_statement(1, "one"), account_statement(2, "two"), account_statement(3, "one")])
    assert [statement["Sid"] for statement in packed] == ["one", "two"]
    assert packed[1]["Principal"] == {"AWS": "arn:aws:iam::000000000002:root"}


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"Service": "lambda.amazonaws.com"}])
def test_nobody_is_merged_with_everybody(principal):
    everybody = {**account_statement(1), "Principal": principal}
    assert pack([account_statement(1), everybody, everybody]) == [account_statement(1), everybody]


def test_a_document_has_the_version_with_policy_variables():
    assert document([])["Version"] == "2012-10-17"
