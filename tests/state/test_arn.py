"""ARNs whose parts may be unknown."""

from __future__ import annotations

import pytest

from governed_ecr.state.arn import Arn, split_arn
from governed_ecr.state.unknown import Reference, Unknown

REGION, NAME = Reference("AWS::Region"), Reference("Name")


def test_known_parts() -> None:
    arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x"
    assert split_arn(arn) == Arn("aws", "secretsmanager", "eu-west-1", "111111111111", "secret:ecr-pullthroughcache/x")
    assert split_arn("arn:aws:iam::111111111111:root") == Arn("aws", "iam", "", "111111111111", "root")


def test_unknown_parts() -> None:
    arn = split_arn(Unknown(("arn:aws:ecr:", REGION, ":111111111111:repository/", NAME, "/app:x")))
    assert arn == Arn("aws", "ecr", Unknown((REGION,)), "111111111111", Unknown(("repository/", NAME, "/app:x")))


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        "",
        "*",
        "arn:aws:ecr",
        "urn:aws:ecr:eu-west-1:1:x",
        Unknown((NAME,)),
        Unknown((NAME, ":aws:ecr:a:b:c")),
    ],
)
def test_what_is_none(value: object) -> None:
    assert split_arn(value) is None
