"""Which actions a statement names: ``*`` and ``?`` are wildcards, and case does not count.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .policy import Statement, Text

_WILDCARDS: Final = {"*": ".*", "?": "."}


def names(pattern: Text, action: str) -> bool:
    """Whether a pattern, whatever of it is not known, stands for the action."""
    return isinstance(pattern, str) and may_name(pattern, action)


def may_name(pattern: Text, action: str) -> bool:
    """Whether a pattern stands for the action, or may: what is not known of it may be anything."""
    return _expression(pattern).fullmatch(action) is not None


def may_be_about(statement: Statement, action: str) -> bool:
    """Whether a statement is about the action, or may be."""
    if statement.actions is not None:
        return any(may_name(pattern, action) for pattern in statement.actions)
    return not any(names(pattern, action) for pattern in statement.not_actions or ())


@lru_cache(maxsize=4096)
def _expression(pattern: Text) -> re.Pattern[str]:
    parts = (pattern,) if isinstance(pattern, str) else pattern.parts
    expression = "".join(_of_text(part) if isinstance(part, str) else ".*" for part in parts)
    return re.compile(expression, re.DOTALL | re.IGNORECASE)


def _of_text(text: str) -> str:
    return "".join(_WILDCARDS.get(character) or re.escape(character) for character in text)
