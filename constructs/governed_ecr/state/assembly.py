"""Cloud assemblies: what `cdk synth` writes, with all stacks, stages and nested stacks.

github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..model.errors import GovernedEcrError, Problem
from .registry import Environment
from .source_text import read_text
from .template import STACK, Template
from .template_text import read_data, read_template

MANIFEST: Final = "manifest.json"
_STACK: Final = "aws:cloudformation:stack"
_ASSEMBLY: Final = "cdk:cloud-assembly"
_ASSETS: Final = "cdk:asset-manifest"
_STAGES: Final = 10
_FRAME_CHARACTERS: Final = 1_000
_FRAME: Final = re.compile(r"\((?P<place>.+:[0-9]+):[0-9]+\)$")


def is_assembly(path: Path) -> bool:
    """Whether a path is a cloud assembly's folder, or its manifest. Others write files of that name too."""
    manifest = path if path.name == MANIFEST else path / MANIFEST
    if not manifest.is_file():
        return False
    if (manifest.parent / "cdk.out").is_file():
        return True
    try:
        data = read_data(read_text(manifest, str(manifest)))
    except (GovernedEcrError, ValueError, RecursionError):
        return False
    return isinstance(data, Mapping) and isinstance(data.get("artifacts"), Mapping)


def read_assembly(path: Path, context: Environment) -> tuple[Template, ...]:
    """The templates of all stacks. ``context`` gives the account and Region of stacks that leave them open.

    Raises:
        GovernedEcrError: with all that is missing or unreadable.
    """
    folder = path.parent if path.name == MANIFEST else path
    reader = _Reader(folder, context)
    templates = tuple(reader.stacks(folder, _STAGES))
    if reader.problems:
        raise GovernedEcrError(dict.fromkeys(reader.problems))
    return templates


class _Entry(NamedTuple):
    """What is known of a construct."""

    path: str
    kind: Any
    data: Any


class _Stack(NamedTuple):
    """What the templates of a stack share.

    paths: construct paths by template file and logical id. sources: lines of the app by construct path.
    """

    folder: Path
    environment: Environment
    paths: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, str]
    assets: Mapping[str, str]


