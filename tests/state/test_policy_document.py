"""Policy documents of every shape become one form, and what is wrong with them has a place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.state.condition_keys import KEYS, OPERATORS, canonical_key, read_operator
from governed_ecr.state.policy import Condition, Effect, Principals, Statement
from governed_ecr.state.policy_document import read_policy
from governed_ecr.state.unknown import Reference, Unknown

PARAMETER = Unknown((Reference("P"),))


def statement(**members: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage", **members}


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def read(**members: Any) -> Statement:
    """The only statement of a policy that has no problem."""
    reading = read_policy(document(statement(**members)))
    assert reading.problems == ()
    assert reading.policy is not None
    (found,) = reading.policy.statements
    return found


def test_one_form_for_objects_texts_and_single_statements() -> None:
    expected = read_policy(document(statement())).policy
    single = {"Version": "2012-10-17", "Statement": statement(Action=["ecr:BatchGetImage"])}
    assert read_policy(single).policy == expected
    assert read_policy(json.dumps(single)).policy == expected
    assert read_policy(json.dumps(single)).is_text
    assert hash(expected)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", Principals(everyone=True)),
        ({"AWS": "*"}, Principals(everyone=True)),
        ({"AWS": ["*", "111111111111"]}, Principals(True, ("111111111111",))),
        ({"AWS": "arn:aws:iam::111111111111:root"}, Principals(aws=("111111111111",))),
        ({"AWS": "arn:aws-cn:iam::111111111111:root"}, Principals(aws=("111111111111",))),
        ({"AWS": [111111111111, "111111111111"]}, Principals(aws=("111111111111",))),
        ({"AWS": "arn:aws:iam::111111111111:role/x:root"}, Principals(aws=("arn:aws:iam::111111111111:role/x:root",))),
        ({"Service": ["a.amazonaws.com"], "AWS": []}, Principals(services=("a.amazonaws.com",))),
        ({"Federated": "x", "CanonicalUser": "y"}, Principals(federated=("x",), canonical=("y",))),
        (
            {"AWS": Unknown(("arn:", Reference("AWS::Partition"), ":iam::111111111111:root"))},
            Principals(aws=("111111111111",)),
        ),
        (
            {"AWS": Unknown(("arn:aws:iam::", Reference("P"), ":root"))},
            Principals(aws=(PARAMETER,)),
        ),
        ({"AWS": [PARAMETER]}, Principals(aws=(PARAMETER,))),
    ],
)
def test_principals(principal: Any, expected: Principals) -> None:
    assert read(Principal=principal).principals == expected
    assert read(Principal=principal).not_principals is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, Condition("StringEquals", "aws:PrincipalOrgID", ("o-1",))),
        ({"stringequals": {"AWS:principalorgid": ["o-1"]}}, Condition("StringEquals", "aws:PrincipalOrgID", ("o-1",))),
        (
            {"foranyvalue:STRINGLIKEifexists": {"aws:PrincipalOrgPaths": "o-1/*"}},
            Condition("StringLike", "aws:PrincipalOrgPaths", ("o-1/*",), "ForAnyValue", True),
        ),
        ({"Bool": {"aws:SecureTransport": False}}, Condition("Bool", "aws:SecureTransport", ("false",))),
        ({"NumericEquals": {"x:Y": [1, 2.5]}}, Condition("NumericEquals", "x:Y", ("1", "2.5"))),
        ({"Null": {"AWS:PRINCIPALTAG/Team": True}}, Condition("Null", "aws:PrincipalTag/Team", ("true",))),
        ({"StringEquals": {"aws:SourceArn": PARAMETER}}, Condition("StringEquals", "aws:SourceArn", (PARAMETER,))),
        ({"StringEquals": {"aws:SourceArn": []}}, Condition("StringEquals", "aws:SourceArn", ())),
    ],
)
def test_conditions(condition: Any, expected: Condition) -> None:
    assert read(Condition=condition).conditions == (expected,)


def test_everything_else_of_a_statement() -> None:
    reading = read_policy(
        document(
            {
                "Sid": "S",
                "Effect": "Deny",
                "NotPrincipal": {"AWS": "111111111111"},
                "NotAction": ["a", "b"],
                "NotResource": "r",
            }
        )
    )
    assert reading.policy is not None
    assert reading.policy.statements == (
        Statement(0, Effect.DENY, None, Principals(aws=("111111111111",)), None, ("a", "b"), None, ("r",), (), "S"),
    )


def test_what_is_unknown_is_told() -> None:
    reading = read_policy(PARAMETER)
    assert reading.unknown
    assert (reading.policy, reading.problems) == (None, ())
    found = read_policy(
        document(PARAMETER, statement(Effect=PARAMETER), statement(Principal=PARAMETER), statement(Condition=PARAMETER))
    )
    assert found.problems == ()
    assert found.policy is not None
    assert found.policy.unresolved == (
        "Statement[0]",
        "Statement[1].Effect",
        "Statement[2].Principal",
        "Statement[3].Condition",
    )
    assert [kept.index for kept in found.policy.statements] == [2, 3]
    assert found.policy.statements[1].conditions != ()


def test_text_with_holes() -> None:
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "'
    tail = '"}, "Action": "*"}]}'
    reading = read_policy(Unknown((text, Reference("P"), tail)))
    assert reading.policy is not None
    assert reading.policy.statements[0].principals == Principals(aws=(PARAMETER,))


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("{", ""),
        ("[]", ""),
        (None, ""),
        (3, ""),
        ([], ""),
        ({}, "Statement"),
        ({"Statement": []} | {"Extra": 1}, "Extra"),
        ({"Version": "2020-01-01", "Statement": []}, "Version"),
        (document("x"), "Statement[0]"),
        (document(statement(), statement(Effect="allow")), "Statement[1].Effect"),
        (document({"Principal": "*", "Action": "x"}), "Statement[0].Effect"),
        (document({"Effect": "Allow", "Action": "x"}), "Statement[0].Principal"),
        (document({"Effect": "Allow", "Principal": "*"}), "Statement[0].Action"),
        (document(statement(NotAction="x")), "Statement[0]"),
        (document(statement(NotPrincipal="*")), "Statement[0]"),
        (document(statement(Resource="*", NotResource="*")), "Statement[0]"),
        (document(statement(Action=[1])), "Statement[0].Action[0]"),
        (document(statement(Action={"a": 1})), "Statement[0].Action"),
        (document(statement(Principal="111111111111")), "Statement[0].Principal"),
        (document(statement(Principal={"Aws": "*"})), "Statement[0].Principal.Aws"),
        (document(statement(Principal={"AWS": [None]})), "Statement[0].Principal.AWS[0]"),
        (document(statement(Condition="x")), "Statement[0].Condition"),
        (document(statement(Condition={"Strings": {"a": "b"}})), "Statement[0].Condition.Strings"),
        (document(statement(Condition={"Bool": "x"})), "Statement[0].Condition.Bool"),
        (document(statement(Condition={"Bool": {"a": None}})), "Statement[0].Condition.Bool.a"),
        (document(statement(Condition={"Bool": {"a": {}}})), "Statement[0].Condition.Bool.a"),
        (document(statement(action="x")), "Statement[0].action"),
        ('{"Version": "2012-10-17", "Statement": [], "Statement": []}', ""),
    ],
)
def test_problems_have_places(value: Any, place: str) -> None:
    assert [problem.place for problem in read_policy(value).problems] == [place]


def test_operators_and_keys_in_any_case() -> None:
    for operator in OPERATORS:
        assert read_operator(operator.upper())[:3] == (operator, "", False)
        assert read_operator(f"FORALLVALUES:{operator.lower()}").quantifier == "ForAllValues"
    assert read_operator("StringEqualsIfExists").if_exists
    for text in ("NullIfExists", "ForEachValue:StringEquals", ":StringEquals", "", "IfExists"):
        assert not read_operator(text).is_known
    for key in KEYS:
        assert canonical_key(key.lower()) == canonical_key(key.upper()) == key
    assert canonical_key("AWS:requesttag/CaSe") == "aws:RequestTag/CaSe"
    assert canonical_key("my:Key") == "my:Key"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6) | st.just(PARAMETER),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Statement", "Effect", "Principal", "AWS", "Action", "Condition", "Bool", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_anything_is_read_without_an_error(value: Any) -> None:
    reading = read_policy(value)
    assert hash(reading.policy) is not None
    assert reading.policy is not None or reading.problems or reading.unknown
