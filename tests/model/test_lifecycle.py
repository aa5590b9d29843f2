import json
import time

import pytest
from hypothesis import given, settings

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.model.lifecycle import FOREVER, LifecyclePolicy
from governed_ecr.model.lifecycle_rule import ActionType, CountType, LifecycleRule, StorageClass, TagStatus
from tests.model.strategies import policy_data

PUSHED = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}
COUNT = {"countType": "imageCountMoreThan", "countNumber": 1}
PULLED = {"countType": "sinceImagePulled", "countUnit": "days", "countNumber": 90}
TRANSITIONED = {
    "storageClass": "archive",
    "countType": "sinceImageTransitioned",
    "countUnit": "days",
    "countNumber": 365,
}
EXPIRE = {"type": "expire"}
ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}


def rule(selection, action=EXPIRE, priority=None):
    return {**({"rulePriority": priority} if priority else {}), "selection": selection, "action": action}


def any_(count, **more):
    return {"tagStatus": "any", **count, **more}


def untagged(count, **more):
    return {"tagStatus": "untagged", **count, **more}


def prefixes(*names, count=PUSHED, **more):
    return {"tagStatus": "tagged", "tagPrefixList": list(names), **count, **more}


def patterns(*names, count=PUSHED):
    return {"tagStatus": "tagged", "tagPatternList": list(names), **count}


def policy(*rules):
    return {"rules": list(rules)}


def problems_of(data):
    with pytest.raises(GovernedEcrError) as caught:
        LifecyclePolicy.from_json(data)
    return caught.value.problems


FIRST = rule(patterns("v*"), priority=1)

# A rule of ECR's grammar, a policy that breaks it in its second rule, the place of the problem, what is found.
REFUSED = {
    "priority below 1": (rule(any_(COUNT), priority=-1), "rules[1].rulePriority", "-1."),
    "priority twice": (rule(patterns("a"), priority=1), "rules[1].rulePriority", "1 more than once."),
    "priority left out of one": (rule(patterns("a")), "rules[1].rulePriority", "Missing."),
    "tagged without a list": (
        rule({"tagStatus": "tagged", **COUNT}, priority=2),
        "rules[1].selection",
        "tagStatus 'tagged' with no tag list.",
    ),
    "tagged with both lists": (
        rule({**patterns("a"), "tagPrefixList": ["b"]}, priority=2),
        "rules[1].selection",
        "tagStatus 'tagged' with tagPatternList and tagPrefixList.",
    ),
    "list with untagged": (
        rule(untagged(COUNT, tagPrefixList=["a"]), priority=2),
        "rules[1].selection.tagPrefixList",
        "A tag list with tagStatus 'untagged'.",
    ),
    "list with any": (
        rule(any_(COUNT, tagPatternList=["a"]), priority=2),
        "rules[1].selection.tagPatternList",
        "A tag list with tagStatus 'any'.",
    ),
    "five wildcards": (
        rule(patterns("ok", "test*1*2*3*4*5*6"), priority=2),
        "rules[1].selection.tagPatternList[1]",
        "'test*1*2*3*4*5*6' has 6 wildcards.",
    ),
    "empty entry": (rule(prefixes(""), priority=2), "rules[1].selection.tagPrefixList[0]", "An empty entry."),
    "count of 0": (rule(any_({**COUNT, "countNumber": 0}), priority=2), "rules[1].selection.countNumber", "0."),
    "unit with a count of images": (
        rule(any_(COUNT, countUnit="days"), priority=2),
        "rules[1].selection.countUnit",
        "'days'.",
    ),
    "no unit with days": (
        rule(any_({"countType": "sinceImagePushed", "countNumber": 1}), priority=2),
        "rules[1].selection.countUnit",
        "Missing.",
    ),
    "unit other than days": (
        rule(any_({**PUSHED, "countUnit": "hours"}), priority=2),
        "rules[1].selection.countUnit",
        "'hours'.",
    ),
    "archive with imageCountMoreThan": (
        rule(any_(COUNT, storageClass="archive"), priority=2),
        "rules[1].selection.storageClass",
        "storageClass 'archive' with countType 'imageCountMoreThan'.",
    ),
    "archive with sinceImagePushed": (
        rule(any_(PUSHED, storageClass="archive"), priority=2),
        "rules[1].selection.storageClass",
        "storageClass 'archive' with countType 'sinceImagePushed'.",
    ),
    "archive with sinceImagePulled": (
        rule(any_(PULLED, storageClass="archive"), ARCHIVE, priority=2),
        "rules[1].selection.storageClass",
        "storageClass 'archive' with countType 'sinceImagePulled'.",
    ),
    "transitioned without archive": (
        rule(any_({**TRANSITIONED, "storageClass": "standard"}), priority=2),
        "rules[1].selection.storageClass",
        "storageClass 'standard' with countType 'sinceImageTransitioned'.",
    ),
    "transitioned before 90 days": (
        rule(any_({**TRANSITIONED, "countNumber": 89}), priority=2),
        "rules[1].selection.countNumber",
        "89 days in the archive.",
    ),
    "pulled with expire": (
        rule(any_(PULLED), priority=2),
        "rules[1].action.type",
        "'expire' with countType 'sinceImagePulled'.",
    ),
    "transitioned with transition": (
        rule(any_(TRANSITIONED), ARCHIVE, priority=2),
        "rules[1].action.type",
        "'transition' with countType 'sinceImageTransitioned'.",
    ),
    "transition without target": (
        rule(any_(PUSHED), {"type": "transition"}, priority=2),
        "rules[1].action.targetStorageClass",
        "Missing.",
    ),
    "transition elsewhere": (
        rule(any_(PUSHED), {"type": "transition", "targetStorageClass": "glacier"}, priority=2),
        "rules[1].action.targetStorageClass",
        "'glacier'.",
    ),
    "expire with target": (
        rule(any_(PUSHED), {"type": "expire", "targetStorageClass": "archive"}, priority=2),
        "rules[1].action.targetStorageClass",
        "'archive'.",
    ),
}


