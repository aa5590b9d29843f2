"""Lifecycle policies, short to write."""

from __future__ import annotations

import json
from typing import Any

from tests.rules.judge import repository

PATTERNS, PREFIXES = "tagPatternList", "tagPrefixList"


def rule(priority: Any, tags: Any, *, keep: Any = None, days: Any = None, **selection: Any) -> dict[str, Any]:
    """A rule that expires what its count leaves. tags: a tagStatus, or a list of patterns."""
    chosen = {"tagStatus": tags} if isinstance(tags, str) else {"tagStatus": "tagged", PATTERNS: list(tags)}
    count = (
        {"countType": "imageCountMoreThan", "countNumber": keep}
        if days is None
        else {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": days}
    )
    return {
        "rulePriority": priority,
        "selection": {**chosen, **count, **selection},
        "action": {"type": "expire"},
    }


def text(*rules: Any) -> str:
    return json.dumps({"rules": rules})


def governed(policy: Any) -> dict[str, Any]:
    """A repository with this policy."""
    return repository(RepositoryName="team/app", LifecyclePolicy={"LifecyclePolicyText": policy})
