import re
from pathlib import Path
from time import perf_counter

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from governed_ecr.config import Registry, load_registry
from governed_ecr.config.load import parse_registry
from governed_ecr.model.errors import GovernedEcrError, Problem
from tests.config.strategies import registries, written

EXAMPLE = Path(__file__).parents[2] / "registry.yaml"
HEAD = "organization: {id: o-a1b2c3d4e5}\nhub: {account: '111111111111', region: us-east-1}\n"


def messages(text, head=HEAD):
    """What is wrong with a file, line by line, its name left out."""
    with pytest.raises(GovernedEcrError) as caught:
        parse_registry(head + text)
    return [message.removeprefix("registry.yaml:") for message in str(caught.value).splitlines()]


def test_the_example_is_accepted():
    registry = load_registry(EXAMPLE)
    assert registry.hub.region == "us-east-1"
    assert load_registry(str(EXAMPLE)) == registry


def test_the_smallest_file():
    registry = parse_registry(HEAD)
    assert isinstance(registry, Registry)
    assert (registry.repository_stacks, registry.stack_prefix) == (16, "Registry")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registries())
def test_registries_in_order_are_accepted(data):
    parse_registry(written(data))


# A file's text after its head of two lines, and all that is said of it.
WRONG = {
    "unknown key": ("shareing: {}", ["3: shareing: Unknown key. Did you mean 'sharing'?"]),
    "unknown key below": (
        "hub_: 1\ndefaults:\n  encrypt: {type: AES256}\n  encryption: {typ: AES256}",
        [
            "3: hub_: Unknown key. Did you mean 'hub'?",
            "5: defaults.encrypt: Unknown key. Did you mean 'encryption'?",
            "6: defaults.encryption.type: Missing. This key is required.",
            "6: defaults.encryption.typ: Unknown key. Did you mean 'type'?",
        ],
    ),
    "unknown key like no other": (
        "organization_: 1\nscanning: {zzz: 1}",
        [
            "3: organization_: Unknown key. Did you mean 'organization'?",
            "4: scanning.zzz: Unknown key. Allowed: rules, type.",
        ],
    ),
    "unknown key in a preset": (
        "defaults: {lifecycle: {preset: keep_releases, then: {preset: cache, untaged: 3}}}",
        ["3: defaults.lifecycle.then.untaged: Unknown key. Did you mean 'untagged'?"],
    ),
    "unknown preset": (
        "defaults: {lifecycle: {preset: chache}}",
        [
            "3: defaults.lifecycle: 'chache' is not a preset. Allowed: untagged, branch_builds, keep_releases, "
            "archive_cold, cache, rules."
        ],
    ),
    "keys like union members": (
        "<cache>: 1\ndefaults: {lifecycle: {preset: cache, <cache>: 1}, tags: {<x>: 1}}",
        [
            "3: <cache>: Unknown key. Allowed: $schema, acknowledgements, blob_mounting, creation_templates, "
            "defaults, hub, manage_account_settings, organization, patterns, pull_through_caches, replication, "
            "repositories, repository_stacks, scanning, sharing, stack_prefix, tags.",
            "4: defaults.lifecycle.<cache>: Unknown key. Allowed: days, preset, untagged.",
            "4: defaults.tags.<x>: 1. Allowed: text; quote it if it looks like a number.",
        ],
    ),
    "names": (
        "repositories:\n  - names: [ok/a, Bad]\n  - names: []",
        [
            "4: repositories[0].names[1]: 'Bad' is not a repository name. Allowed: 2-256 characters: lower-case "
            "letters and digits, joined by '.', '_', '__', '-' or '/' (team/app).",
            "5: repositories[1].names: []. Allowed: 1 or more entries.",
        ],
    ),
    "numbers": (
        "repository_stacks: 0\nmanage_account_settings: 1\ndefaults: {lifecycle: {preset: cache, days: 1.5}}",
        [
            "3: repository_stacks: 0. Allowed: 1 or more.",
            "4: manage_account_settings: 1. Allowed: true or false.",
            "5: defaults.lifecycle.days: 1.5. Allowed: a whole number.",
        ],
    ),
    "too many stacks": ("repository_stacks: 201", ["3: repository_stacks: 201. Allowed: 200 or less."]),
    "shapes": (
        "sharing:\ntags: []\npatterns: {}\ndefaults: {lifecycle: cache}",
        [
            "3: sharing: null. Allowed: a mapping.",
            "4: tags: []. Allowed: a mapping.",
            "5: patterns: {}. Allowed: a list.",
            "6: defaults.lifecycle: 'cache'. Allowed: a mapping.",
        ],
    ),
    "tags": (
        "tags: {'aws:x': y}\ndefaults:\n  tags:\n    a: ''\n    b: 5",
        [
            "3: tags['aws:x']: This tag key is not allowed. Allowed: 1-127 characters, not beginning with 'aws:'.",
            "7: defaults.tags.b: 5. Allowed: text; quote it if it looks like a number.",
        ],
    ),
    "encryption": (
        "defaults: {encryption: {type: KMS, key: alias/x}}\n"
        "patterns:\n  - {match: '*', encryption: {type: AES256, key: registry}}\n"
        "  - {match: '*', encryption: {type: rot13}}",
        [
            "3: defaults.encryption.key: 'alias/x' is not a KMS key. Allowed: registry, aws/ecr, or a key's ARN "
            "(arn:aws:kms:REGION:ACCOUNT:key/ID; no alias).",
            '5: patterns[0].encryption: {"type": "AES256", "key": "registry"}: '
            "AES256 takes no key; leave it out, or "
            "use KMS.",
            "6: patterns[1].encryption.type: 'rot13'. Allowed: 'AES256', 'KMS' or 'KMS_DSSE'.",
        ],
    ),
    "tag mutability": (
        "defaults:\n  tag_mutability:\n    mode: IMMUTABLE_WITH_EXCLUSION\n    exclusion_filters: [ok, '*']",
        [
            "6: defaults.tag_mutability.exclusion_filters[1]: '*' excludes every tag. Name the tags that may move "
            "(cache-*), or choose the mode that says so.",
        ],
    ),
    "lifecycle rules": (
        "patterns:\n  - match: a/*\n    lifecycle:\n      rules:\n"
        "        - selection: {tagStatus: any, countType: imageCountMoreThan, countNumber: 1}\n"
        "          action: {type: expire}\n"
        "        - selection: {}\n          action: {type: delete}",
        [
            "9: patterns[0].lifecycle.rules[1].selection.countType: Missing. Allowed: imageCountMoreThan, "
            "sinceImagePushed, sinceImagePulled, sinceImageTransitioned.",
            "9: patterns[0].lifecycle.rules[1].selection.tagStatus: Missing. Allowed: tagged, untagged, any.",
            "9: patterns[0].lifecycle.rules[1].selection.countNumber: Missing. Allowed: a whole number, 1 or more.",
            "10: patterns[0].lifecycle.rules[1].action.type: 'delete'. Allowed: expire, transition.",
        ],
    ),
    "keep_releases decides twice": (
        "defaults: {lifecycle: {preset: keep_releases, others: 9, then: {preset: cache}}}",
        [
            '3: defaults.lifecycle: {"preset": "keep_releases", "others": 9, "then": {"preset": "cache"}}: '
            "'then' decides on all that is not a release; leave 'others' and 'untagged' out."
        ],
    ),
    "delete from the archive too soon": (
        "defaults: {lifecycle: {preset: archive_cold, delete_after: 89}}",
        ["3: defaults.lifecycle.delete_after: 89. Allowed: 90 or more."],
    ),
    "push for all": (
        "sharing: {push: {organization: true}}",
        [
            '3: sharing: {"push": {"organization": true}}: '
            "push cannot be shared with the whole organization; name "
            "units or accounts."
        ],
    ),
    "accounts": (
        "sharing:\n  pull:\n    accounts: [111111111111, '12']",
        [
            "5: sharing.pull.accounts[0]: 111111111111. Allowed: text; quote it if it looks like a number.",
            "5: sharing.pull.accounts[1]: '12' is not an AWS account id. Allowed: 12 digits, quoted in YAML "
            "('111111111111').",
        ],
    ),
    "scanning": (
        "scanning:\n  rules:\n    - frequency: CONTINUOUS_SCAN\n      filters: [a b]",
        [
            "4: scanning.rules: CONTINUOUS_SCAN with BASIC. Allowed: SCAN_ON_PUSH, or scan_type ENHANCED.",
            "6: scanning.rules[0].filters[0]: 'a b' is not a scanning filter. Allowed: 1-255 characters of a "
            "repository name, '*' for any characters.",
        ],
    ),
    "patterns": (
        "patterns:\n  - match: Payments/*\n  - match: '*/'\n  - tags: {a: b}",
        [
            "4: patterns[0].match: 'Payments/*' matches no repository name. Allowed: repository names, '*' for any "
            "characters, '?' for one (payments/*).",
            "5: patterns[1].match: '*/' matches no repository name. Allowed: repository names, '*' for any characters, "
            "'?' for one (payments/*).",
            "6: patterns[2].match: Missing. This key is required.",
        ],
    ),
    "templates": (
        "creation_templates:\n  - {prefix: x//, applied_for: [PULL]}",
        [
            "4: creation_templates[0].prefix: 'x//' is not a prefix of repository names. Allowed: ROOT, or a "
            "repository name, with or without a '/' at its end (team/builds).",
            "4: creation_templates[0].applied_for[0]: 'PULL'. Allowed: 'CREATE_ON_PUSH', 'PULL_THROUGH_CACHE' or "
            "'REPLICATION'.",
        ],
    ),
    "stack prefix": (
        "stack_prefix: 1st",
        ["3: stack_prefix: '1st'. Allowed: text that matches ^[A-Za-z][A-Za-z0-9-]{0,63}$."],
    ),
    "both credentials": (
        "pull_through_caches:\n  - {upstream: docker-hub, prefix: hub, credential: {}}",
        ["4: pull_through_caches[0].credential: {}: give exactly one of username and secret_arn."],
    ),
    "a user without a name": (
        "pull_through_caches:\n  - {upstream: docker-hub, prefix: hub, credential: {username: ''}}",
        ["4: pull_through_caches[0].credential.username: ''. Allowed: 1 or more characters."],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_told_all_that_is_wrong_and_where(text, expected):
    assert messages(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", ["1: organization: Missing. This key is required.", "1: hub: Missing. This key is required."]),
        (
            "organization: {id: o-1}\nhub: {account: 111111111111, region: Ireland}",
            [
                "1: organization.id: 'o-1' is not an organization id. Allowed: 'o-' and 9-32 lower-case letters and "
                "digits (o-a1b2c3d4e5).",
                "2: hub.account: 111111111111. Allowed: text; quote it if it looks like a number.",
                "2: hub.region: 'Ireland' is not an AWS Region. Allowed: a Region's code (eu-west-1).",
            ],
        ),
        ("[]", ["1: Not a mapping. Begin with organization: and hub: (see registry.schema.json)."]),
        ("text", ["1: Not a mapping. Begin with organization: and hub: (see registry.schema.json)."]),
        ("", [" Not a mapping. Begin with organization: and hub: (see registry.schema.json)."]),
        ("# nothing", [" Not a mapping. Begin with organization: and hub: (see registry.schema.json)."]),
    ],
)
def test_what_a_file_must_have(text, expected):
    assert messages(text, head="") == expected


def test_one_reading_tells_all_kinds_of_faults():
    found = messages(
        "repositories:\n"
        "  - names: [BAD, team/a, team/a]\n"  # A fault of a value, and one across the file, with its index in the file.
        "  - names: []\n"
        "  - names: [team/b, team/a]\n"
        "    sharing: {pull: {units: [nowhere]}}\n"
        "    encryption: {type: KMS, key: aws/ecr}\n"
        "    encryption: {type: AES256}\n"
    )
    assert [re.sub(r"^(\d+: [^:]+:).*", r"\1", message) for message in found] == [
        "4: repositories[0].names[0]:",
        "4: repositories[0].names[2]:",
        "5: repositories[1].names:",
        "6: repositories[2].names[1]:",
        "7: repositories[2].sharing.pull.units[0]:",
        "9: repositories[2].encryption:",
    ]
    assert found[1].endswith("'team/a' again, after repositories[0].names[1]. Declare each repository once.")


def test_a_fault_of_many_repositories_is_told_once():
    assert len(messages("repositories: [{names: [a/a, a/b, a/c], tags: {x: y}}]\ntags: {k: ''}")) == 1
    shared = "repositories:\n  - names: [a/a, a/b, a/c]\n    encryption: {type: KMS, key: aws/ecr}\n"
    assert len(messages(f"{shared}sharing: {{pull: {{organization: true}}}}")) == 1


def test_a_fault_hides_nothing_that_it_does_not_cause():
    """The account that is no account is the fault; without it the destination would be the hub itself."""
    destinations = "[{region: us-east-1, account: '5'}, {region: eu-west-1}, {region: eu-west-1}]"
    found = messages(f"replication: [{{destinations: {destinations}}}]")
    assert [message.split(": ")[1] for message in found] == [
        "replication[0].destinations[0].account",
        "replication[0].destinations[2]",
    ]


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (None, "No such file or directory. Name a registry file."),
        (lambda path: path.mkdir(), "Is a directory. Name a registry file."),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "Not UTF-8 text. Save it as UTF-8."),
        (lambda path: path.write_bytes("hub: é".encode("latin-1")), "Not UTF-8 text. Save it as UTF-8."),
    ],
)
def test_files_that_cannot_be_read(tmp_path, write, expected):
    path = tmp_path / "registry.yaml"
    if write:
        write(path)
    with pytest.raises(GovernedEcrError) as caught:
        load_registry(path)
    assert str(caught.value) == f"{path}: {expected}"


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "registry.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert load_registry(path) == parse_registry(HEAD)


