from fnmatch import fnmatchcase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governed_ecr.config.load import parse_registry
from governed_ecr.config.resolve import repository_settings
from governed_ecr.config.settings import EncryptionSetting, Settings
from governed_ecr.model.encryption import Encryption
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.mutability import Immutability, TagMutability
from governed_ecr.model.sharing import Access, Service, ServiceAccess, Share
from tests.config.strategies import ORGANIZATION, UNITS, registries, written

HEAD = {
    "organization": {"id": ORGANIZATION, "units": UNITS},
    "hub": {"account": "111111111111", "region": "us-east-1"},
}


def registry(**parts):
    return parse_registry(written(HEAD | parts))


def settled(name, **parts):
    return dict(registry(repositories=[{"names": [name], **parts.pop("own", {})}], **parts).each_repository())[name]


KEYS = ["tag_mutability", "encryption", "lifecycle", "sharing", "services"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registries())
def test_defaults_then_patterns_in_order_then_the_entry(data):
    read = parse_registry(written(data))
    for group, entry in zip(data["repositories"], read.repositories, strict=True):
        for name in group["names"]:
            got = read.settled(name, entry)
            patterns = [at for at, one in enumerate(data["patterns"]) if fnmatchcase(name, one["match"])]
            layers = [(data["defaults"], read.defaults)]
            layers += [(data["patterns"][at], read.patterns[at]) for at in patterns]
            layers.append((group, entry))
            for key in KEYS:
                saying = [parsed for raw, parsed in layers if key in raw]
                expected = getattr(saying[-1], key) if saying else None
                if key == "encryption" and not saying:
                    expected = EncryptionSetting(type="KMS")
                assert getattr(got, key) == expected
            tags = dict(data.get("tags", {}))
            for raw, _ in layers:
                tags |= raw.get("tags", {})
            assert (got.tags or {}) == tags


def test_the_later_pattern_says_more_and_silence_changes_nothing():
    patterns = [
        {"match": "a/*", "tag_mutability": {"mode": "MUTABLE"}, "tags": {"one": "1", "two": "1"}},
        {"match": "*", "tags": {"two": "2"}},
        {"match": "b/*", "tag_mutability": {"mode": "IMMUTABLE"}},
    ]
    got = settled("a/b", patterns=patterns, tags={"zero": "0", "one": "0"})
    assert got.tag_mutability.mode == "MUTABLE"
    assert got.tags == {"zero": "0", "one": "1", "two": "2"}


@pytest.mark.parametrize(
    ("name", "match", "matches"),
    [
        ("payments/ledger", "payments/*", True),
        ("payments/a/b", "payments/*", True),
        ("payments", "payments/*", False),
        ("payments-eu/ledger", "payments/*", False),
        ("team-a/functions/x", "*/functions/*", True),
        ("team-a/api", "team-?/api", True),
        ("team-ab/api", "team-?/api", False),
    ],
)
def test_patterns_match_whole_names(name, match, matches):
    got = settled(name, patterns=[{"match": match, "tags": {"matched": "yes"}}])
    assert bool(got.tags) is matches


@pytest.mark.parametrize(
    ("setting", "encryption", "registry_key", "key_arn"),
    [
        ({"type": "AES256"}, Encryption.AES256, False, None),
        ({"type": "KMS"}, Encryption.CUSTOMER_MANAGED_KEY, True, None),
        ({"type": "KMS", "key": "registry"}, Encryption.CUSTOMER_MANAGED_KEY, True, None),
        ({"type": "KMS", "key": "aws/ecr"}, Encryption.AWS_MANAGED_KEY, False, None),
        (
            {"type": "KMS", "key": "arn:aws:kms:us-east-1:222222222222:key/1"},
            Encryption.CUSTOMER_MANAGED_KEY,
            False,
            "arn:aws:kms:us-east-1:222222222222:key/1",
        ),
        ({"type": "KMS_DSSE"}, Encryption.DUAL_LAYER, True, None),
    ],
)
def test_keys(setting, encryption, registry_key, key_arn):
    got = EncryptionSetting(**setting)
    assert (got.encryption, got.registry_key, got.key_arn) == (encryption, registry_key, key_arn)


def test_encryption_is_with_the_registrys_key_unless_said_otherwise():
    assert settled("a/b").encryption.encryption is Encryption.CUSTOMER_MANAGED_KEY
    assert settled("a/b", defaults={"encryption": {"type": "AES256"}}).encryption.encryption is Encryption.AES256


def test_shares_name_units_by_their_paths():
    sharing = {
        "pull": {"organization": True, "units": ["build", f"{ORGANIZATION}/r-ab12/*"]},
        "push": {"units": ["production"], "accounts": ["222222222222"]},
    }
    read = registry(sharing=sharing)
    assert read.shares(read.sharing) == (
        Share.with_organization(ORGANIZATION),
        Share.with_units(UNITS["build"], f"{ORGANIZATION}/r-ab12/*"),
        Share.with_units(UNITS["production"], access=Access.PUSH),
        Share.with_accounts("222222222222", access=Access.PUSH),
    )
    assert read.shares(None) == ()


def test_settings_become_the_models_values():
    own = {
        "tag_mutability": {"mode": "MUTABLE_WITH_EXCLUSION", "exclusion_filters": ["v*"]},
        "encryption": {"type": "AES256"},
        "lifecycle": {"preset": "cache", "days": 3},
        "services": {"lambda": ["222222222222"], "codebuild": []},
        "sharing": {"pull": {"organization": True}},
        "tags": {"owner": "me"},
    }
    read = registry(repositories=[{"names": ["a/b"], **own}])
    ((_, found),) = read.each_repository()
    got = repository_settings(read, found)
    assert got.immutability == Immutability(TagMutability.MUTABLE_WITH_EXCLUSION, ("v*",))
    assert (got.encryption, got.key_given) == (Encryption.AES256, False)
    assert got.lifecycle == LifecyclePolicy.cache(days=3)
    assert got.services == (ServiceAccess(Service.LAMBDA, ("222222222222",)),)
    assert got.sharing == (Share.with_organization(ORGANIZATION),)
    assert got.tags == {"owner": "me"}


def test_what_a_file_leaves_open_is_strict():
    read = registry(repositories=[{"names": ["a/b"]}])
    ((_, found),) = read.each_repository()
    got = repository_settings(read, found)
    assert got.immutability == Immutability()
    assert got.encryption is Encryption.CUSTOMER_MANAGED_KEY
    assert got.lifecycle == LifecyclePolicy.untagged()
    assert (got.sharing, got.services, got.tags) == ((), (), {})
    relaxed = repository_settings(read, found, immutability=Immutability.mutable(), lifecycle=LifecyclePolicy.cache())
    assert relaxed.immutability == Immutability.mutable()
    assert relaxed.lifecycle == LifecyclePolicy.cache()


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text("ab", min_size=1), st.text("xy", min_size=1)), st.booleans())
def test_nothing_said_over_something_is_that_something(tags, tagged):
    base = Settings(encryption=EncryptionSetting(type="AES256"), tags=tags if tagged else None)
    assert Settings().over(base) == base
    assert base.over(Settings()) == base
    assert base.over(base) == base
