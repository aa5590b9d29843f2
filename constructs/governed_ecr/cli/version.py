"""The installed version."""

from __future__ import annotations

from importlib.metadata import version as installed


def version() -> str:
    """Of this package."""
    return installed("governed-ecr")
