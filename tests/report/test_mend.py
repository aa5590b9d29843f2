"""A finding that has a mend of its own is told with it, in every form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from governed_ecr.report.json import json
from governed_ecr.report.markdown import markdown
from governed_ecr.report.report import Report
from governed_ecr.report.sarif import sarif
from governed_ecr.report.text import text
from tests.findings import finding, report

FORMS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": json,
    "markdown": markdown,
    "sarif": lambda found: sarif(found, "1.0"),
}


@pytest.mark.parametrize("form", FORMS)
def test_its_own_mend_is_told(form: str) -> None:
    own = FORMS[form](report(finding(mend="Make v a pattern."), finding(template="b.yaml")))
    assert own.count("Make v a pattern.") == 1
    assert "Set ImageTagMutability to IMMUTABLE." in own
