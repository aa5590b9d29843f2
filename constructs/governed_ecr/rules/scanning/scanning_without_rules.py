"""A registry's scanning configuration scans something."""

from __future__ import annotations

from collections.abc import Iterable

from ...state.registry import RegistryState, Resource
from ..rule import Found, Rule, Severity


def _check(configuration: Resource, _: RegistryState) -> Iterable[Found]:
    rules = configuration.get("Rules")
    if rules is None:
        yield Found(f"{_type(configuration)} scanning has no Rules.", ("Properties",))
    elif rules == []:
        yield Found(f"{_type(configuration)} scanning has an empty list of Rules.", ("Properties", "Rules"))


def _type(configuration: Resource) -> str:
    return str(configuration.get("ScanType") or "Registry")


SCANNING_WITHOUT_RULES = Rule(
    id="ScanningWithoutRules",
    severity=Severity.ERROR,
    applies_to=("AWS::ECR::RegistryScanningConfiguration",),
    summary="The registry's scanning configuration has no rules.",
    why="No repository is scanned by it: enhanced scanning is off, and basic scans must be started by hand.",
    mend="Give one rule at least: CONTINUOUS_SCAN (with ENHANCED) or SCAN_ON_PUSH, and the filter '*'.",
    source="docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
    check=_check,
)
