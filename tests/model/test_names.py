import gzip
import json
import re
from pathlib import Path

import botocore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model import names

TOKEN = "${Token[TOKEN.12]}"
ORGANIZATION = "o-a1b2c3d4e5"


def api_pattern(shape):
    """How AWS's own API model spells a name."""
    model = Path(botocore.__file__).parent / "data/ecr/2015-09-21/service-2.json.gz"
    return re.compile(json.loads(gzip.decompress(model.read_bytes()))["shapes"][shape]["pattern"])


REPOSITORY_NAME = api_pattern("RepositoryName")
CACHE_PREFIX = api_pattern("PullThroughCacheRuleRepositoryPrefix")
TEMPLATE_PREFIX = api_pattern("Prefix")
REPLICATION_FILTER = api_pattern("RepositoryFilterValue")
_NAMELIKE = st.text("ab0._-/A* \n", max_size=12)

GOOD = {
    names.repository_name_problems: ["ab", "0a", "team/app", "a.b_c__d-e--f", "a/b/c", "a" * 256, TOKEN],
    names.cache_prefix_problems: ["ab", "docker-hub", "a/b", "ROOT", "a" * 30, TOKEN],
    names.template_prefix_problems: ["a", "a/", "ab", "team/", "team/builds", "ROOT", TOKEN],
    names.replication_prefix_problems: ["ab", "app", "app/", "team-", "a--b/", "x__y", "a.b_", "a" * 256, TOKEN],
    names.account_problems: ["111111111111", "000000000000", TOKEN],
    names.region_problems: ["eu-west-1", "us-gov-west-1", "ap-southeast-12", "eusc-de-east-1", TOKEN],
    names.organization_problems: [ORGANIZATION, "o-" + "a" * 32, TOKEN],
    names.organization_path_problems: [
        f"{ORGANIZATION}/r-ab12/*",
        f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/",
        f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/ou-ab12-22222222/*",
        TOKEN,
    ],
    names.kms_key_arn_problems: [
        "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/mrk-1234",
        TOKEN,
    ],
}
BAD = {
    names.repository_name_problems: [
        "",
        "a",
        "A/b",
        "a//b",
        "/a",
        "a/",
        "a..b",
        "a___b",
        "-a",
        "a-",
        "a" * 257,
        "ab\n",
    ],
    names.cache_prefix_problems: ["", "a", "a" * 31, "docker-hub/", "Root", "ROOT/", "a*"],
    names.template_prefix_problems: ["", "/", "team//", "ROOT/", "team*"],
    names.replication_prefix_problems: ["", "a", "app*", "/app", "-a", "a//", "a-/", "App", "a" * 257],
    names.account_problems: ["", "1", "1" * 13, "11111111111a", "１１１１１１１１１１１１", "111111111111\n"],  # noqa: RUF001
    names.region_problems: ["", "eu-west", "EU-WEST-1", "eu-west-1a", "eu_west_1", "global"],
    names.organization_problems: ["", "o-short", "o-A1b2c3d4e5", "r-ab12", ORGANIZATION + "/*"],
    names.organization_path_problems: [
        "",
        ORGANIZATION,
        f"{ORGANIZATION}/",
        f"{ORGANIZATION}/r-ab12/ou-ab12-11111111",
        "*/r-ab12/*",
        f"{ORGANIZATION}/*/ou-ab12-11111111/*",
    ],
    names.kms_key_arn_problems: [
        "",
        "alias/mine",
        "arn:aws:kms:eu-west-1:111111111111:alias/mine",
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111111111111:key/*",
    ],
}


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, good in GOOD.items() for value in good])
def test_names_in_order_pass(check, value):
    assert check(value, "here") == []


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, bad in BAD.items() for value in bad])
def test_names_out_of_order_are_refused_with_what_was_found_and_what_is_allowed(check, value):
    (problem,) = check(value, "here")
    assert problem.place == "here"
    assert repr(value) in problem.what
    assert problem.mend.startswith("Allowed: ")


@settings(max_examples=300, deadline=None)
@given(_NAMELIKE)
def test_names_are_what_the_api_model_says(name):
    sized = 2 <= len(name) <= 256
    assert (not names.repository_name_problems(name)) == bool(sized and REPOSITORY_NAME.fullmatch(name))
    if not names.cache_prefix_problems(name):
        assert CACHE_PREFIX.fullmatch(name)
    if not names.template_prefix_problems(name):
        assert TEMPLATE_PREFIX.fullmatch(name)
    if not names.replication_prefix_problems(name):
        assert REPLICATION_FILTER.fullmatch(name)


_COMPONENT = st.lists(st.text("az09", min_size=1, max_size=3), min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([".", "_", "__", "-", "---"]).map(lambda joint: joint.join(words))
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_COMPONENT, min_size=2, max_size=4).map("/".join))
def test_every_beginning_of_a_repository_name_is_a_replication_prefix(name):
    assert not names.repository_name_problems(name)
    assert not [end for end in range(2, len(name) + 1) if names.replication_prefix_problems(name[:end])]


@pytest.mark.parametrize("check", GOOD)
@pytest.mark.parametrize("unit", ["a", "a-", "a/", "a_", "1", "-", "o-a1b2c3d4e5/r-ab12"])
def test_no_length_of_name_takes_long_to_refuse(check, unit):
    assert check(unit * 100_000 + "!", "")
