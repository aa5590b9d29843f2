"""Resources with attributes beside their properties."""

from __future__ import annotations

from typing import Any

from tests.rules.judge import repository

KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def with_attributes(resources: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """The same resources, each with these attributes; None leaves one out."""
    given = {name: value for name, value in attributes.items() if value is not None}
    return {logical_id: {**resource, **given} for logical_id, resource in resources.items()}


def kept_repository(**properties: Any) -> dict[str, Any]:
    return with_attributes(repository(**properties), **KEPT)
