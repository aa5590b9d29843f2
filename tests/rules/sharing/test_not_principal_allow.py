"""Everyone but those who are named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.judge import TRUSTED
from tests.rules.sharing.policies import (
    OURS,
    PULL,
    root,
    said,
)

CASES: dict[str, list[Any]] = {
    "all but one": [{"Effect": "Allow", "NotPrincipal": root(TRUSTED), "Action": PULL}],
    "all but one, in the organization": [
        {"Effect": "Allow", "NotPrincipal": root(TRUSTED), "Action": PULL, "Condition": OURS}
    ],
}


@pytest.mark.parametrize("statements", CASES.values(), ids=CASES)
def test_each(statements: list[Any]) -> None:
    assert said(*statements) == ["NotPrincipalAllow"]
