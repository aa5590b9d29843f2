"""Which actions a statement names, with wildcards, in any case, and where a part is not known."""

from __future__ import annotations

import pytest

from governed_ecr.state.action_patterns import may_be_about, may_name, names
from governed_ecr.state.policy import Effect, Statement, Text
from governed_ecr.state.unknown import Reference, Unknown

VERB = Reference("Verb")
PULL = "ecr:BatchGetImage"


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("ecr:BatchGetImage", True),
        ("ECR:batchgetimage", True),
        ("ecr:*", True),
        ("*", True),
        ("ecr:BatchGetImag?", True),
        ("ecr:Batch*Image", True),
        ("ecr:BatchGetImage?", False),
        ("ecr:[B]atchGetImage", False),
        ("ecr:PutImage", False),
        ("", False),
    ],
)
def test_a_pattern(pattern: str, named: bool) -> None:
    assert names(pattern, PULL) is may_name(pattern, PULL) is named


@pytest.mark.parametrize(
    ("pattern", "may"),
    [
        (Unknown((VERB,)), True),
        (Unknown(("ecr:", VERB)), True),
        (Unknown(("ECR:", VERB)), True),
        (Unknown(("ecr:", VERB, "*")), True),
        (Unknown(("ecr:", VERB, "?mage")), True),
        (Unknown(("ecr:Put", VERB)), False),
    ],
)
def test_what_is_not_known_may_be_anything(pattern: Text, may: bool) -> None:
    assert may_name(pattern, PULL) is may
    assert not names(pattern, PULL)


@pytest.mark.parametrize(
    ("excluded", "about"),
    [(("ecr:BatchGet*",), False), (("ecr:Put*",), True), ((Unknown((VERB,)),), True), ((), True)],
)
def test_what_a_statement_is_not_about(excluded: tuple[Text, ...], about: bool) -> None:
    statement = Statement(0, Effect.ALLOW, None, None, None, excluded, None, None)
    assert may_be_about(statement, PULL) is about
