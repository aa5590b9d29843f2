"""Scanning configurations of a registry."""

from __future__ import annotations

from typing import Any


def rule(*filters: Any, frequency: Any = "SCAN_ON_PUSH") -> dict[str, Any]:
    return {
        "ScanFrequency": frequency,
        "RepositoryFilters": [{"Filter": pattern, "FilterType": "WILDCARD"} for pattern in filters],
    }


def scanning(*rules: Any, scan_type: Any = "ENHANCED", **properties: Any) -> dict[str, Any]:
    return {
        "Scan": {
            "Type": "AWS::ECR::RegistryScanningConfiguration",
            "Properties": {"ScanType": scan_type, "Rules": list(rules), **properties},
        }
    }
