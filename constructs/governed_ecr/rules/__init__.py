"""Policy as code: one rule for each module, and ALL_RULES."""
