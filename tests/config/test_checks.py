"""What only the whole of a file tells. Each faulty text comes after a head of three lines."""

import pytest

from governed_ecr.config.load import parse_registry
from governed_ecr.model.errors import GovernedEcrError

HEAD = """\
organization: {id: o-a1b2c3d4e5, units: {build: o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*}}
hub: {account: '111111111111', region: us-east-1}
repository_stacks: 4
"""
ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:ecr-pullthroughcache/x-AbC123"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd"


def problems(text, head=HEAD):
    try:
        parse_registry(head + text)
    except GovernedEcrError as error:
        return [(problem.place.removeprefix("registry.yaml:"), problem.what) for problem in error.problems]
    return []


def accounts(count):
    return "[" + ", ".join(f"'{number:012}'" for number in range(count)) + "]"


def test_a_unit_belongs_to_the_organization():
    head = "organization:\n  id: o-a1b2c3d4e5\n  units:\n    build: o-bbbbbbbbbb/r-ab12/*\n"
    assert problems("hub: {account: '111111111111', region: us-east-1}", head) == [
        (
            "4: organization.units.build",
            "'o-bbbbbbbbbb/r-ab12/*' is of another organization than o-a1b2c3d4e5.",
        )
    ]


@pytest.mark.parametrize("unit", ["build", "o-a1b2c3d4e5/r-ab12/*", "o-a1b2c3d4e5/r-ab12/ou-ab12-99999999/"])
def test_units_are_named_or_paths(unit):
    assert problems(f"sharing: {{push: {{units: ['{unit}']}}}}") == []


@pytest.mark.parametrize("unit", ["prod", "o-bbbbbbbbbb/r-ab12/*", "o-a1b2c3d4e5/*", "*", ""])
@pytest.mark.parametrize(
    ("before", "place", "after"),
    [
        ("sharing: ", "4: sharing", ""),
        ("defaults: {sharing: ", "4: defaults.sharing", "}"),
        ("patterns: [{match: a/*, sharing: ", "4: patterns[0].sharing", "}]"),
        ("repositories: [{names: [a/b], sharing: ", "4: repositories[0].sharing", "}]"),
        ("creation_templates: [{prefix: ab, sharing: ", "4: creation_templates[0].sharing", "}]"),
        ("pull_through_caches: [{upstream: k8s, prefix: k8s, sharing: ", "4: pull_through_caches[0].sharing", "}]"),
    ],
)
def test_unknown_units_are_found_wherever_sharing_is(unit, before, place, after):
    text = f"{before}{{pull: {{units: [build, '{unit}']}}}}{after}"
    assert problems(text) == [(f"{place}.pull.units[1]", f"{unit!r} is no unit of organization.units.")]


FAULTS = {
    "a repository twice": (
        "repositories:\n  - names: [a/b]\n  - names: [c/d, a/b]",
        "6: repositories[1].names[1]",
        "'a/b' again, after repositories[0].names[0].",
    ),
    "a repository in a cache": (
        "pull_through_caches: [{upstream: k8s, prefix: k8s}]\nrepositories: [{names: [k8s-tools, k8s/app]}]",
        "5: repositories[0].names[1]",
        "'k8s/app' lies below the pull-through cache 'k8s'; ECR makes those repositories.",
    ),
    "a cache's prefix twice": (
        "pull_through_caches:\n  - {upstream: k8s, prefix: ab}\n  - {upstream: quay, prefix: ab}",
        "6: pull_through_caches[1].prefix",
        "'ab' a second time.",
    ),
    "a template for a cache's prefix": (
        "pull_through_caches: [{upstream: k8s, prefix: ab}]\ncreation_templates: [{prefix: ab/}]",
        "5: creation_templates[0].prefix",
        "'ab' is also the prefix of pull_through_caches[0].",
    ),
    "two templates of a prefix": (
        "creation_templates:\n  - prefix: ab\n  - prefix: ab/",
        "6: creation_templates[1].prefix",
        "'ab' is also the prefix of creation_templates[0].",
    ),
    "another upstream's URL": (
        "pull_through_caches: [{upstream: quay, prefix: ab, upstream_url: docker.io}]",
        "4: pull_through_caches[0].upstream_url",
        "'docker.io' for quay.",
    ),
    "no URL": (
        "pull_through_caches: [{upstream: ecr, prefix: ab}]",
        "4: pull_through_caches[0].upstream_url",
        "ecr without its URL.",
    ),
    "an upstream prefix at the root": (
        "pull_through_caches: [{upstream: quay, prefix: ROOT, upstream_prefix: ab}]",
        "4: pull_through_caches[0].upstream_prefix",
        "'ab' with the prefix ROOT.",
    ),
    "no credential": (
        "pull_through_caches: [{upstream: docker-hub, prefix: ab}]",
        "4: pull_through_caches[0].credential",
        "docker-hub without a credential.",
    ),
    "a useless credential": (
        "pull_through_caches: [{upstream: quay, prefix: ab, credential: {username: me}}]",
        "4: pull_through_caches[0].credential",
        "quay takes no credential.",
    ),
    "a secret of another Region": (
        "pull_through_caches:\n  - upstream: docker-hub\n    prefix: ab\n    credential:\n"
        f"      secret_arn: {ARN.replace('us-east-1', 'eu-west-1')}",
        "8: pull_through_caches[0].credential.secret_arn",
        "A secret of account 111111111111 in eu-west-1.",
    ),
    "an empty secret": (
        "pull_through_caches: [{upstream: docker-hub, prefix: ab, credential: {secret_arn: ''}}]",
        "4: pull_through_caches[0].credential.secret_arn",
        "'' is not the complete ARN of a secret.",
    ),
    "51 caches": (
        "pull_through_caches: [" + ", ".join(f"{{upstream: k8s, prefix: p{n}}}" for n in range(51)) + "]",
        "4: pull_through_caches",
        "51 caches.",
    ),
    "replication to itself": (
        "replication:\n  - destinations: [{region: eu-west-1}]\n  - destinations:\n    - region: us-east-1",
        "7: replication[1].destinations[0]",
        "us-east-1 is the registry's own Region.",
    ),
    "26 rules": (
        "replication: [" + ", ".join(["{destinations: [{region: eu-west-1}]}"] * 26) + "]",
        "4: replication",
        "26 rules.",
    ),
    "the AWS managed key for a shared repository": (
        "repositories:\n  - names: [a/b]\n    sharing: {pull: {organization: true}}\n"
        "    encryption: {type: KMS, key: aws/ecr}",
        "7: repositories[0].encryption",
        "The AWS managed key aws/ecr for a shared repository: its policy cannot be changed, so access from other "
        "accounts could never be granted on the key, and encryption is fixed at creation.",
    ),
    "a key of another Region": (
        f"repositories: [{{names: [a/b, a/c], encryption: {{type: KMS, key: '{KEY}'}}}}]",
        "4: repositories[0].encryption.key",
        "A key of eu-west-1 for repositories in us-east-1.",
    ),
    "dual-layer encryption elsewhere": (
        "creation_templates: [{prefix: ab, encryption: {type: KMS_DSSE}}]",
        "4: creation_templates[0].encryption.type",
        "KMS_DSSE in us-east-1.",
    ),
    "a registry policy that is too large": (
        f"sharing: {{pull: {{accounts: {accounts(400)}}}}}",
        "4: sharing",
        "The policy has 13,395 characters.",
    ),
    "a repository policy that is too large": (
        f"defaults: {{sharing: {{pull: {{accounts: {accounts(400)}}}}}}}\nrepositories: [{{names: [a/b, a/c]}}]",
        "5: repositories[0].sharing",
        "The policy has 13,395 characters.",
    ),
    "more tags than one resource takes": (
        "defaults: {tags: {" + ", ".join(f"d{n}: x" for n in range(30)) + "}}\n"
        "repositories: [{names: [a/b], tags: {" + ", ".join(f"r{n}: x" for n in range(30)) + "}}]",
        "5: repositories[0].tags",
        "60 tags.",
    ),
    "more repositories than a stack takes": (
        "repositories: [{names: [" + ", ".join(f"a/{n}" for n in range(2200)) + "]}]",
        "3: repository_stacks",
        "575 repositories in one of 4 stacks.",
    ),
}


