from governed_ecr.config.facts import facts_of
from governed_ecr.config.load import parse_registry
from governed_ecr.state.context import Context
from tests.config.strategies import written

HEAD = {"organization": {"id": "o-a1b2c3d4e5"}, "hub": {"account": "111111111111", "region": "us-east-1"}}


def facts(**parts):
    return facts_of(parse_registry(written(HEAD | parts)))


def test_the_smallest_file():
    trusted = frozenset({"111111111111"})
    assert facts() == Context("111111111111", "us-east-1", "o-a1b2c3d4e5", trusted_accounts=trusted)


def test_whoever_the_file_names_is_trusted():
    account = "{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}".format
    found = facts(
        sharing={"pull": {"accounts": [account(2)]}, "push": {"accounts": [account(3)]}},
        defaults={"sharing": {"pull": {"accounts": [account(4)]}}},
        patterns=[{"match": "a/*", "services": {"lambda": [account(5)]}}],
        repositories=[{"names": ["a/b"], "services": {"codebuild": [account(6)]}}],
        creation_templates=[{"prefix": "ab", "sharing": {"push": {"accounts": [account(7)]}}}],
        pull_through_caches=[{"upstream": "k8s", "prefix": "k8", "sharing": {"pull": {"accounts": [account(8)]}}}],
        replication=[{"destinations": [{"region": "eu-west-1", "account": account(9)}, {"region": "eu-west-1"}]}],
    )
    assert found.trusted_accounts == {account(digit) for digit in range(1, 10)}


def test_what_the_defaults_keep_for_ever_is_a_release():
    keep = {"preset": "keep_releases", "patterns": ["v*", "stable"]}
    assert facts(defaults={"lifecycle": keep}).release_patterns == ("v*", "stable")
    assert facts(defaults={"lifecycle": {"preset": "untagged"}}).release_patterns is None
    assert facts(patterns=[{"match": "a/*", "lifecycle": keep}]).release_patterns is None
