"""Listings as the AWS CLI prints them, and what is wrong with others."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.lifecycle.image_detail import FIELDS, ImageDetail
from governed_ecr.lifecycle.inventory import PROBLEMS, read_inventory
from governed_ecr.model.errors import GovernedEcrError

ENTRY = {
    "registryId": "111111111111",
    "repositoryName": "team/app",
    "imageDigest": "sha256:" + "a" * 64,
    "imageTags": ["v1", "latest"],
    "imageSizeInBytes": 12345,
    "imagePushedAt": "2026-01-02T03:04:05.678000+01:00",
    "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json",
    "artifactMediaType": "application/vnd.oci.image.config.v1+json",
    "lastRecordedPullTime": "2026-02-03T00:00:00+00:00",
    "imageScanFindingsSummary": {"findingSeverityCounts": {"HIGH": 1}},
    "imageStatus": "ARCHIVED",
    "lastArchivedAt": "2026-03-04T00:00:00Z",
    "lastActivatedAt": 1767225600.5,
    "subjectManifestDigest": "sha256:" + "b" * 64,
}
IMAGE = ImageDetail(
    registry="111111111111",
    repository="team/app",
    digest="sha256:" + "a" * 64,
    pushed_at=datetime(2026, 1, 2, 2, 4, 5, 678000, UTC),
    tags=("v1", "latest"),
    size=12345,
    pulled_at=datetime(2026, 2, 3, tzinfo=UTC),
    status="ARCHIVED",
    archived_at=datetime(2026, 3, 4, tzinfo=UTC),
    activated_at=datetime(2026, 1, 1, 0, 0, 0, 500000, UTC),
    subject="sha256:" + "b" * 64,
    media_type="application/vnd.oci.image.manifest.v1+json",
)


def entry(name: str, repository: str = "team/app", **more: Any) -> dict[str, Any]:
    return {"repositoryName": repository, "imageDigest": name, "imagePushedAt": 1767225600, **more}


def found(*documents: Any) -> dict[str, list[str]]:
    """Digests by repository."""
    listings = read_inventory("\n".join(json.dumps(document) for document in documents))
    return {listing.repository: [image.digest for image in listing.images] for listing in listings}


def problems(text: Any) -> list[str]:
    with pytest.raises(GovernedEcrError) as caught:
        read_inventory(text if isinstance(text, str) else json.dumps(text))
    return [str(problem) for problem in caught.value.problems]


def test_everything_of_an_entry() -> None:
    (listing,) = read_inventory(json.dumps({"imageDetails": [ENTRY]}, indent=4))
    assert (listing.registry, listing.repository, list(listing.images)) == ("111111111111", "team/app", [IMAGE])


def test_as_little_as_an_entry_may_have() -> None:
    (listing,) = read_inventory('{"imageDetails": [{"imageDigest": "d", "imagePushedAt": 0}]}')
    assert (listing.registry, listing.repository) == (None, "")
    assert list(listing.images) == [ImageDetail("d", datetime(1970, 1, 1, tzinfo=UTC))]


A, B, C = entry("a"), entry("b"), entry("c", "other")


@pytest.mark.parametrize(
    "documents",
    [
        [{"imageDetails": [A, B, C]}],
        [{"imageDetails": [A], "nextToken": "x"}, {"imageDetails": [B, C], "nextToken": None}],
        [[{"imageDetails": [A]}, {"imageDetails": [B, C]}]],
        [[A, B, C]],
        [{"team/app": {"imageDetails": [A, B]}, "other": {"imageDetails": [C]}}],
        [{"team/app": [A, B], "other": [C]}],
        [{"team/app": [{"imageDetails": [A]}, {"imageDetails": [B]}], "other": [C]}],
        [
            {
                "repositories": [
                    {"repositoryName": "team/app", "imageDetails": [A, B]},
                    {"repository": "other", "images": [C]},
                ]
            }
        ],
        [{"repositories": {"team/app": [A, B], "other": {"imageDetails": [C]}}}],
        [{"imageDetails": [A, B]}, {"imageDetails": [A, C]}],
    ],
    ids=[
        "one",
        "concatenated pages",
        "list of pages",
        "entries",
        "by name",
        "lists by name",
        "pages by name",
        "list",
        "object",
        "overlapping",
    ],
)
def test_shapes(documents: list[Any]) -> None:
    assert found(*documents) == {"team/app": ["a", "b"], "other": ["c"]}


def test_the_name_outside_is_for_entries_without_their_own() -> None:
    bare = {"imageDigest": "a", "imagePushedAt": 0}
    assert found({"x/y": [bare, C], "empty": []}) == {"x/y": ["a"], "other": ["c"], "empty": []}


def test_the_same_repository_of_two_registries_are_two() -> None:
    listings = read_inventory(json.dumps([{**A, "registryId": "1"}, {**A, "registryId": "2"}]))
    assert [(listing.registry, len(listing.images)) for listing in listings] == [("1", 1), ("2", 1)]


def test_no_images() -> None:
    assert read_inventory('{"imageDetails": []}') == ()


MANIFEST = {"schemaVersion": 2, "manifests": [{"digest": "a"}, {"digest": "b"}], "subject": {"digest": "s"}}


@pytest.mark.parametrize("manifest", [json.dumps(MANIFEST), MANIFEST], ids=["text", "object"])
def test_a_manifest_names_members_and_subject(manifest: Any) -> None:
    (listing,) = read_inventory(json.dumps([entry("index", imageManifest=manifest)]))
    assert (listing.images[0].members, listing.images[0].subject) == (("a", "b"), "s")


def test_manifests_may_come_as_pages_of_batch_get_image() -> None:
    page = {
        "images": [
            {"repositoryName": "team/app", "imageId": {"imageDigest": "index"}, "imageManifest": json.dumps(MANIFEST)}
        ],
        "failures": [],
    }
    for documents in ([{"imageDetails": [entry("index")]}, page], [page, {"imageDetails": [entry("index")]}]):
        (listing,) = read_inventory("".join(map(json.dumps, documents)))
        assert listing.images[0].members == ("a", "b")


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no digest": ({"imageDigest": None}, "imageDigest: Missing."),
    "digest": ({"imageDigest": 5}, "imageDigest: 5."),
    "no push": ({"imagePushedAt": None}, "imagePushedAt: Missing."),
    "push": ({"imagePushedAt": "yesterday"}, "imagePushedAt: 'yesterday'."),
    "push too late": ({"imagePushedAt": 1e300}, "imagePushedAt: 1e+300."),
    "push true": ({"imagePushedAt": True}, "imagePushedAt: true."),
    "push list": ({"imagePushedAt": []}, "imagePushedAt: []."),
    "push before time": ({"imagePushedAt": "0001-01-01T00:00:00+10:00"}, "imagePushedAt: '0001"),
    "pull": ({"lastRecordedPullTime": ""}, "lastRecordedPullTime: ''."),
    "archive": ({"lastArchivedAt": "x"}, "lastArchivedAt: 'x'."),
    "activation": ({"lastActivatedAt": {}}, "lastActivatedAt: {}."),
    "tags": ({"imageTags": "v1"}, "imageTags: 'v1'."),
    "a tag": ({"imageTags": ["v1", 1]}, 'imageTags: ["v1", 1].'),
    "an empty tag": ({"imageTags": [""]}, 'imageTags: [""].'),
    "a tag of two lines": ({"imageTags": ["a\nb"]}, 'imageTags: ["a\\nb"].'),
    "size": ({"imageSizeInBytes": -1}, "imageSizeInBytes: -1."),
    "size true": ({"imageSizeInBytes": True}, "imageSizeInBytes: true."),
    "size beyond any": ({"imageSizeInBytes": 2**63}, "imageSizeInBytes: 9223372036854775808."),
    "size of many digits": ({"imageSizeInBytes": 10**400}, "imageSizeInBytes: 1000"),
    "size that is no text": ({"imageSizeInBytes": 10**4299}, "imageSizeInBytes: 1000"),
    "status": ({"imageStatus": "GONE"}, "imageStatus: 'GONE'."),
    "status list": ({"imageStatus": ["ACTIVE"]}, 'imageStatus: ["ACTIVE"].'),
    "registry": ({"registryId": 111111111111}, "registryId: 111111111111."),
    "repository": ({"repositoryName": []}, "repositoryName: []."),
    "subject": ({"subjectManifestDigest": 1}, "subjectManifestDigest: 1."),
    "media type": ({"imageManifestMediaType": 1}, "imageManifestMediaType: 1."),
    "manifest": ({"imageManifest": "{"}, "imageManifest: '{'."),
    "manifest list": ({"imageManifest": "[]"}, "imageManifest: '[]'."),
    "deep manifest": ({"imageManifest": "[" * 100_000}, "imageManifest: '[[["),
    "members": ({"imageManifest": {"manifests": {}}}, 'imageManifest: {"manifests": {}}.'),
    "a member": ({"imageManifest": {"manifests": [{"digest": 1}]}}, 'imageManifest: {"'),
    "no member": ({"imageManifest": {"manifests": ["a"]}}, 'imageManifest: {"'),
    "subject in it": ({"imageManifest": {"subject": "a"}}, 'imageManifest: {"'),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_entry_has_its_place(case: str) -> None:
    wrong, start = BAD[case]
    entries = [entry("good"), {key: value for key, value in entry("bad", **wrong).items() if value is not None}]
    (only,) = problems({"imageDetails": entries})
    assert only.startswith(f"imageDetails[1].{start}")
    assert "Allowed: " in only


def test_all_problems_of_all_pages_at_once() -> None:
    page = {"imageDetails": [{"imageDigest": "a"}, "x", {"imageDigest": "b", "imagePushedAt": "?", "imageTags": 1}]}
    assert [problem.partition(": ")[0] for problem in problems([page, {"team/app": [page["imageDetails"][0]]}])] == [
        "[0].imageDetails[0].imagePushedAt",
        "[0].imageDetails[1]",
        "[0].imageDetails[2].imagePushedAt",
        "[0].imageDetails[2].imageTags",
        "[1]['team/app'][0].imagePushedAt",
    ]


def test_an_image_listed_twice_and_differently() -> None:
    (only,) = problems([A, {**A, "imageTags": ["x"]}])
    assert only.startswith("team/app: 'a' is listed twice")


NO_LISTING = [
    "",
    " \n",
    "{",
    "null",
    "5",
    '"x"',
    "{}",
    '{"imageDetails": {}}',
    '{"imageDetails": null}',
    "[1]",
    '{"a": 1}',
    "[" * 100_000,
    "[[[[[[[[]]]]]]]]",
    '[{"imageDigest": "a", "imagePushedAt": NaN}]',
    '{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}',
    "1" * 5000,
    "{} x",
]


@pytest.mark.parametrize("text", NO_LISTING, ids=range(len(NO_LISTING)))
def test_what_is_no_listing_is_one_problem(text: str) -> None:
    assert len(problems(text)) == 1


def test_as_many_problems_as_are_told_are_all() -> None:
    assert len(problems([{"imageDigest": "a"}] * PROBLEMS)) == PROBLEMS


def test_after_very_many_problems_reading_stops() -> None:
    told = problems([{"imageDigest": "a"}] * 5000)
    assert len(told) == PROBLEMS + 1
    assert told[-1] == "There may be more; reading stopped here. Mend these first."


FAULTY = '{"imageDigest":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaa","imagePushedAt":"x"}'
JUNK = {
    "numbers": f"[{','.join('1' * 5_000_000)}]",
    "numbers, far apart": f"[{(',' + ' ' * 20).join('1' * 500_000)}]",
    "members": "{" + ",".join(f'"{number:x}":1' for number in range(2_000_000)) + "}",
    "faulty entries": f"[{','.join([FAULTY] * 300_000)}]",
    "empty objects": "{}" * 1_500_000,
    "empty lists": "[]" * 5_000_000,
    "empty pages": f"[{(',' + ' ' * 10).join(['[]'] * 1_000_000)}]",
}


@pytest.mark.parametrize("kind", JUNK)
def test_junk_is_refused_soon(kind: str) -> None:
    started = time.process_time()
    assert 1 <= len(problems(JUNK[kind])) <= PROBLEMS + 1
    assert time.process_time() - started < 10


def test_no_problem_is_longer_than_a_line() -> None:
    assert all(
        len(told) < 300 for told in problems([entry("a" * 9, imagePushedAt="x" * 10**6, imageTags=["y" * 10**6, 1])])
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FIELDS, "imageId"]), inner, max_size=4)
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(list(FIELDS)), JSON, max_size=14), st.sampled_from(["imageDetails", "images", "a"])
)
def test_whatever_an_entry_holds_it_is_an_image_or_has_problems(raw: dict[str, Any], key: str) -> None:
    good = entry("good")
    text = json.dumps({key: [good, {**good, "imageDigest": "other", **raw}]})
    try:
        counted = sum(len(listing.images) for listing in read_inventory(text))
    except GovernedEcrError as error:
        counted = -len(error.problems)
    assert counted != 0