@pytest.mark.parametrize(("bad", "place", "what"), REFUSED.values(), ids=REFUSED)
def test_what_ecr_refuses_is_refused_at_its_rule(bad, place, what):
    assert (place, what) in [(problem.place, problem.what) for problem in problems_of(policy(FIRST, bad))]


# What a second rule may not repeat of, or put after, another; the place names the rule that is one too many.
TOGETHER = {
    "any before others": (
        [rule(any_(COUNT), priority=1), rule(patterns("a"), priority=2)],
        "rules[0].rulePriority",
    ),
    "any before untagged": (
        [rule(untagged(COUNT), priority=7), rule(any_(COUNT), priority=2)],
        "rules[1].rulePriority",
    ),
    "two any of a class": ([rule(any_(COUNT), priority=1), rule(any_(PUSHED), priority=2)], "rules[0].rulePriority"),
    "two untagged of a class": (
        [rule(untagged(COUNT), priority=1), rule(untagged(PUSHED), priority=2)],
        "rules[1].selection.tagStatus",
    ),
    "a set of prefixes twice": (
        [rule(prefixes("a", "b"), priority=1), rule(prefixes("b", "a"), priority=2)],
        "rules[1].selection.tagPrefixList",
    ),
}


@pytest.mark.parametrize(("rules", "place"), TOGETHER.values(), ids=TOGETHER)
def test_rules_that_exclude_each_other_are_refused(rules, place):
    assert [problem.place for problem in problems_of(policy(*rules))] == [place]


def test_all_problems_of_all_rules_are_told_at_once():
    bad = [rule(any_({**COUNT, "countNumber": 0}), priority=3), rule(patterns("*****"), priority=2), rule({}, {})]
    assert [problem.place for problem in problems_of(policy(*bad))] == [
        "rules[0].selection.countNumber",
        "rules[1].selection.tagPatternList[0]",
        "rules[2].selection.countType",
        "rules[2].action.type",
        "rules[2].selection.tagStatus",
        "rules[2].selection.countNumber",
        "rules[2].rulePriority",
    ]


def test_a_fault_of_shape_hides_no_fault_of_content():
    tagged = {"tagStatus": "tagged", "tagPatternList": ["*****"], "tagPrefixList": ["a"], **COUNT, "countNumber": 0}
    bad = [rule(patterns("v*"), priority=1), {**rule(tagged, priority=1), "extra": 1}]
    assert [problem.place for problem in problems_of(policy(*bad))] == [
        "rules[0].rulePriority",
        "rules[1].extra",
        "rules[1].selection",
        "rules[1].selection.tagPatternList[0]",
        "rules[1].selection.countNumber",
        "rules[1].rulePriority",
    ]


