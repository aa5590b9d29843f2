"""The file of ``--context``: facts about the organization, or the registry.yaml that states them."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.errors import GovernedEcrError, Problem
from ..state.context import Context, context_of
from .files import called, parse, placing, read_text


def read_context(name: str | None) -> Context:
    """The facts in a file; without one, nothing is known.

    The file is JSON or YAML with the keys account, region, org_id, trusted_accounts, require_kms, require_cmk and
    release_patterns, or a registry.yaml. Raises GovernedEcrError with all that is wrong with it.
    """
    if name is None:
        return Context()
    text = read_text(name)
    data = parse(text, name)
    if not isinstance(data, Mapping):
        raise GovernedEcrError([Problem(called(name), "Not a mapping.", "Begin with account, region or org_id.")])
    if any(isinstance(data.get(section), Mapping) for section in ("organization", "hub")):
        from ..config.facts import facts_of
        from ..config.load import parse_registry

        return facts_of(parse_registry(text, called(name)))
    with placing(name):
        return context_of(data)
