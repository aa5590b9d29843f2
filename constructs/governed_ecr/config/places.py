"""Where registry.yaml declares what the templates have, so that messages can point at the line to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .yaml_source import Path, Source

_ALONE = {
    "AWS::ECR::RegistryPolicy": "sharing",
    "AWS::ECR::RegistryScanningConfiguration": "scanning",
    "AWS::ECR::ReplicationConfiguration": "replication",
}
"""What a registry has once, and the key that is about it."""


def places(text: str) -> Mapping[tuple[str, str], int]:
    """The line of each declaration, by its CloudFormation type and its name (a prefix; empty for what is there once).

    A text that is no registry file has none.
    """
    source = Source(text)
    found: dict[tuple[str, str], int] = {}
    for kind, name, path in _declared(source.data):
        line = source.line(path)
        if line:
            found.setdefault((kind, name), line)
    return found


def _declared(data: Any) -> Iterator[tuple[str, str, Path]]:
    if not isinstance(data, Mapping):
        return
    for at, group in enumerate(_listed(data, "repositories")):
        for index, name in enumerate(_listed(group, "names")):
            yield "AWS::ECR::Repository", str(name), ("repositories", at, "names", index)
    for at, cache in enumerate(_listed(data, "pull_through_caches")):
        for kind in ("AWS::ECR::PullThroughCacheRule", "AWS::ECR::RepositoryCreationTemplate"):
            yield kind, _prefix(cache), ("pull_through_caches", at)
    for at, template in enumerate(_listed(data, "creation_templates")):
        yield "AWS::ECR::RepositoryCreationTemplate", _prefix(template), ("creation_templates", at)
    for kind, key in _ALONE.items():
        if key in data:
            yield kind, "", (key,)


def _listed(part: Any, key: str) -> list[Any]:
    found = part.get(key) if isinstance(part, Mapping) else None
    return found if isinstance(found, list) else []


def _prefix(part: Any) -> str:
    return str(part.get("prefix")) if isinstance(part, Mapping) else ""
