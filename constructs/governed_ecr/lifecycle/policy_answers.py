"""What is said of a policy, as JSON: docs/schemas/lifecycle-explain-1.json and lifecycle-validate-1.json."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from ..model.errors import Problem
from .traps import Caution

VERSION: Final = 1


def explanation_json(sentences: Iterable[str], cautions: Iterable[Caution]) -> str:
    """A policy in sentences, and where it may surprise."""
    warnings = [{"trap": each.trap.value, "rule": each.rule, "message": each.message} for each in cautions]
    return _written({"sentences": list(sentences), "warnings": warnings})


def problems_json(problems: Iterable[Problem]) -> str:
    """What ECR would refuse in a policy."""
    found = [{"place": each.place, "what": each.what, "mend": each.mend} for each in problems]
    return _written({"problems": found})


def _written(document: dict[str, Any]) -> str:
    return json.dumps({"version": VERSION, **document}, indent=2) + "\n"