@pytest.mark.parametrize(("text", "place", "what"), FAULTS.values(), ids=FAULTS)
def test_what_the_parts_of_a_file_do_to_each_other(text, place, what):
    assert problems(text) == [(place, what)]


@pytest.mark.parametrize(
    ("key", "value"), [("tag_mutability", "{mode: IMMUTABLE}"), ("services", "{codebuild: ['111111111111']}")]
)
def test_a_cache_takes_no_settings_that_would_be_ignored(key, value):
    text = f"pull_through_caches:\n  - upstream: k8s\n    prefix: k8s\n    {key}: {value}"
    assert [place for place, _ in problems(text)] == [f"7: pull_through_caches[0].{key}"]
    assert problems(f"defaults: {{{key}: {value}}}\npull_through_caches: [{{upstream: k8s, prefix: k8s}}]") == []


@pytest.mark.parametrize(
    "text",
    [
        "repositories: [{names: [k8s-tools, k8s]}]\npull_through_caches: [{upstream: k8s, prefix: k8s}]",
        "pull_through_caches: [{upstream: quay, prefix: ROOT}]\nrepositories: [{names: [root/x, a/b]}]",
        "pull_through_caches: [{upstream: quay, prefix: ROOT, upstream_prefix: ROOT}]",
        f"pull_through_caches: [{{upstream: docker-hub, prefix: ab, credential: {{secret_arn: '{ARN}'}}}}]",
        "repositories: [{names: [a/b], encryption: {type: KMS, key: aws/ecr}}]",
        "replication: [{destinations: [{region: us-east-1, account: '222222222222'}]}]",
        f"sharing: {{pull: {{accounts: {accounts(300)}}}}}",
    ],
)
def test_what_looks_wrong_and_is_not(text):
    assert problems(text) == []


def test_dual_layer_encryption_in_govcloud():
    head = "organization: {id: o-a1b2c3d4e5}\nhub: {account: '111111111111', region: us-gov-west-1}\n"
    assert problems("defaults: {encryption: {type: KMS_DSSE}}\nrepositories: [{names: [a/b]}]", head) == []


def test_faults_keep_their_places_in_the_file_when_others_are_set_aside():
    text = """\
pull_through_caches:
  - {upstream: nowhere, prefix: aa}
  - {upstream: k8s, prefix: bb}
creation_templates:
  - {prefix: Bad}
  - {prefix: bb}
replication:
  - destinations: [{region: Ireland}]
  - destinations: [{region: eu-west-1}, {region: us-east-1}]
"""
    assert [(place, what) for place, what in problems(text) if "is not" not in what and "nowhere" not in what] == [
        ("9: creation_templates[1].prefix", "'bb' is also the prefix of pull_through_caches[1]."),
        ("12: replication[1].destinations[1]", "us-east-1 is the registry's own Region."),
    ]
