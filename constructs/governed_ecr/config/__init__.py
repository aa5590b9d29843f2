"""registry.yaml: what one organization's registry is, as a file. Nothing here knows CDK."""

from .load import load_registry
from .registry import Registry

__all__ = ["Registry", "load_registry"]