def survives(text):
    """Nothing but a registry or a GovernedEcrError, and soon."""
    started = perf_counter()
    problems: tuple[Problem, ...] = ()
    try:
        parse_registry(text)
    except GovernedEcrError as error:
        problems = error.problems
    assert all(problem.place.startswith("registry.yaml") and problem.what and problem.mend for problem in problems)
    assert perf_counter() - started < 20


@settings(max_examples=150, deadline=None)
@given(st.text())
@example("\ud800")
@example("a: \x00")
def test_any_text_ends_well(text):
    survives(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_any_bytes_end_well(tmp_path, content):
    path = tmp_path / "registry.yaml"
    path.write_bytes(content)
    with pytest.raises(GovernedEcrError):
        load_registry(path)


_PIECES = st.sampled_from(
    [
        *(
            "&a ",
            "*a",
            "<<: *a",
            "!!int ",
            "!!timestamp ",
            "!x ",
            "? ",
            "- ",
            ": ",
            "{",
            "}",
            "[",
            "]",
            "\n",
            "  ",
            "\t",
        ),
        *(
            "null",
            "0x1F",
            "1:30",
            "2024-01-01",
            "yes",
            ".nan",
            "1e999",
            "${Token[1]}",
            "ROOT",
            "<cache>",
            "'",
            '"',
            "|",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_mutation_of_the_example_ends_well(data):
    text = EXAMPLE.read_text()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 10, 80])))
        text = text[:start] + data.draw(_PIECES | st.just("") | st.text(max_size=3)) + text[end:]
    survives(text)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["ROOT", "<x>", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["preset", "rules", "type", "names", "<cache>", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def paths(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from paths(child, (*path, key))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_other_value_anywhere_in_the_example_ends_well(data):
    tree = yaml.safe_load(EXAMPLE.read_text())
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from([path for path in paths(tree) if path]))
        parent = tree
        for step in way:
            parent = parent[step]
        if data.draw(st.booleans()):
            parent[last] = data.draw(_VALUES)
        elif isinstance(parent, dict):
            parent[data.draw(st.sampled_from(["<<", "<cache>", "naems", "preset", ""]))] = parent.pop(last)
        else:
            parent.append(parent[last])
    survives(written(tree))
