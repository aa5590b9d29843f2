"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..access.witness import Witness
from ..model.errors import Problem
from ..state.registry import RegistryState, Resource


class Severity(StrEnum):
    """SARIF's levels and cdk-nag's, by what a finding lets happen."""

    ERROR = "error"
    """Exposure, loss, or a deployment that fails or does not do what it says."""
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a rule is broken.

    message: what is there, with its values, in one sentence.
    path: from the resource down: ``("Properties", "ImageTagMutability")``, ``("DeletionPolicy",)``; empty for the
    whole resource.
    witness: one request that a policy lets through.
    mend: what to do here, where that is more than the rule's own mend says.
    """

    message: str
    path: tuple[str | int, ...] = ()
    witness: Witness | None = None
    mend: str = ""


def found_of(problem: Problem, path: tuple[str | int, ...] = ()) -> Found:
    """A problem of what stands at a path, with its own mend."""
    where = f"{problem.place}: " if problem.place else ""
    return Found(f"{where}{problem.what}", path, mend=problem.mend)


Check = Callable[[Resource, RegistryState], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its words.

    id: PascalCase, public contract. applies_to: the resource types that ``check`` is called with.
    summary: what is wrong where it is broken, in one sentence. why: what it lets happen. mend: what to do.
    source: the AWS page that it rests on, without a scheme.
    """

    id: str
    severity: Severity
    applies_to: tuple[str, ...]
    summary: str
    why: str
    mend: str
    source: str
    check: Check


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken by a resource."""

    rule: Rule
    resource: Resource
    found: Found
    assumption: str = ""

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def mend(self) -> str:
        """What to do."""
        return self.found.mend or self.rule.mend

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where, from the resource down."""
        return self.found.path

    @property
    def place(self) -> str:
        """Where, as a path in the template: ``Resources.Repo.Properties.ImageTagMutability``."""
        return place_of(self.resource, self.path)


def place_of(resource: Resource, path: Iterable[str | int]) -> str:
    """A path from a resource down, as a path in its template."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in (*resource.place, *path))
    return "".join(steps).removeprefix(".")
