"""registry.yaml's JSON Schema, for editors: ``python -m governed_ecr.config.schema > registry.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from .registry import Registry


def registry_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a registry file's shape. What holds across the file, only reading it can tell."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Registry.model_json_schema(by_alias=True),
        "title": "registry.yaml of governed-ecr",
    }


def schema_text() -> str:
    """The schema as registry.schema.json holds it."""
    return json.dumps(registry_schema(), indent=2) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
