"""The rules put to registries: one list of findings, said once each and in the order in which they matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from ..state.registry import Environment, RegistryState
from . import ALL_RULES
from .policies import request_to
from .rule import Finding, Rule

_Key: TypeAlias = tuple[Environment, str, str, str, tuple[str | int, ...], str]


def check(states: Iterable[RegistryState], rules: Sequence[Rule] = ALL_RULES) -> list[Finding]:
    """What the rules find, by severity, template, resource and rule.

    States of one environment are worlds of one registry: a finding of several worlds is said once. It carries the
    assumption of the first world that has it, so none where the parameters' defaults are enough to have it.
    """
    found: dict[_Key, Finding] = {}
    told: dict[_Key, _Key] = {}
    for state in states:
        for finding in _findings(state, rules):
            place, what = finding.resource, finding.found
            where = (state.environment, finding.rule.id, place.template, place.logical_id, what.path)
            exact, neutral = (*where, what.message), (*where, state.neutral(what.message))
            key = exact if exact in found else told.setdefault(neutral, exact)
            known = found.setdefault(key, finding)
            if known.assumption and not finding.assumption:
                found[key] = replace(known, assumption="")
    return sorted(found.values(), key=_rank)


def _findings(state: RegistryState, rules: Sequence[Rule]) -> Iterable[Finding]:
    for rule in rules:
        for resource in state.of_type(*rule.applies_to):
            for found in rule.check(resource, state):
                shown = replace(found, witness=request_to(resource, found.witness)) if found.witness else found
                yield Finding(rule, resource, shown, state.assumption)


def _rank(finding: Finding) -> tuple[int, str, str, str]:
    return finding.severity.rank, finding.resource.template, finding.resource.logical_id, finding.rule.id
