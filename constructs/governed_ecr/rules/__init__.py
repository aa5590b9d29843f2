"""Policy as code: one rule for each module, and ALL_RULES."""

from __future__ import annotations

from typing import Final

from .rule import Rule

ALL_RULES: Final[tuple[Rule, ...]] = ()
"""Every rule, by group. A rule that is not named here does not run."""
