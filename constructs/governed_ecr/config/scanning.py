"""The ``scanning:`` of registry.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from ..model.errors import GovernedEcrError
from ..model.scanning import RegistryScanning, ScanFrequency, ScanningRule, ScanType
from .fields import Part, RefusedError


class ScanningRuleSetting(Part):
    """How often which repositories are scanned."""

    frequency: Annotated[ScanFrequency, Field(strict=False)]
    filters: Annotated[list[str], Field(min_length=1, max_length=100)] = ["*"]
    """Repository names; '*' for any characters, and without one the filter matches anywhere in the name."""


class ScanningSetting(Part):
    """The registry's scanning configuration."""

    type: Annotated[ScanType, Field(strict=False)] = ScanType.BASIC
    """BASIC (operating system packages) or ENHANCED (Amazon Inspector, at its price)."""
    rules: list[ScanningRuleSetting] | None = None
    """Left out: every repository, on push with BASIC, continuously with ENHANCED."""

    def value(self) -> RegistryScanning:
        if self.rules is None:
            return RegistryScanning.basic() if self.type is ScanType.BASIC else RegistryScanning.enhanced()
        rules = tuple(ScanningRule(rule.frequency, tuple(rule.filters)) for rule in self.rules)
        return RegistryScanning(self.type, rules)

    @model_validator(mode="after")
    def _is_accepted_by_ecr(self) -> ScanningSetting:
        try:
            self.value()
        except GovernedEcrError as error:
            raise RefusedError.of(error, within="scanning") from None
        return self