UNREADABLE = {
    "storageClass": ({**untagged(TRANSITIONED), "storageClass": "cold"}, {"type": "expire"}),
    "tagPatternList": ({"tagStatus": "tagged", "tagPatternList": "v*", **PUSHED}, {"type": "expire"}),
    "countType": (any_({**PULLED, "countType": "pulled"}), {"type": "expire"}),
    "tagStatus": ({**prefixes("a"), "tagStatus": "all"}, {"type": "expire"}),
    "countNumber": (any_({**COUNT, "countNumber": "0"}), {"type": "expire"}),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_is_demanded_of_what_cannot_be_read(name):
    selection, action = UNREADABLE[name]
    bad = [rule(selection, action, priority=5), rule(untagged(PUSHED), priority=4)]
    assert [problem.place for problem in problems_of(policy(*bad))] == [f"rules[0].selection.{name}"]


def test_of_very_many_rules_none_is_compared_with_the_others():
    started = time.process_time()
    assert len(problems_of(policy(*[rule(any_(COUNT), priority=1)] * 20_000))) == 1
    assert time.process_time() - started < 10


# The examples of docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
EXAMPLES = {
    "by age": policy(rule(patterns("prod*"), priority=1)),
    "archive by pulls": policy(rule(any_(PULLED), ARCHIVE, priority=1)),
    "delete from the archive": policy(rule(any_(TRANSITIONED), priority=1)),
    "untagged by count": policy(rule(untagged(COUNT), priority=1)),
    "multiple rules A": policy(
        rule(patterns("prod*", count=COUNT), priority=1), rule(patterns("beta*", count=COUNT), priority=2)
    ),
    "multiple rules B": policy(
        rule(patterns("beta*", count=COUNT), priority=1), rule(patterns("prod*", count=COUNT), priority=2)
    ),
    "multiple tags A": policy(rule(patterns("alpha*", "beta*"), priority=1)),
    "multiple tags B": policy(rule(patterns("alpha*", "beta*", count=COUNT), priority=1)),
    "all images A": policy(rule(any_(COUNT), priority=1)),
    "all images B": policy(
        rule(patterns("alpha*", count=COUNT), priority=1),
        rule(untagged({**PUSHED, "countNumber": 1}), priority=2),
        rule(any_(COUNT), priority=3),
    ),
    "archive by age": policy(rule(patterns("prod*", count={**PUSHED, "countNumber": 30}), ARCHIVE, priority=1)),
    "archive, then delete": policy(
        rule(any_({**PUSHED, "countNumber": 30}), ARCHIVE, priority=1), rule(any_(TRANSITIONED), priority=2)
    ),
    "CloudTrail's sample": policy(rule(any_({**COUNT, "countNumber": 2}), priority=1)),
    "the template's sample": policy(rule(any_(PUSHED), priority=1)),
    "four wildcards": policy(rule(patterns("*test*1*2*3", "test*1*2*3*"), priority=1)),
    "prefixes": policy(rule(prefixes("prod"), priority=1), rule(prefixes("prod", "beta"), priority=2)),
}


@pytest.mark.parametrize("data", EXAMPLES.values(), ids=EXAMPLES)
def test_documented_examples_are_accepted_as_they_are(data):
    assert LifecyclePolicy.from_json(data).to_dict() == data


def test_a_policy_has_1_to_50_rules():
    rules = [rule(prefixes(f"p{index}"), priority=index) for index in range(1, 52)]
    assert len(LifecyclePolicy.from_json(policy(*rules[:50])).rules) == 50
    assert [(p.place, p.what) for p in problems_of(policy(*rules))] == [("rules", "51 rules.")]
    assert [(p.place, p.what) for p in problems_of(policy())] == [("rules", "0 rules.")]


def test_a_policy_has_30_720_characters_at_most():
    def described(length):
        return policy({**rule(any_(COUNT), priority=1), "description": "x" * length})

    fits = 30_720 - len(LifecyclePolicy.from_json(described(0)).to_json())
    assert len(LifecyclePolicy.from_json(described(fits)).to_json()) == 30_720
    assert [problem.what for problem in problems_of(described(fits + 1))] == ["30,721 characters."]


@settings(max_examples=100, deadline=None)
@given(policy_data())
def test_every_policy_survives_json_without_loss(data):
    read = LifecyclePolicy.from_json(json.dumps(data))
    assert read.to_dict() == data
    assert LifecyclePolicy.from_json(read.to_json()) == read
    assert len(read.to_json()) >= 100  # ECR's minimum, which no policy with a rule can miss.


@settings(max_examples=50, deadline=None)
@given(policy_data(numbered=False))
def test_rules_without_priorities_are_numbered_in_their_order_with_any_last(data):
    rules = LifecyclePolicy.from_json(data).to_dict()["rules"]
    assert [rule.pop("rulePriority") for rule in rules] == [10 * place for place in range(1, len(rules) + 1)]
    assert rules == sorted(data["rules"], key=lambda rule: rule["selection"]["tagStatus"] == "any")


def test_branch_builds_is_the_published_policy():
    published = """
    {"rules": [
     {"action": {"type": "expire"}, "selection": {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 180, "tagStatus": "tagged", "tagPrefixList": ["develop"]}, "description": "clean 'develop*' after 180 days", "rulePriority": 10},
     {"action": {"type": "expire"}, "selection": {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 180, "tagStatus": "tagged", "tagPrefixList": ["feature"]}, "description": "clean 'feature*' after 180 days", "rulePriority": 20},
     {"action": {"type": "expire"}, "selection": {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 180, "tagStatus": "tagged", "tagPrefixList": ["hotfix"]}, "description": "clean 'hotfix*' after 180 days", "rulePriority": 30},
     {"action": {"type": "expire"}, "selection": {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1, "tagStatus": "untagged"}, "description": "clean Untagged after 1 day", "rulePriority": 40}
    ]}
    """  # noqa: E501 - as published
    assert LifecyclePolicy.branch_builds().to_dict() == json.loads(published)


def summary(read):
    """Each rule in a line, in the order in which ECR applies them."""
    lines = []
    for rule in sorted(read.rules, key=lambda rule: rule.priority):
        tags = ",".join(rule.tag_patterns or rule.tag_prefixes) or rule.tag_status.value
        lines.append(f"{rule.action.value} {tags} {rule.count_type.value} {rule.count_number}")
    return lines


SHIELDS = [f"expire v* imageCountMoreThan {FOREVER}", f"expire release-* imageCountMoreThan {FOREVER}"]
PRESETS = {
    "untagged": (LifecyclePolicy.untagged(), ["expire untagged sinceImagePushed 14"]),
    "cache": (
        LifecyclePolicy.cache(),
        ["expire untagged sinceImagePushed 1", "expire any sinceImagePushed 30"],
    ),
    "keep_releases": (LifecyclePolicy.keep_releases(), [*SHIELDS, "expire untagged sinceImagePushed 14"]),
    "keep_releases, others": (
        LifecyclePolicy.keep_releases("stable", others=60, untagged=2),
        [
            f"expire stable imageCountMoreThan {FOREVER}",
            "expire untagged sinceImagePushed 2",
            "expire any sinceImagePushed 60",
        ],
    ),
    "keep_releases, then": (
        LifecyclePolicy.keep_releases(then=LifecyclePolicy.branch_builds(feature=9)),
        [
            *SHIELDS,
            "expire develop sinceImagePushed 180",
            "expire feature sinceImagePushed 9",
            "expire hotfix sinceImagePushed 180",
            "expire untagged sinceImagePushed 1",
        ],
    ),
    "archive_cold": (LifecyclePolicy.archive_cold(), ["transition any sinceImagePulled 90"]),
    "archive_cold, delete": (
        LifecyclePolicy.archive_cold(unpulled=180, delete_after=365),
        ["transition any sinceImagePulled 180", "expire any sinceImageTransitioned 365"],
    ),
}


@pytest.mark.parametrize(("read", "lines"), PRESETS.values(), ids=PRESETS)
def test_presets_say_what_they_promise(read, lines):
    assert summary(read) == lines


@settings(max_examples=50, deadline=None)
@given(policy_data(descriptions=False))
def test_keep_releases_keeps_the_order_of_what_it_wraps(data):
    inner = LifecyclePolicy.from_json(data)
    wrapped = summary(LifecyclePolicy.keep_releases("v*", then=inner))
    assert wrapped[0] == SHIELDS[0]
    assert [line for line in wrapped[1:] if " any " not in line] == [
        line for line in summary(inner) if " any " not in line
    ]
    assert sorted(wrapped[1:]) == sorted(summary(inner))


@pytest.mark.parametrize(
    "make",
    [
        lambda: LifecyclePolicy.untagged(0),
        lambda: LifecyclePolicy.branch_builds(hotfix=-1),
        lambda: LifecyclePolicy.keep_releases(others=0),
        lambda: LifecyclePolicy.keep_releases("*****"),
        lambda: LifecyclePolicy.archive_cold(delete_after=89),
        lambda: LifecyclePolicy.cache(days=0),
        lambda: LifecyclePolicy.of(),
    ],
)
def test_presets_refuse_numbers_that_ecr_refuses(make):
    with pytest.raises(GovernedEcrError):
        make()


def test_rules_are_values_in_ecrs_own_terms():
    written = LifecycleRule(
        tag_status=TagStatus.ANY,
        count_type=CountType.SINCE_IMAGE_TRANSITIONED,
        count_number=90,
        action=ActionType.EXPIRE,
        storage_class=StorageClass.ARCHIVE,
        priority=1,
    )
    assert LifecyclePolicy.of(written).to_dict() == policy(rule(any_({**TRANSITIONED, "countNumber": 90}), priority=1))