class _Reader:
    """Reads within one folder: a manifest that names files elsewhere is refused."""

    def __init__(self, root: Path, context: Environment) -> None:
        self._root = root.resolve()
        self._context = context
        self._times: Counter[Path] = Counter()
        self.problems: list[Problem] = []

    def stacks(self, folder: Path, stages: int) -> Iterator[Template]:
        artifacts = self._artifacts(folder)
        assets = self._assets(folder, artifacts)
        for name, artifact in artifacts.items():
            kind, properties = artifact.get("type"), _mapping(artifact.get("properties"))
            if kind == _STACK:
                template = self._stack(folder, name, artifact, assets)
                if template:
                    yield template
            elif kind == _ASSEMBLY:
                inner = properties.get("directoryName")
                if not isinstance(inner, str) or not self._is_within(folder / inner) or not stages:
                    self._wrong(folder / MANIFEST, f"The stage {name!r} has no folder here.", "Synthesize it again.")
                else:
                    yield from self.stacks(folder / inner, stages - 1)

    def _artifacts(self, folder: Path) -> dict[str, Mapping[str, Any]]:
        manifest = self._data(folder / MANIFEST)
        artifacts = _mapping(manifest).get("artifacts", {})
        if manifest is not None and (not isinstance(manifest, Mapping) or not isinstance(artifacts, Mapping)):
            self._wrong(folder / MANIFEST, "No cloud assembly's manifest.", "Give what `cdk synth` writes.")
        return {name: artifact for name, artifact in _mapping(artifacts).items() if isinstance(artifact, Mapping)}

    def _stack(
        self, folder: Path, name: str, artifact: Mapping[str, Any], assets: Mapping[str, str]
    ) -> Template | None:
        properties = _mapping(artifact.get("properties"))
        environment = self._environment(artifact.get("environment"))
        stack = properties.get("stackName", name)
        file = properties.get("templateFile")
        if not isinstance(file, str):
            self._wrong(folder / MANIFEST, f"The stack {name!r} has no templateFile.", "Synthesize it again.")
            return None
        stack = stack if isinstance(stack, str) else name
        metadata = self._metadata(folder, artifact)
        found = _Stack(folder, environment, _construct_paths(metadata, file), dict(_sources(metadata)), assets)
        return self._template(found, file, stack)

    def _template(self, of: _Stack, file: str, stack: str | None, around: tuple[str, ...] = ()) -> Template | None:
        """A template and those nested in it; ``around`` are the files that it is nested in."""
        path = of.folder / file
        if not self._is_within(path) or file in around:
            self._wrong(path, "Not within the assembly.", "Synthesize it again.")
            return None
        try:
            body = read_template(read_text(path, str(path)), str(path), of_stack=True)
        except GovernedEcrError as error:
            self.problems += error.problems
            return None
        nested: dict[str, Template] = {}
        for logical_id, resource in body["Resources"].items():
            if isinstance(resource, Mapping) and resource.get("Type") == STACK:
                inner = _nested_file(resource, of.assets)
                found = self._template(of, inner, None, (*around, file)) if inner else None
                nested |= {logical_id: found} if found else {}
        self._times[path] += 1  # Several stacks may have one template: their names tell them apart.
        name = str(path) if self._times[path] == 1 else f"{path} ({self._times[path]})"
        return Template(name, body, of.environment, stack, of.paths.get(file, {}), of.sources, nested)

    def _environment(self, text: Any) -> Environment:
        account, _, region = text.removeprefix("aws://").partition("/") if isinstance(text, str) else ("", "", "")
        return Environment(
            self._context.account if account in ("", "unknown-account") else account,
            self._context.region if region in ("", "unknown-region") else region,
        )

    def _metadata(self, folder: Path, artifact: Mapping[str, Any]) -> list[_Entry]:
        """What the artifact, or the file that it names, says of its constructs."""
        file = artifact.get("additionalMetadataFile")
        further = self._data(folder / file) if isinstance(file, str) and self._is_within(folder / file) else None
        return [
            _Entry(path.strip("/"), entry.get("type"), entry.get("data"))
            for metadata in (_mapping(artifact.get("metadata")), _mapping(further))
            for path, listed in metadata.items()
            for entry in (listed if isinstance(listed, list) else ())
            if isinstance(entry, Mapping)
        ]

    def _assets(self, folder: Path, artifacts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        """The files of the assets, by their hashes."""
        found: dict[str, str] = {}
        for artifact in artifacts.values():
            file = _mapping(artifact.get("properties")).get("file")
            if artifact.get("type") == _ASSETS and isinstance(file, str) and self._is_within(folder / file):
                for asset, body in _mapping(_mapping(self._data(folder / file)).get("files")).items():
                    path = _mapping(_mapping(body).get("source")).get("path")
                    found |= {asset: path} if isinstance(path, str) else {}
        return found

    def _data(self, path: Path) -> Any:
        try:
            return read_data(read_text(path, str(path)))
        except GovernedEcrError as error:
            self.problems += error.problems
        except (ValueError, RecursionError) as error:
            self._wrong(path, str(error) or "Nested too deeply.", "Synthesize it again.")
        return None

    def _is_within(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._root)
        except (OSError, RuntimeError, ValueError):
            return False

    def _wrong(self, path: Path, what: str, mend: str) -> None:
        self.problems.append(Problem(str(path), what, mend))


def _construct_paths(metadata: Sequence[_Entry], main: str) -> dict[str, dict[str, str]]:
    """For each template file the construct paths of its logical ids.

    Nested stacks are told apart by the construct that has their template file.
    """
    texts = [entry for entry in metadata if isinstance(entry.data, str)]
    stacks = {path: data for path, kind, data in texts if kind == "aws:cdk:templateFile"}
    found: dict[str, dict[str, str]] = {}
    for path, kind, logical_id in texts:
        if kind == "aws:cdk:logicalId":
            around = next((up for up in _upwards(path) if up in stacks), None)
            found.setdefault(main if around is None else stacks[around], {})[logical_id] = path
    return found


def _sources(metadata: Sequence[_Entry]) -> Iterator[tuple[str, str]]:
    """Where constructs are made: the innermost frame of the user's own code, which apps in Python do not have."""
    for path, kind, frames in metadata:
        if kind == "aws:cdk:creationStack" and isinstance(frames, list):
            found = (_FRAME.search(frame[:_FRAME_CHARACTERS]) for frame in frames if isinstance(frame, str))
            place = next((match["place"] for match in found if match), None)
            if place:
                yield path, place


def _upwards(path: str) -> Iterator[str]:
    """A path and those around it, the longest first."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _nested_file(resource: Mapping[str, Any], assets: Mapping[str, str]) -> str | None:
    """The file of a nested stack's template: named in its Metadata, or the asset that its TemplateURL ends with."""
    path = _mapping(resource.get("Metadata")).get("aws:asset:path")
    if isinstance(path, str):
        return path
    url = str(_mapping(resource.get("Properties")).get("TemplateURL"))
    return next((file for asset, file in assets.items() if asset in url), None)
