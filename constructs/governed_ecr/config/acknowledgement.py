"""The ``acknowledgements:`` of registry.yaml: findings of the rules that are meant to be so."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field

from ..model.names import ROOT
from .fields import Part, RepositoryPattern


class Acknowledgement(Part):
    """A rule that may be broken, where and why. Without it, a finding of severity error fails the synthesis."""

    rule: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*$", examples=["TagImmutability"])]
    """Its id (docs/rules.md)."""
    match: RepositoryPattern | None = None
    """Repository names, and what is below the prefixes of caches and templates; '*' for any characters, '?' for one
    (platform/*). Left out: everything."""
    reason: Annotated[str, Field(pattern=r"\S", examples=["Nothing is deployed from build caches."])]
    """Why it is meant to be so; it is kept in validation-report.json."""

    def is_about(self, name: str | None) -> bool:
        """Whether it is about repositories of this name, or below a prefix (see ``below``); None: about everything."""
        if name is None or self.match is None:
            return name is self.match
        return fnmatchcase(name, self.match)


def below(prefix: str) -> str:
    """How patterns see repositories below a prefix, not known by name: ``payments/*``; for all of them, ``*``."""
    return "*" if prefix in ("", ROOT) else f"{prefix.rstrip('/')}/*"
