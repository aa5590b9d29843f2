"""LifecyclePolicyText, -Priorities, -Tags and -Counts: what ECR refuses, by what it is about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.lifecycle import LifecyclePolicy
from governed_ecr.rules.lifecycle_policy.lifecycle_counts import LIFECYCLE_COUNTS
from governed_ecr.rules.lifecycle_policy.lifecycle_policy_text import LIFECYCLE_POLICY_TEXT
from governed_ecr.rules.lifecycle_policy.lifecycle_priorities import LIFECYCLE_PRIORITIES
from governed_ecr.rules.lifecycle_policy.lifecycle_tags import LIFECYCLE_TAGS
from tests.model.strategies import policy_data
from tests.rules.judge import creation_template, findings, repository
from tests.rules.lifecycle_policy.policies import PATTERNS, PREFIXES, governed, rule, text

ALL = (LIFECYCLE_POLICY_TEXT, LIFECYCLE_PRIORITIES, LIFECYCLE_TAGS, LIFECYCLE_COUNTS)
LATE = {"Parameters": {"P": {"Type": "String"}, "N": {"Type": "Number"}, "Twenty": {"Type": "Number", "Default": 20}}}
UNTAGGED, LAST = rule(1, "untagged", days=14), rule(100, "any", keep=500)
ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}


def said(resources: dict[str, Any]) -> list[str]:
    """Each finding as ``Tags rules[0].selection: what``."""
    return [
        f"{finding.rule.id.removeprefix('Lifecycle')} {finding.found.message} {finding.mend}"
        for finding in findings(resources, *ALL, of=LATE)
    ]


def archived(priority: int, days: int, tags: str = "any") -> dict[str, Any]:
    return rule(priority, tags, days=days, countType="sinceImageTransitioned", storageClass="archive")


GOOD = {
    "two rules": text(UNTAGGED, LAST),
    "gaps and any order": text(LAST, rule(7, ["dev-*"], keep=10), UNTAGGED),
    "archive, then delete": text({**rule(1, "any", days=30), "action": ARCHIVE}, archived(2, 365)),
    "not pulled, archived": text({**rule(1, "any", days=90, countType="sinceImagePulled"), "action": ARCHIVE}),
    "prefixes": text(rule(1, "tagged", keep=5, **{PREFIXES: ["dev-", "pr-"]}), LAST),
    "four wildcards": text(rule(1, ["*a*b*c*"], keep=100), LAST),
    "the documentation's four": text(rule(1, ["*test*1*2*3", "test*1*2*3*"], keep=1), LAST),
    "untagged in each class": text(UNTAGGED, archived(2, 90, "untagged"), LAST),
    "fifty rules": text(*(rule(at, [f"a{at}-*"], keep=1) for at in range(1, 51))),
    "spaces and line breaks": json.dumps({"rules": [UNTAGGED, LAST]}, indent=4),
}


@pytest.mark.parametrize("policy", GOOD.values(), ids=GOOD)
def test_good(policy: str) -> None:
    assert said(governed(policy)) == []
    assert said(creation_template(LifecyclePolicy=policy)) == []


LATE_BOUND = {
    "the whole": {"Ref": "P"},
    "a number": {"Fn::Sub": text(UNTAGGED, rule(2, "any", keep=77)).replace("77", "${N}")},
    "a number by its default": {"Fn::Sub": text(UNTAGGED, rule(2, "any", keep=77)).replace("77", "${Twenty}")},
    "a pattern": {"Fn::Sub": text(rule(1, ["${P}-*"], keep=20), LAST)},
    "a description": {"Fn::Sub": text({**UNTAGGED, "description": "for ${P}"}, LAST)},
    "a priority": {"Fn::Sub": text(UNTAGGED, rule(77, "any", keep=500)).replace("77", "${N}")},
    "a countType": {"Fn::Sub": text(rule(1, "untagged", keep=1, countType="${P}"), LAST)},
    "a rule": {"Fn::Sub": '{"rules": [${P}, ' + json.dumps(LAST) + "]}"},
    "all rules": {"Fn::Sub": '{"rules": ${P}}'},
    "all but the braces": {"Fn::Join": ["", ["{", {"Ref": "P"}, "}"]]},
    "a rule after a rule": {"Fn::Sub": '{"rules": [' + json.dumps(LAST) + "${P}]}"},
}


@pytest.mark.parametrize("policy", LATE_BOUND.values(), ids=LATE_BOUND)
def test_late_bound(policy: Any) -> None:
    assert said(governed(policy)) == []


def test_what_is_known_of_a_late_bound_policy_is_judged() -> None:
    policy = {"Fn::Sub": text(rule(1, ["${P}-*"], keep=20), rule(2, "any", keep=500), rule(3, "untagged", keep=0))}
    assert [line.split(": ")[0] for line in said(governed(policy))] == [
        "Counts rules[2].selection.countNumber",
        "Priorities rules[1].rulePriority",
    ]


BAD = {
    "an object": ({"rules": [UNTAGGED, LAST]}, ["PolicyText An object as the policy."]),
    "cut off": (text(UNTAGGED, LAST)[:-2], ["PolicyText Not JSON: "]),
    "a comma too much": (text(UNTAGGED, LAST)[:-2] + ",]}", ["PolicyText Not JSON: "]),
    "cut off after a parameter": (
        {"Fn::Sub": text(rule(1, ["${P}-*"], keep=20), LAST)[:-2]},
        ["PolicyText Not JSON: "],
    ),
    "single quotes": (text(UNTAGGED, LAST).replace('"', "'"), ["PolicyText Not JSON: "]),
    "empty": ("", ["PolicyText Not JSON: "]),
    "a list": (json.dumps([UNTAGGED, LAST]), ["PolicyText Not an object with 'rules', a list."]),
    "encoded twice": (json.dumps(text(UNTAGGED, LAST)), ["PolicyText Not an object with 'rules', a list."]),
    "rules misspelt": (json.dumps({"Rules": [UNTAGGED, LAST]}), ["PolicyText Not an object with 'rules', a list."]),
    "more than rules": (json.dumps({"Version": "1", "rules": [UNTAGGED, LAST]}), ["PolicyText Not an object with"]),
    "too short": ('{"rules": []}', ["PolicyText rules: 0 rules."]),
    "no rules, padded": ('{"rules": []}' + " " * 100, ["PolicyText rules: 0 rules."]),
    "too long": (text(UNTAGGED, {**LAST, "description": "x" * 30_720}), ["PolicyText 31,057 characters."]),
    "51 rules": (text(*(rule(at, [f"a{at}-*"], keep=1) for at in range(1, 52))), ["PolicyText rules: 51 rules."]),
    "a number": (5, ["PolicyText A number as the policy."]),
    "a list of objects": ([UNTAGGED], ["PolicyText A list as the policy."]),
    "twice the same priority": (
        text(UNTAGGED, rule(1, "any", keep=500)),
        ["Priorities rules[0].rulePriority: 1 more than once.", "Priorities rules[1].rulePriority: 1 more than once."],
    ),
    "any first": (text(rule(1, "any", keep=500), rule(2, "untagged", days=1)), ["Priorities rules[0].rulePriority: "]),
    "any twice": (text(rule(1, "any", keep=500), rule(2, "any", days=365)), ["Priorities rules[0].rulePriority: "]),
    "priority 0": (text(rule(0, "untagged", days=1), LAST), ["Priorities rules[0].rulePriority: 0."]),
    "priority as text": (text(rule("1", "untagged", days=1), LAST), ["Priorities rules[0].rulePriority: '1'."]),
    "priority null": (text(rule(None, "untagged", days=1), LAST), ["Priorities rules[0].rulePriority: null."]),
    "no priority": (
        text({name: value for name, value in LAST.items() if name != "rulePriority"}),
        ["Priorities rules[0].rulePriority: Missing."],
    ),
    "untagged with patterns": (
        text(rule(1, "untagged", keep=5, **{PATTERNS: ["a*"]}), LAST),
        ["Tags rules[0].selection.tagPatternList: "],
    ),
    "any with prefixes": (
        text(rule(1, "any", keep=500, **{PREFIXES: ["a"]})),
        ["Tags rules[0].selection.tagPrefixList"],
    ),
    "tagged without a list": (text(rule(1, "tagged", keep=5), LAST), ["Tags rules[0].selection: "]),
    "tagged with both lists": (
        text(rule(1, ["v*"], keep=50, **{PREFIXES: ["v"]}), LAST),
        ["Tags rules[0].selection: tagStatus 'tagged' with tagPatternList and tagPrefixList."],
    ),
    "an empty list": (text(rule(1, [], keep=5), LAST), ["Tags rules[0].selection.tagPatternList: []."]),
    "an empty entry": (text(rule(1, [""], keep=5), LAST), ["Tags rules[0].selection.tagPatternList[0]: "]),
    "a list that is a text": (
        text(rule(1, "tagged", keep=5, **{PREFIXES: "dev"}), LAST),
        ["Tags rules[0].selection.tagPrefixList: 'dev'."],
    ),
    "a list that is null": (
        text(rule(1, "untagged", days=5, **{PREFIXES: None}), LAST),
        ["Tags rules[0].selection.tagPrefixList: null."],
    ),
    "five wildcards": (text(rule(1, ["*a*b*c*d*"], keep=5), LAST), ["Tags rules[0].selection.tagPatternList[0]: "]),
    "tagStatus misspelt": (text(rule(1, "Tagged", keep=5), LAST), ["Tags rules[0].selection.tagStatus: 'Tagged'."]),
    "untagged twice": (text(UNTAGGED, rule(2, "untagged", keep=1), LAST), ["Tags rules[1].selection.tagStatus: "]),
    "no selection": (
        text({"rulePriority": 1, "action": {"type": "expire"}}, LAST),
        ["Tags rules[0].selection: Missing."],
    ),
    "countType misspelt": (
        text(rule(1, "untagged", days=14, countType="sinceImagePush"), LAST),
        ["Counts rules[0].selection.countType: 'sinceImagePush'."],
    ),
    "no unit": (
        text(rule(1, "untagged", keep=14, countType="sinceImagePushed"), LAST),
        ["Counts rules[0].selection.countUnit: Missing."],
    ),
    "hours": (text(rule(1, "untagged", days=14, countUnit="hours"), LAST), ["Counts rules[0].selection.countUnit: "]),
    "a unit of a number": (text(rule(1, "any", keep=500, countUnit="days")), ["Counts rules[0].selection.countUnit: "]),
    "count 0": (text(rule(1, "untagged", days=0), LAST), ["Counts rules[0].selection.countNumber: 0."]),
    "count as text": (text(rule(1, "untagged", days="14"), LAST), ["Counts rules[0].selection.countNumber: '14'."]),
    "count null": (text(rule(1, "untagged", keep=None), LAST), ["Counts rules[0].selection.countNumber: null."]),
    "expire by pulls": (
        text(rule(1, "any", days=90, countType="sinceImagePulled")),
        ["Counts rules[0].action.type: 'expire' with countType 'sinceImagePulled'."],
    ),
    "transition without a target": (
        text({**rule(1, "any", days=90), "action": {"type": "transition"}}),
        ["Counts rules[0].action.targetStorageClass: Missing."],
    ),
    "expire with a target": (
        text({**rule(1, "any", keep=500), "action": {**ARCHIVE, "type": "expire"}}),
        ["Counts rules[0].action.targetStorageClass: 'archive'."],
    ),
    "delete": (text({**LAST, "action": {"type": "delete"}}), ["Counts rules[0].action.type: 'delete'."]),
    "no action": (text({"rulePriority": 1, "selection": LAST["selection"]}), ["Counts rules[0].action: Missing."]),
    "transitioned in the standard class": (
        text(rule(1, "any", days=90, countType="sinceImageTransitioned")),
        ["Counts rules[0].selection.storageClass: "],
    ),
    "pushed in the archive": (
        text(rule(1, "any", days=90, storageClass="archive")),
        ["Counts rules[0].selection.storageClass: "],
    ),
    "a month in the archive": (
        text(archived(1, 30)),
        ["Counts rules[0].selection.countNumber: 30 days in the archive."],
    ),
    "a member misspelt": (text({**LAST, "desc": "x"}), ["Counts rules[0].desc: 'x'."]),
    "a rule that is none": (text("expire", LAST), ["Counts rules[0]: 'expire' is not a rule."]),
}


@pytest.mark.parametrize(("policy", "expected"), BAD.values(), ids=BAD)
def test_bad(policy: Any, expected: list[str]) -> None:
    found = said(governed(policy))
    assert len(found) == len(expected), found
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)


def test_a_policy_in_the_place_of_its_object() -> None:
    (line,) = said(repository(LifecyclePolicy=text(UNTAGGED, LAST)))
    assert line == "PolicyText A text as the LifecyclePolicy. Allowed: an object with LifecyclePolicyText."


def test_a_short_policy() -> None:
    (line,) = said(governed('{"rules": ["x"]}'))
    assert line.startswith("Counts rules[0]: 'x' is not a rule."), "what is in it is more to the point than its length"


def test_where_a_finding_is() -> None:
    (of_repository,) = findings(governed("{"), LIFECYCLE_POLICY_TEXT)
    (of_template,) = findings(creation_template(LifecyclePolicy="{"), LIFECYCLE_POLICY_TEXT)
    assert of_repository.place == "Resources.Repo.Properties.LifecyclePolicy.LifecyclePolicyText"
    assert of_template.place == "Resources.Template.Properties.LifecyclePolicy"


def test_every_problem_of_a_policy_is_said_at_once() -> None:
    policy = text(rule(1, "untagged", keep=14, countType="sinceImagePushed"), rule(1, "tagged", keep=0))
    assert [line.split(": ")[0] for line in said(governed(policy))] == [
        "Counts rules[0].selection.countUnit",
        "Counts rules[1].selection.countNumber",
        "Priorities rules[0].rulePriority",
        "Priorities rules[1].rulePriority",
        "Tags rules[1].selection",
    ]


@settings(max_examples=100, deadline=None)
@given(policy_data())
def test_whatever_the_model_accepts_is_good(data: dict[str, Any]) -> None:
    try:
        policy = LifecyclePolicy.from_json(data).to_json()
    except GovernedEcrError:
        assume(False)
    assert said(governed(policy.ljust(100))) == []


def test_an_endless_object_is_measured_and_not_read() -> None:
    (line, other) = said(governed({"rules": [LAST] * 20_000}))
    assert (line, other) == (
        "PolicyText An object as the policy. Allowed: JSON text; CloudFormation refuses an object.",
        "PolicyText rules: 20,000 rules. Allowed: 1-50.",
    )
