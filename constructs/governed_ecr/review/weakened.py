"""A protection that a change weakens, for certain or perhaps."""

from __future__ import annotations

from ..rules.rule import Severity
from ..state.registry import Resource
from .change import Change, ChangeKind
from .words import sentence


def weakened(resource: Resource, message: str, member: str) -> Change:
    """A protection that is certain to be weaker."""
    return _change(Severity.ERROR, resource, message, member)


def may_be_weakened(resource: Resource, message: str, member: str) -> Change:
    """A protection of which only the deployment knows what is left. message: without its full stop."""
    return _change(Severity.WARNING, resource, f"{message}; not known before the deployment.", member)


def _change(severity: Severity, resource: Resource, message: str, member: str) -> Change:
    return Change(ChangeKind.PROTECTION_WEAKENED, severity, resource, sentence(message), ("Properties", member))
