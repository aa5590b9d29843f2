from time import perf_counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.config.yaml_source import Source, dotted, steps


def problems(text):
    return [(line, problem.place, problem.what) for line, problem in Source(text).problems]


def test_every_value_has_its_line():
    source = Source("hub:\n  account: x\nlist:\n  - a\n  - b:\n      c: d\n")
    assert source.data == {"hub": {"account": "x"}, "list": ["a", {"b": {"c": "d"}}]}
    places = [(), ("hub",), ("hub", "account"), ("list",), ("list", 0), ("list", 1, "b", "c")]
    assert [source.line(path) for path in places] == [1, 1, 2, 3, 4, 6]
    assert source.line(("hub", "region")) == 1  # The nearest around what is not there.
    assert source.line(("list", 7)) == 3


def test_keys_are_text_however_yaml_reads_them():
    assert Source("no: 1\n5: 2\n1.50: 3\nnull: 4\n2024-01-01: 5\n").data == {
        "no": 1,
        "5": 2,
        "1.50": 3,
        "null": 4,
        "2024-01-01": 5,
    }


def test_dates_are_text():
    assert Source("a: 2024-01-01\nb: 2024-01-01 12:00:00").data == {"a": "2024-01-01", "b": "2024-01-01 12:00:00"}


def test_a_key_a_second_time_is_told_and_reading_goes_on():
    source = Source("a: 1\nb: {c: 1,\n  c: 2}\na: 3\nx: y")
    assert [(line, problem.place) for line, problem in source.problems] == [(4, "a"), (3, "b.c")]
    assert source.data == {"a": 3, "b": {"c": 2}, "x": "y"}


MERGES = [
    "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}",
    "a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a}",
    "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b], z: 3}",
    "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}",
    "a: &a {x: {deep: [1, 2]}}\nb: {<<: *a}\nc: [*a, *a]",
]


@pytest.mark.parametrize("text", MERGES)
def test_anchors_and_merges_are_yamls(text):
    source = Source(text)
    assert source.problems == []
    assert source.data == yaml.safe_load(text)


def test_a_key_a_second_time_is_told_beside_a_merge():
    assert problems("a: &a {x: 1}\nb: {<<: *a, x: 2, x: 3, <<: *a}") == [
        (2, "b.x", "This key a second time."),
        (2, "b.<<", "This key a second time."),
    ]


def bomb(first, step, levels=9):
    lines = [f"a0: &a0 {first}"]
    lines += [f"a{n}: &a{n} {step.format(','.join([f'*a{n - 1}'] * 10))}" for n in range(1, levels)]
    return "\n".join(lines)


TOO_MANY = "Not YAML: more than 500,000 values, anchors expanded."
DEEP = "Nested too deeply."

HOSTILE = {
    "unclosed": ("{", (2, "", "Not YAML: while parsing a flow node, did not find expected node content.")),
    "two colons": ("a: b: c", (1, "", "Not YAML: mapping values are not allowed in this context.")),
    "tab": (
        "a:\n\tb: 1",
        (2, "", "Not YAML: while scanning for the next token, found character that cannot start any token."),
    ),
    "two documents": (
        "a: 1\n---\nb: 2",
        (2, "", "Not YAML: expected a single document in the stream, but found another document."),
    ),
    "no such anchor": ("a: 1\nb: *c", (2, "", "Not YAML: found undefined alias.")),
    "NUL": ("a: \0", (None, "", "Not YAML: unacceptable character #x0000: control characters are not allowed.")),
    "surrogate": (
        "a: \ud800",
        (
            None,
            "",
            "Not YAML: 'utf-8' codec can't encode character '\\ud800' in position 3: surrogates not allowed.",
        ),
    ),
    "Python's tag on a mapping": (
        "a:\n  b: !!python/object/apply:os.system {}",
        (2, "a.b", "The tag 'tag:yaml.org,2002:python/object/apply:os.system'."),
    ),
    "Python's tag on a list": (
        "a: !!python/object/apply:os.system [ls]",
        (1, "a", "The tag 'tag:yaml.org,2002:python/object/apply:os.system'."),
    ),
    "Python's tag on a text": (
        "a: !!python/name:os.system ''",
        (1, "a", "The tag 'tag:yaml.org,2002:python/name:os.system'."),
    ),
    "a tag on a key": ("!x a: 1", (1, "", "A key that is not text.")),
    "a set": ("a: !!set {x, y}", (1, "a", "The tag 'tag:yaml.org,2002:set'.")),
    "bytes": ("a: !!binary aGk=", (1, "a", "The tag 'tag:yaml.org,2002:binary'.")),
    "a list as a key": ("a:\n  ? [x]\n  : 1", (2, "a", "A key that is not text.")),
    "no number": ("a: !!int ''", (1, "a", "'' is no int.")),
    "no truth": ("a: !!bool maybe", (1, "a", "'maybe' is no bool.")),
    "no fraction": ("a: !!float x", (1, "a", "'x' is no float.")),
    "a long number": (f"a: 0x{'f' * 5000}", (1, "a", "5,002 characters for a value of type int.")),
    "a long time": (f"a: 1{':59' * 50_000}", (1, "a", "150,001 characters for a value of type int.")),
    "a CDK token": ("a: ['${Token[AWS.Region.1]}']", (1, "a[0]", "'${Token[AWS.Region.1]}' is a CDK token.")),
    "a CDK token as a key": ("'${Token[1]}': 1", (1, "", "'${Token[1]}' is a CDK token.")),
    "a merge of no mapping": ("a:\n  <<: 5", (2, "a.<<", "A merge of what is no mapping.")),
    "nested flows": ("[" * 100_000, (None, "", DEEP)),
    "nested blocks": ("- " * 100_000, (None, "", DEEP)),
    "inside itself": ("a: &a [*a]", (None, "", DEEP)),
    "merged into itself": ("a: &a {<<: *a}", (None, "", DEEP)),
    "lists of lists": (bomb("[x]", "[{}]"), (None, "", TOO_MANY)),
    "merges of merges": (bomb("{x: 1}", "{{<<: [{}]}}"), (None, "", TOO_MANY)),
    "merges of nothing": (bomb("{}", "{{<<: [{}]}}"), (None, "", TOO_MANY)),
    "a bomb as a key": (bomb("[x]", "[{}]", 12) + "\n? *a11\n: 1", (12, "", "A key that is not text.")),
    "huge": ("x" * 10_000_001, (None, "", "10,000,001 characters.")),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_yaml_ends_in_one_clear_problem_and_soon(text, expected):
    started = perf_counter()
    assert problems(text) == [expected]
    assert perf_counter() - started < 20


def test_aliases_nest_no_deeper_than_the_text_may():
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 400))
    assert problems(chain) == [(None, "", DEEP)]


_TEXT = st.text(st.characters(codec="utf-8"), max_size=8).filter(lambda text: "${Token[" not in text)
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(_DATA, st.booleans())
def test_plain_data_is_read_as_it_was_written(data, flow):
    source = Source(yaml.safe_dump(data, default_flow_style=flow))
    assert source.problems == []
    assert source.data == data


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), ""),
        (("hub",), "hub"),
        (("repositories", 3, "names", 0), "repositories[3].names[0]"),
        ((0, "a"), "[0].a"),
    ],
)
def test_places_are_paths(path, place):
    assert dotted(path) == place
    assert steps(place) == path


def test_a_place_may_hold_a_key_with_dots():
    assert steps("defaults.tags['a.b[0]']") == ("defaults", "tags", "a.b[0]")
