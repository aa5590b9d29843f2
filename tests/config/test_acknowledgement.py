import pytest

from governed_ecr.config.acknowledgement import below
from governed_ecr.config.load import parse_registry
from governed_ecr.model.errors import GovernedEcrError
from tests.config.strategies import written

HEAD = {"organization": {"id": "o-a1b2c3d4e5"}, "hub": {"account": "111111111111", "region": "us-east-1"}}
GOOD = {"rule": "TagImmutability", "match": "platform/*", "reason": "Build caches."}


def read(entry):
    (acknowledgement,) = parse_registry(written(HEAD | {"acknowledgements": [entry]})).acknowledgements
    return acknowledgement


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("platform/cache", True),
        ("platform/a/b", True),
        ("team/cache", False),
        (below("platform"), True),
        (below("platform/"), True),
        (below("ROOT"), False),
        (None, False),
    ],
)
def test_it_is_about_names_that_match(name, expected):
    assert read(GOOD).is_about(name) is expected


@pytest.mark.parametrize(("name", "expected"), [("platform/cache", False), (below("ab"), False), (None, True)])
def test_without_match_it_is_about_everything(name, expected):
    everything = {key: value for key, value in GOOD.items() if key != "match"}
    assert read(everything).is_about(name) is expected


@pytest.mark.parametrize(
    ("prefix", "expected"), [("payments", "payments/*"), ("payments/", "payments/*"), ("ROOT", "*"), ("", "*")]
)
def test_below(prefix, expected):
    assert below(prefix) == expected


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"rule": "no-such"}, "rule"),
        ({"rule": ""}, "rule"),
        ({"reason": ""}, "reason"),
        ({"reason": " \n"}, "reason"),
        ({"match": "Platform/*"}, "match"),
        ({"until": "tomorrow"}, "until"),
    ],
)
def test_what_is_refused(wrong, place):
    with pytest.raises(GovernedEcrError, match=rf"acknowledgements\[0\]\.{place}: "):
        read(GOOD | wrong)


@pytest.mark.parametrize("missing", ["rule", "reason"])
def test_what_is_required(missing):
    with pytest.raises(GovernedEcrError, match=rf"acknowledgements\[0\]\.{missing}: Missing"):
        read({key: value for key, value in GOOD.items() if key != missing})
