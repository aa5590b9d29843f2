import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.model.lifecycle_rule import members_of
from tests.model.strategies import policy_data

SELECTION = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1}
GOOD = {"rulePriority": 1, "selection": SELECTION, "action": {"type": "expire"}}


def without(key):
    return {name: value for name, value in SELECTION.items() if name != key}


def problems_of(data):
    with pytest.raises(GovernedEcrError) as caught:
        LifecyclePolicy.from_json(data)
    return [(problem.place, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "data",
    ["", "[]", "{}", "null", '"rules"', '{"rules": {}}', '{"rules": [], "version": 1}', {"rule": []}, "[" * 100_000],
    ids=["nothing", "list", "empty", "null", "text", "rules no list", "more than rules", "no rules", "deep"],
)
def test_what_is_no_policy_is_refused_as_a_whole(data):
    assert len(problems_of(data)) == 1


SHAPES = {
    "a rule that is none": ("x", "rules[0]", "'x' is not a rule."),
    "no selection": ({"action": {"type": "expire"}}, "rules[0].selection", "Missing."),
    "no action": ({"selection": SELECTION}, "rules[0].action", "Missing."),
    "empty action": ({**GOOD, "action": {}}, "rules[0].action.type", "Missing."),
    "selection of a wrong type": ({**GOOD, "selection": []}, "rules[0].selection", "[]."),
    "unknown member": ({**GOOD, "prio": 1}, "rules[0].prio", "1."),
    "unknown in the selection": ({**GOOD, "selection": {**SELECTION, "x": 2}}, "rules[0].selection.x", "2."),
    "unknown in the action": ({**GOOD, "action": {"type": "expire", "x": 2}}, "rules[0].action.x", "2."),
    "null": ({**GOOD, "description": None}, "rules[0].description", "null."),
    "null in the selection": (
        {**GOOD, "selection": {**SELECTION, "countUnit": None}},
        "rules[0].selection.countUnit",
        "null.",
    ),
    "priority as text": ({**GOOD, "rulePriority": "1"}, "rules[0].rulePriority", "'1'."),
    "priority true": ({**GOOD, "rulePriority": True}, "rules[0].rulePriority", "true."),
    "description a number": ({**GOOD, "description": 1}, "rules[0].description", "1."),
    "no tagStatus": ({**GOOD, "selection": without("tagStatus")}, "rules[0].selection.tagStatus", "Missing."),
    "no countType": ({**GOOD, "selection": without("countType")}, "rules[0].selection.countType", "Missing."),
    "no countNumber": ({**GOOD, "selection": without("countNumber")}, "rules[0].selection.countNumber", "Missing."),
    "a fraction": ({**GOOD, "selection": {**SELECTION, "countNumber": 1.0}}, "rules[0].selection.countNumber", "1.0."),
    "unknown tagStatus": (
        {**GOOD, "selection": {**SELECTION, "tagStatus": "ANY"}},
        "rules[0].selection.tagStatus",
        "'ANY'.",
    ),
    "unknown storageClass": (
        {**GOOD, "selection": {**SELECTION, "storageClass": "cold"}},
        "rules[0].selection.storageClass",
        "'cold'.",
    ),
    "unknown action": ({**GOOD, "action": {"type": "delete"}}, "rules[0].action.type", "'delete'."),
    "an empty list": (
        {**GOOD, "selection": {**SELECTION, "tagPrefixList": []}},
        "rules[0].selection.tagPrefixList",
        "[].",
    ),
    "a list of numbers": (
        {**GOOD, "selection": {**SELECTION, "tagPatternList": [1]}},
        "rules[0].selection.tagPatternList",
        "[1].",
    ),
}


@pytest.mark.parametrize(("bad", "place", "what"), SHAPES.values(), ids=SHAPES)
def test_a_fault_of_shape_is_named_by_its_place(bad, place, what):
    assert problems_of({"rules": [bad]}) == [(place, what)]


@pytest.mark.parametrize("part", ["selection", "action"])
def test_a_rule_with_an_empty_part_is_refused_not_dropped(part):
    tagged = {**GOOD, "selection": {**SELECTION, "tagStatus": "tagged", "tagPatternList": ["v*"]}}
    places = [place for place, _ in problems_of({"rules": [{**GOOD, "rulePriority": 2}, {**tagged, part: {}}]})]
    assert places
    assert all(place.startswith(f"rules[1].{part}.") for place in places)


@settings(max_examples=80, deadline=None)
@given(policy_data(), st.data())
def test_a_policy_less_any_required_member_is_never_read_as_another_policy(data, draw):
    index = draw.draw(st.integers(0, len(data["rules"]) - 1))
    rule = data["rules"][index]
    part = draw.draw(st.sampled_from([rule, rule["selection"], rule["action"]]))
    removed = draw.draw(st.sampled_from(sorted(set(part) - {"rulePriority", "description", "storageClass"})))
    del part[removed]
    assert any(place.startswith(f"rules[{index}].") for place, _ in problems_of(data))


_KEYS = st.sampled_from(sorted(members_of("") | members_of("selection") | members_of("action") | {"rules", "x"}))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(_JSON, st.booleans())
def test_any_json_is_a_policy_or_a_governed_ecr_error(value, as_text):
    data = {"rules": [value]}
    try:
        read = LifecyclePolicy.from_json(json.dumps(data) if as_text else data)
    except GovernedEcrError:
        return
    assert len(read.rules) == 1


def test_a_long_value_is_cut_in_its_message():
    ((place, what),) = problems_of({"rules": [{**GOOD, "action": {"type": "x" * 30_000}}]})
    assert place == "rules[0].action.type"
    assert len(what) < 250
