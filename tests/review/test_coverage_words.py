"""What of scanning and signing is lost, as a sentence says it."""

from __future__ import annotations

import pytest

from tests.review.comparing import OWN, STRANGE, compare
from tests.review.pieces import Resources, of, scanning, signing

HERE = f"In the registry of {OWN} in us-east-1, "
PROFILE = f"arn:aws:signer:us-east-1:{OWN}:/signing-profiles/release"
OTHER = f"arn:aws:signer:us-east-1:{STRANGE}:/signing-profiles/other"


def signed_by_another(*filters: str) -> Resources:
    entries = [{"Filter": each, "FilterType": "WILDCARD_MATCH"} for each in filters]
    rules = [{"SigningProfileArn": OTHER, "RepositoryFilters": entries}]
    return {**signing(*filters), "Signing": of("SigningConfiguration", Rules=rules)}


@pytest.mark.parametrize(
    ("base", "head", "sentence"),
    [
        (
            scanning("*"),
            scanning("prod*"),
            f"{HERE}only repositories named like prod* are scanned on push now, no longer all: team/app.",
        ),
        (
            scanning("prod*", "base*"),
            scanning("web*"),
            f"{HERE}repositories named like prod*, base* are no longer scanned on push.",
        ),
        (
            scanning("*", scan="ENHANCED", frequency="CONTINUOUS_SCAN"),
            scanning("*", scan="ENHANCED"),
            f"{HERE}repositories are no longer scanned continuously, but on push: team/app.",
        ),
        (
            scanning("prod*"),
            scanning({"Ref": "Late"}),
            f"{HERE}repositories named like prod* may no longer be scanned on push; not known before the deployment.",
        ),
        (
            signing("*"),
            signing("prod*"),
            f"{HERE}only images of repositories named like prod* are signed with {PROFILE} now, no longer all: "
            "team/app.",
        ),
        (
            signing("prod/*", "base/*"),
            signed_by_another("prod/*", "base/*"),
            f"{HERE}images of repositories named like prod/*, base/* are no longer signed with {PROFILE}, but with "
            f"{OTHER}.",
        ),
    ],
)
def test_what_is_lost(base: Resources, head: Resources, sentence: str) -> None:
    assert sentence in [change.message for change in compare(base, head).changes]


def test_filters_that_lose_the_same_are_told_together() -> None:
    changes = compare(signing("a*", "b*", "c*"), signing("c*")).changes
    assert [change.message for change in changes] == [
        f"{HERE}images of repositories named like a*, b* are no longer signed with {PROFILE}."
    ]
