"""The images of a registry, as the AWS CLI prints them.

Read are ``aws ecr describe-images --output json``, several pages of it (a list, or one after the other), the same per
repository (``{"team/app": {"imageDetails": [...]}}``, or ``{"repositories": [...]}``), and pages of
``aws ecr batch-get-image`` among them, which make the members of indexes known.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import DecodeError, Raw
from msgspec.json import Decoder, decode

from ..model.errors import GovernedEcrError, Problem
from ..model.shown import shown
from .image import Image
from .image_detail import FIELDS, ImageDetail, read_detail, read_details
from .manifest import Manifest, described, read_manifest

CHARACTERS: Final = 2_000_000_000
"""A million images take about 400 million."""
PROBLEMS: Final = 100
"""So many are told; then reading stops."""
PIECES: Final = 500_000
"""Lists and objects that hold images: a registry of 100,000 repositories has far fewer."""
_BEGINNING: Final = 1_000_000
_DENSE: Final = 10
"""Characters for each comma; entries have three times as many. What has fewer is taken apart at a great cost."""
_LEVELS: Final = 6
"""A list of registries of repositories of pages of images is the deepest that is read."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SHAPE: Final = "Allowed: what `aws ecr describe-images --output json` prints, pages of it, or the same per repository."
_OF_AN_IMAGE: Final = FIELDS.keys() - {"registryId", "repositoryName"}
_ONE_LEVEL: Final = Decoder(list[Raw] | dict[str, Raw] | str | int | float | bool | None)


@dataclass(frozen=True, slots=True)
class Listing:
    """The images of one repository; registry is the account id where the listing names it, repository may be empty."""

    registry: str | None
    repository: str
    images: Sequence[Image]


def read_inventory(text: str) -> tuple[Listing, ...]:
    """The repositories in the order in which they first appear; GovernedEcrError with 100 problems at most."""
    if len(text) > CHARACTERS:
        raise GovernedEcrError([Problem("", f"{len(text):,} characters.", f"Allowed: {CHARACTERS:,}.")])
    if len(text) > _BEGINNING and text.count(",", 0, _BEGINNING) * _DENSE > _BEGINNING:
        raise GovernedEcrError([Problem("", "Very many values, too short to be images.", _SHAPE)])
    try:
        return _read([text], "")
    except (DecodeError, RecursionError):
        pass  # It is more than one document, or none.
    if not text.strip():
        raise GovernedEcrError([Problem("", "Empty.", _SHAPE)])
    try:
        return _read(_documents(text), "[{}]")
    except RecursionError:
        raise GovernedEcrError([Problem("", "Nested too deeply.", _SHAPE)]) from None
    except ValueError as error:
        raise GovernedEcrError([Problem("", f"Not JSON: {error}.", _SHAPE)]) from None


def _documents(text: str) -> Iterator[str]:
    """The JSON documents of the text, one after the other."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    position = _end_of_space(text, 0)
    while position < len(text):
        _, end = decoder.raw_decode(text, position)
        yield text[position:end]
        position = _end_of_space(text, end)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is none of its numbers")


def _end_of_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _read(documents: Iterable[str], place: str) -> tuple[Listing, ...]:
    reader = _Reader()
    for index, document in enumerate(documents):
        reader.document(Raw(document), place.format(index), None, 0)
    return reader.listings()


@dataclass(slots=True)
class _Reader:
    images: dict[tuple[str | None, str], list[ImageDetail]] = field(default_factory=lambda: defaultdict(list))
    manifests: dict[str, Manifest] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    pieces: int = 0

    def listings(self) -> tuple[Listing, ...]:
        found = tuple(
            Listing(registry, repository, self._distinct(repository, images))
            for (registry, repository), images in self.images.items()
        )
        if self.problems:
            raise GovernedEcrError(self.problems)
        return found

    def document(self, document: Raw, place: str, repository: str | None, level: int) -> None:
        """Read an image, or what holds images; ``repository`` is the name under which it stands."""
        details = read_details(document) if level <= _LEVELS else None
        if details is not None:
            self._add(details, repository)
            self._count(place)
            return
        value = _ONE_LEVEL.decode(document)
        if level > _LEVELS or not isinstance(value, list | dict):
            self._wrong(Problem(place, f"{shown(decode(document))}.", _SHAPE))
        elif isinstance(value, dict):
            self._object(document, value, place, repository, level)
        else:
            self._count(place)
            for index, item in enumerate(value):
                self.document(item, f"{place}[{index}]", repository, level + 1)

    def _object(
        self, document: Raw, members: Mapping[str, Raw], place: str, repository: str | None, level: int
    ) -> None:
        if "imageId" in members:
            self._manifest(decode(document), place)
            return
        if _OF_AN_IMAGE & members.keys():
            self._image(decode(document), place, repository)
            return
        self._count(place)
        own = decode(members.get("repositoryName") or members.get("repository") or b"null")
        repository = own if isinstance(own, str) else repository
        for key in ("imageDetails", "images", "repositories"):
            if key in members:
                self.document(members[key], f"{place}.{key}" if place else key, repository, level + 1)
                return
        for name, page in members.items():
            self.document(page, f"{place}[{name!r}]", name, level + 1)
        if not members:
            self._wrong(Problem(place, "An empty object.", _SHAPE))

    def _image(self, entry: Mapping[str, Any], place: str, repository: str | None) -> None:
        try:
            self._add([read_detail(entry)], repository)
        except GovernedEcrError as error:
            for problem in error.problems:
                self._wrong(problem.under(place))

    def _add(self, details: Sequence[ImageDetail], repository: str | None) -> None:
        if repository is not None and not details:
            self.images[None, repository] += []
        for detail in details:
            self.images[detail.registry, detail.repository or repository or ""].append(detail)

    def _manifest(self, entry: Mapping[str, Any], place: str) -> None:
        """An image of BatchGetImage: the manifest of an image that another page describes."""
        digest = entry["imageId"].get("imageDigest") if isinstance(entry["imageId"], dict) else None
        try:
            if not isinstance(digest, str):
                raise ValueError
            self.manifests[digest] = read_manifest(entry.get("imageManifest", ""))
        except ValueError:
            what = f"{shown(entry.get('imageManifest'))} of {shown(digest)}."
            mend = "Allowed: a manifest as text, as BatchGetImage has it."
            self._wrong(Problem(f"{place}.imageManifest", what, mend))

    def _distinct(self, repository: str, images: list[ImageDetail]) -> Sequence[ImageDetail]:
        """The images with what their manifests say, each once: pages may repeat one.

        The digest of a manifest says what is in it, in whatever repository.
        """
        if self.manifests:
            images = [
                described(image, self.manifests[image.digest]) if image.digest in self.manifests else image
                for image in images
            ]
        if len({image.digest for image in images}) == len(images):
            return images
        by_digest: dict[str, ImageDetail] = {}
        for image in images:
            if by_digest.setdefault(image.digest, image) != image:
                what = f"{shown(image.digest)} is listed twice, and differently."
                self._wrong(Problem(repository, what, "Allowed: each digest once; list the repository anew."))
        return tuple(by_digest.values())

    def _count(self, place: str) -> None:
        self.pieces += 1
        if self.pieces > PIECES:
            self._wrong(Problem(place, f"More than {PIECES:,} lists and objects until here.", _SHAPE))
            raise GovernedEcrError(self.problems)

    def _wrong(self, problem: Problem) -> None:
        if len(self.problems) == PROBLEMS:
            mend = "Mend these first."
            raise GovernedEcrError([*self.problems, Problem("", "There may be more; reading stopped here.", mend)])
        self.problems.append(problem)
