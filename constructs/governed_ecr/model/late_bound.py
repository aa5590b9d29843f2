"""Values that CDK resolves only at synthesis or deployment ("tokens") and that no check can read earlier."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\$\{Token\[[^\]]*\]\}")


def is_late_bound(value: object) -> bool:
    """Whether a string carries a CDK token.

    The marker is part of CDK's documented encoding: docs.aws.amazon.com/cdk/v2/guide/tokens.html
    """
    return isinstance(value, str) and "${Token[" in value


def without_tokens(text: str) -> str:
    """The text less its tokens: a lower bound of what it will be."""
    return _TOKEN.sub("", text)
