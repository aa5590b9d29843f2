"""What a check found, and how much it looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..rules.rule import Finding, Rule, Severity
from ..state.registry import RegistryState


@dataclass(frozen=True, slots=True)
class Report:
    """findings: in the order of ``rules.check.check``.

    resources: how many of the types that the rules apply to were looked at. templates: how many were read.
    rules: how many rules were put to them. lines: where findings stand in the text of their templates, as far as known.
    """

    findings: tuple[Finding, ...]
    templates: int
    resources: int
    rules: int
    lines: Mapping[Finding, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        states: Iterable[RegistryState],
        findings: Iterable[Finding],
        rules: Sequence[Rule],
        lines: Mapping[Finding, int],
        templates: Iterable[str],
    ) -> Report:
        """The report on ``states``. A resource that stands in several worlds of one registry counts once.

        templates: the names of those that were read, which may have no such resources.
        """
        types = {kind for rule in rules for kind in rule.applies_to}
        judged = {(each.template, each.logical_id) for state in states for each in state.of_type(*types)}
        return cls(
            tuple(findings), len({*templates, *(template for template, _ in judged)}), len(judged), len(rules), lines
        )

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def summary(self) -> str:
        """In one line: ``3 errors, 1 warning in 2 templates; 14 resources, 52 rules``."""
        counts = [_number(self.count(severity), severity.value) for severity in Severity if self.count(severity)]
        return (
            f"{', '.join(counts) or 'No findings'} in {_number(self.templates, 'template')}; "
            f"{_number(self.resources, 'resource')}, {_number(self.rules, 'rule')}"
        )


def said(finding: Finding) -> str:
    """The message of a finding, with what must hold for it where that is not certain."""
    message = finding.found.message
    return f"{message} (where {finding.assumption})" if finding.assumption else message


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
