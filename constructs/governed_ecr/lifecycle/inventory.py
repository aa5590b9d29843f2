"""The images of a registry, as the AWS CLI prints them.

Read are ``aws ecr describe-images --output json``, several pages of it (a list, or one after the other), the same per
repository (``{"team/app": {"imageDetails": [...]}}``, or ``{"repositories": [...]}``), and pages of
``aws ecr batch-get-image`` among them, which make the members of indexes known.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..model.errors import GovernedEcrError, Problem
from .entry import Entry, Faulty, Manifest, entry, faults, read_manifest, shown
from .image import Image

CHARACTERS: Final = 2_000_000_000
"""A million images take about 400 million."""
PROBLEMS: Final = 100
"""So many are told; the rest is counted."""
_LEVELS: Final = 4
"""A list of registries of repositories of pages is the deepest that is read."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SHAPE: Final = "Allowed: what `aws ecr describe-images --output json` prints, pages of it, or the same per repository."


@dataclass(frozen=True, slots=True)
class Listing:
    """The images of one repository; registry is the account id where the listing names it, repository may be empty."""

    registry: str | None
    repository: str
    images: Sequence[Image]


def read_inventory(text: str) -> tuple[Listing, ...]:
    """The repositories in the order in which they first appear; GovernedEcrError with every problem of the input."""
    if len(text) > CHARACTERS:
        raise GovernedEcrError([Problem("", f"{len(text):,} characters.", f"Allowed: {CHARACTERS:,}.")])
    reader = _Reader()
    documents = list(_documents(text))
    if not documents:
        raise GovernedEcrError([Problem("", "Empty.", _SHAPE)])
    for index, document in enumerate(documents):
        reader.document(document, f"[{index}]" if len(documents) > 1 else "", None, 0)
    return reader.listings()


def _documents(text: str) -> Iterator[Any]:
    """The JSON documents of the text, one after the other."""
    decoder = json.JSONDecoder(object_hook=entry)
    position = _end_of_space(text, 0)
    try:
        while position < len(text):
            document, position = decoder.raw_decode(text, position)
            yield document
            position = _end_of_space(text, position)
    except (ValueError, RecursionError) as error:
        raise GovernedEcrError([Problem("", f"Not JSON: {error}.", _SHAPE)]) from None


def _end_of_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


@dataclass(slots=True)
class _Reader:
    images: dict[tuple[str | None, str], list[Image]] = field(default_factory=lambda: defaultdict(list))
    manifests: dict[str, Manifest] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0

    def listings(self) -> tuple[Listing, ...]:
        found = tuple(
            Listing(registry, repository, self._distinct(repository, images))
            for (registry, repository), images in self.images.items()
        )
        if self.untold:
            self.problems.append(Problem("", f"{self.untold:,} more problems.", "Mend these first."))
        if self.problems:
            raise GovernedEcrError(self.problems)
        return found

    def document(self, document: Any, place: str, repository: str | None, level: int) -> None:
        """Read a page, or what holds pages; ``repository`` is the name under which it stands."""
        if level > _LEVELS:
            self._wrong(Problem(place, f"{shown(document)}.", _SHAPE))
        elif isinstance(document, list):
            if any(isinstance(item, Entry | Faulty) for item in document):
                self._entries(document, place, repository)
            else:
                for index, item in enumerate(document):
                    self.document(item, f"{place}[{index}]", repository, level + 1)
        elif isinstance(document, dict):
            self._object(document, place, repository, level)
        else:
            self._wrong(Problem(place, f"{shown(document)}.", _SHAPE))

    def _object(self, document: Mapping[str, Any], place: str, repository: str | None, level: int) -> None:
        own = document.get("repositoryName") or document.get("repository")
        repository = own if isinstance(own, str) else repository
        for key in ("imageDetails", "images"):
            if key in document:
                if isinstance(document[key], list):
                    self._entries(document[key], _under(place, key), repository)
                else:
                    self._wrong(Problem(_under(place, key), f"{shown(document[key])}.", "Allowed: a list."))
                return
        if isinstance(document.get("repositories"), list | dict):
            self.document(document["repositories"], _under(place, "repositories"), repository, level + 1)
            return
        for name, page in document.items():
            if isinstance(page, list) and not page:
                self.images[None, name] += []
            else:
                self.document(page, f"{place}[{name!r}]", name, level + 1)
        if not document:
            self._wrong(Problem(place, "An empty object.", _SHAPE))

    def _entries(self, entries: Sequence[Any], place: str, repository: str | None) -> None:
        if repository is not None:
            self.images[None, repository] += []
        for index, item in enumerate(entries):
            if type(item) is Entry:
                self.images[item.registry, item.repository or repository or ""].append(item.image)
            else:
                self._other(item, f"{place}[{index}]")

    def _other(self, item: Any, place: str) -> None:
        if isinstance(item, dict) and isinstance(item.get("imageId"), Faulty):
            self._manifest(item, place)
        elif isinstance(item, Faulty | dict):
            for problem in faults(item.raw if isinstance(item, Faulty) else item):
                self._wrong(problem.under(place))
        else:
            self._wrong(Problem(place, f"{shown(item)}.", "Allowed: an entry of imageDetails."))

    def _manifest(self, item: Mapping[str, Any], place: str) -> None:
        """An image of BatchGetImage: the manifest of an image that another page describes."""
        digest = item["imageId"].raw["imageDigest"]
        try:
            if not isinstance(digest, str):
                raise ValueError
            manifest = read_manifest(item.get("imageManifest"))
        except ValueError:
            what = f"{shown(item.get('imageManifest'))} of {shown(digest)}."
            self._wrong(
                Problem(f"{place}.imageManifest", what, "Allowed: a manifest as text, as BatchGetImage has it.")
            )
        else:
            self.manifests[digest] = manifest

    def _distinct(self, repository: str, images: list[Image]) -> Sequence[Image]:
        """The images with what their manifests say, each once: pages may repeat one."""
        if self.manifests:
            images = [
                _with(image, self.manifests[image.digest]) if image.digest in self.manifests else image
                for image in images
            ]
        by_digest = {image.digest: image for image in images}
        if len(by_digest) == len(images):
            return images
        by_digest = {}
        for image in images:
            if by_digest.setdefault(image.digest, image) != image:
                what = f"{shown(image.digest)} is listed twice, and differently."
                self._wrong(Problem(repository, what, "Allowed: each digest once; list the repository anew."))
        return tuple(by_digest.values())

    def _wrong(self, problem: Problem) -> None:
        if len(self.problems) < PROBLEMS:
            self.problems.append(problem)
        else:
            self.untold += 1


def _with(image: Image, manifest: Manifest) -> Image:
    """The digest of a manifest says what is in it, in whatever repository."""
    return image._replace(members=image.members or manifest.members, subject=image.subject or manifest.subject)


def _under(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
