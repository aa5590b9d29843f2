"""The resources of a template that say something about a registry, resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from .choice import Choice
from .evaluation import Evaluation
from .for_each import PREFIX
from .registry import Environment, Resource
from .scope import Scope
from .template import is_relevant
from .text import unknown
from .unknown import NO_VALUE, Unknown, Value

_BOOLEANS: Final = {
    "AWS::ECR::Repository": (("EmptyOnDelete",), ("ImageScanningConfiguration", "ScanOnPush")),
    "AWS::KMS::Key": (("EnableKeyRotation",), ("Enabled",), ("MultiRegion",)),
    "AWS::KMS::ReplicaKey": (("Enabled",),),
}
"""Properties for which CloudFormation takes the texts "true" and "false" too."""

_WRITERS: Final = ("Fn::Transform", PREFIX)
"""Members that stand for others."""


class Seen(NamedTuple):
    """A resource as one evaluation sees it: absent (None) where a condition takes it away.

    used: the choices that it rests on.
    """

    environment: Environment
    resource: Resource | None
    used: frozenset[Choice]


class Place(NamedTuple):
    """Which resource of which template."""

    template: str
    logical_id: str


def see(evaluation: Evaluation[Scope], only: frozenset[Place] | None = None) -> Iterator[tuple[Place, Seen]]:
    """The relevant resources of a deployment, or ``only`` some of them."""
    for scope in evaluation.scopes():
        for logical_id, body in scope.resources.items():
            place = Place(scope.template.name, logical_id)
            if isinstance(body, Mapping) and is_relevant(body.get("Type")) and (only is None or place in only):
                evaluation.used = set()
                resource = _resource(scope, logical_id, body) if scope.is_present(logical_id) else None
                if resource is None:
                    scope.notice(body)
                yield place, Seen(scope.template.environment, resource, frozenset(evaluation.used))


def _resource(scope: Scope, logical_id: str, body: Mapping[str, Any]) -> Resource:
    kind, metadata = body["Type"], body.get("Metadata")
    said = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    path = said if isinstance(said, str) else scope.template.construct_paths.get(logical_id)
    return Resource(
        logical_id,
        kind,
        _properties(kind, scope.resolve(body.get("Properties"))),
        template=scope.template.name,
        attributes={
            name: found
            for name, value in body.items()
            if name not in ("Type", "Properties") and (found := scope.resolve(value)) is not NO_VALUE
        },
        construct_path=path,
        source=scope.template.sources.get(path) if path else None,
        raw=body,
        truths=scope.truths,
    )


class _Open(dict[str, Value]):
    """Properties to which a macro or a loop adds more: what is not there is not known."""

    def get(self, name: str, default: Value = None) -> Value:  # noqa: ARG002 - dict's own signature
        return self[name] if name in self else unknown(name)


def _properties(kind: str, properties: Value) -> Mapping[str, Value]:
    found: Mapping[str, Value] = properties if isinstance(properties, Mapping) else {}
    for path in _BOOLEANS.get(kind, ()):
        found = _with_boolean(found, path)
    if isinstance(properties, Unknown) or any(name.startswith(_WRITERS) for name in found):
        return _Open({name: value for name, value in found.items() if not name.startswith(_WRITERS)})
    return found


def _with_boolean(value: Value, path: tuple[str, ...]) -> Value:
    if not path:
        text = value.lower() if isinstance(value, str) else None
        return text == "true" if text in ("true", "false") else value
    if not isinstance(value, Mapping) or isinstance(value, Unknown) or path[0] not in value:
        return value
    old = value[path[0]]
    new = _with_boolean(old, path[1:])
    return value if new is old else {**value, path[0]: new}
