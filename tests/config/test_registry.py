import pytest
from hypothesis import HealthCheck, given, settings

from governed_ecr.config.load import parse_registry
from governed_ecr.model.replication import Destination, ReplicationRule
from governed_ecr.model.scanning import RegistryScanning, ScanFrequency, ScanningRule, ScanType
from tests.config.strategies import registries, written

HEAD = {"organization": {"id": "o-a1b2c3d4e5"}, "hub": {"account": "111111111111", "region": "us-east-1"}}
KMS, AES256 = {"encryption": {"type": "KMS"}}, {"encryption": {"type": "AES256"}}
IRELAND = {"region": "eu-west-1"}


def registry(**parts):
    return parse_registry(written(HEAD | parts))


@pytest.mark.parametrize(
    ("scanning", "expected"),
    [
        ({}, RegistryScanning.basic()),
        ({"type": "BASIC"}, RegistryScanning.basic()),
        ({"type": "ENHANCED"}, RegistryScanning.enhanced()),
        (
            {"type": "ENHANCED", "rules": [{"frequency": "SCAN_ON_PUSH", "filters": ["a", "b*"]}]},
            RegistryScanning(ScanType.ENHANCED, (ScanningRule(ScanFrequency.SCAN_ON_PUSH, ("a", "b*")),)),
        ),
    ],
)
def test_scanning(scanning, expected):
    assert registry(scanning=scanning).scanning.value() == expected


def test_replication_rules():
    destinations = [IRELAND, {"region": "us-east-1", "account": "222222222222"}]
    (rule,) = registry(
        replication=[{"destinations": destinations, "prefixes": ["a/"], "delete_replication": True}]
    ).replication
    expected = (Destination("eu-west-1"), Destination("us-east-1", "222222222222"))
    assert rule.value() == ReplicationRule(expected, ("a/",), delete_replication=True)


def test_repositories_come_in_the_files_order():
    groups = [{"names": ["z/z", "a/a"]}, {"names": ["m/m"], "tags": {"k": "v"}}]
    repositories = list(registry(repositories=groups).each_repository())
    assert [name for name, _ in repositories] == ["z/z", "a/a", "m/m"]
    assert [settings.tags for _, settings in repositories] == [None, None, {"k": "v"}]


def replicas(*rules):
    written = [{"destinations": destinations, "prefixes": prefixes} for destinations, prefixes in rules]
    return [(one.region, one.prefixes, one.paths) for one in registry(replication=written).replicas]


def test_every_registry_that_receives_copies_is_a_replica_once():
    assert replicas(([IRELAND, {"region": "eu-north-1"}], ["a/"]), ([IRELAND], ["b/", "a/"])) == [
        ("eu-west-1", ("a/", "b/"), ("a/", "b/")),
        ("eu-north-1", ("a/",), ("a/",)),
    ]


def test_the_hubs_account_written_out_is_the_hubs_account():
    own = {"region": "eu-west-1", "account": "111111111111"}
    assert replicas(([IRELAND], ["a/"]), ([own], ["b/"])) == [("eu-west-1", ("a/", "b/"), ("a/", "b/"))]


@pytest.mark.parametrize("order", [1, -1])
def test_a_rule_without_prefixes_brings_every_repository(order):
    rules = [([IRELAND], ["a/"]), ([IRELAND], [])][::order]
    assert replicas(*rules) == [("eu-west-1", (), ("",))]


def test_a_prefix_that_is_no_path_takes_the_root():
    (replica,) = registry(replication=[{"destinations": [IRELAND], "prefixes": ["app", "b/", "team-"]}]).replicas
    assert replica.paths == ("", "b/")
    assert replica.prefixes_below("") == ("app", "team-")
    assert replica.prefixes_below("b/") == ("b/",)


@pytest.mark.parametrize(
    ("paths", "below"),
    [
        (("",), ["payments/", "team/blue/"]),
        (("team/",), ["team/blue/"]),
        (("payments/",), []),
        (("other/",), []),
    ],
)
def test_patterns_that_mean_a_path(paths, below):
    matches = ["payments/*", "*/functions/*", "team/blue/*", "payments/*", "team-?/*", "solo", "*"]
    read = registry(patterns=[{"match": match} for match in matches])
    assert list(read.patterns_below(paths)) == below


@pytest.mark.parametrize(
    ("parts", "hub", "replicas_too"),
    [
        ({}, False, False),
        ({"repositories": [{"names": ["a/b"]}]}, True, True),
        ({"defaults": AES256, "repositories": [{"names": ["a/b"]}]}, False, False),
        ({"defaults": AES256, "creation_templates": [{"prefix": "ab", **KMS}]}, True, True),
        ({"defaults": AES256, "pull_through_caches": [{"upstream": "k8s", "prefix": "ab", **KMS}]}, True, True),
        ({"replication": [{"destinations": [IRELAND]}]}, True, True),
        ({"defaults": AES256, "replication": [{"destinations": [IRELAND]}]}, False, False),
        (
            {
                "defaults": {"encryption": {"type": "KMS", "key": "arn:aws:kms:us-east-1:111111111111:key/1"}},
                "repositories": [{"names": ["a/b"]}],
            },
            False,
            True,
        ),
    ],
)
def test_who_needs_a_key(parts, hub, replicas_too):
    read = registry(**parts)
    assert (read.hub_needs_key, read.replicas_need_key) == (hub, replicas_too)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registries())
def test_a_registry_says_what_its_file_says(data):
    read = parse_registry(written(data))
    again = parse_registry(written(read.model_dump(mode="json", by_alias=True, exclude_unset=True)))
    assert again == read
    names = [name for group in data["repositories"] for name in group["names"]]
    assert [name for name, _ in read.each_repository()] == names
