"""A template as it should be, with one thing changed: the rule that is about it speaks, and no other.

Tags, lifecycle policies, deletion and scanning. What a change does is written as CloudFormation has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from governed_ecr.rules.deletion.deleted_on_replacement import DELETED_ON_REPLACEMENT
from governed_ecr.rules.deletion.deleted_with_stack import DELETED_WITH_STACK
from governed_ecr.rules.deletion.emptied_on_delete import EMPTIED_ON_DELETE
from governed_ecr.rules.deletion.key_not_retained import KEY_NOT_RETAINED
from governed_ecr.rules.integrity.exclusion_filters import EXCLUSION_FILTERS
from governed_ecr.rules.integrity.movable_release_tags import MOVABLE_RELEASE_TAGS
from governed_ecr.rules.integrity.tag_immutability import TAG_IMMUTABILITY
from governed_ecr.rules.lifecycle_policy.lifecycle_counts import LIFECYCLE_COUNTS
from governed_ecr.rules.lifecycle_policy.lifecycle_policy_text import LIFECYCLE_POLICY_TEXT
from governed_ecr.rules.lifecycle_policy.lifecycle_priorities import LIFECYCLE_PRIORITIES
from governed_ecr.rules.lifecycle_policy.lifecycle_tags import LIFECYCLE_TAGS
from governed_ecr.rules.lifecycle_policy.no_lifecycle_policy import NO_LIFECYCLE_POLICY
from governed_ecr.rules.lifecycle_policy.releases_expire import RELEASES_EXPIRE
from governed_ecr.rules.scanning.not_scanned import NOT_SCANNED
from governed_ecr.rules.scanning.scanning_rules import SCANNING_RULES
from governed_ecr.rules.scanning.scanning_without_rules import SCANNING_WITHOUT_RULES
from tests.rules.judge import findings

RULES: Final = (
    *(TAG_IMMUTABILITY, MOVABLE_RELEASE_TAGS, EXCLUSION_FILTERS, NO_LIFECYCLE_POLICY, LIFECYCLE_POLICY_TEXT),
    *(LIFECYCLE_PRIORITIES, LIFECYCLE_TAGS, LIFECYCLE_COUNTS, RELEASES_EXPIRE, DELETED_WITH_STACK),
    *(DELETED_ON_REPLACEMENT, EMPTIED_ON_DELETE, KEY_NOT_RETAINED, NOT_SCANNED, SCANNING_WITHOUT_RULES, SCANNING_RULES),
)

Path = tuple[Any, ...]

KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
SHIELD: dict[str, Any] = {
    "rulePriority": 1,
    "selection": {
        "tagStatus": "tagged",
        "tagPatternList": ["v*"],
        "countType": "imageCountMoreThan",
        "countNumber": 9999,
    },
    "action": {"type": "expire"},
}
SINCE_PUSHED = {"countType": "sinceImagePushed", "countUnit": "days"}
UNTAGGED = {
    "rulePriority": 2,
    "selection": {"tagStatus": "untagged", **SINCE_PUSHED, "countNumber": 7},
    "action": {"type": "expire"},
}
REST: dict[str, Any] = {
    "rulePriority": 9,
    "selection": {"tagStatus": "any", **SINCE_PUSHED, "countNumber": 365},
    "action": {"type": "expire"},
}


def as_it_should_be() -> dict[str, Any]:
    """A key, a repository, a creation template and the registry's scanning."""
    encryption = {"EncryptionType": "KMS", "KmsKey": {"Fn::GetAtt": ["Key", "Arn"]}}
    policy = {"rules": [SHIELD, UNTAGGED, REST]}
    parts = {
        "Key": {"Type": "AWS::KMS::Key", **KEPT, "Properties": {"EnableKeyRotation": True}},
        "Repo": {
            "Type": "AWS::ECR::Repository",
            **KEPT,
            "Properties": {
                "RepositoryName": "team/app",
                "ImageTagMutability": "IMMUTABLE",
                "EncryptionConfiguration": encryption,
                "LifecyclePolicy": {"LifecyclePolicyText": policy},
            },
        },
        "Made": {
            "Type": "AWS::ECR::RepositoryCreationTemplate",
            "Properties": {
                "Prefix": "sandbox",
                "AppliedFor": ["CREATE_ON_PUSH"],
                "ImageTagMutability": "IMMUTABLE",
                "EncryptionConfiguration": encryption,
                "LifecyclePolicy": policy,
            },
        },
        "Scan": {
            "Type": "AWS::ECR::RegistryScanningConfiguration",
            "Properties": {
                "ScanType": "ENHANCED",
                "Rules": [{"ScanFrequency": "CONTINUOUS_SCAN", "RepositoryFilters": [{"Filter": "team/*"}]}],
            },
        },
    }
    return json.loads(json.dumps(parts))


REPO, MADE, SCAN = ("Repo", "Properties"), ("Made", "Properties"), ("Scan", "Properties")
TEXT = (*REPO, "LifecyclePolicy", "LifecyclePolicyText")
TEMPLATE_TEXT = (*MADE, "LifecyclePolicy")
FILTERS = "ImageTagMutabilityExclusionFilters"
ABSENT: Final = object()


def changed(changes: Mapping[Path, Any]) -> dict[str, Any]:
    """The good template with other values at some paths; lifecycle policies become text last."""
    resources = as_it_should_be()
    for path, value in changes.items():
        at = resources
        for step in path[:-1]:
            at = at[step]
        if value is ABSENT:
            del at[path[-1]]
        else:
            at[path[-1]] = value
    of_repository, made = resources["Repo"]["Properties"].get("LifecyclePolicy"), resources["Made"]["Properties"]
    for holder, name in ((of_repository, "LifecyclePolicyText"), (made, "LifecyclePolicy")):
        if isinstance(holder, dict) and isinstance(holder.get(name), dict):
            holder[name] = json.dumps(holder[name])
    return resources


def excluding(*patterns: str) -> list[dict[str, str]]:
    member = "ImageTagMutabilityExclusionFilter"
    return [{f"{member}Type": "WILDCARD", f"{member}Value": pattern} for pattern in patterns]


def spoken(changes: Mapping[Path, Any]) -> list[str]:
    found = findings(changed(changes), *RULES, of=PARAMETERS, release_patterns=("v*", "release-*"))
    return [f"{finding.rule.id} {finding.resource.logical_id}" for finding in found]


PARAMETERS = {
    "Parameters": {"Stage": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}
MODE = "ImageTagMutability"
RULE_0, RULE_1, RULE_2 = ((*TEXT, "rules", at) for at in range(3))

BENIGN: dict[str, dict[Path, Any]] = {
    "nothing": {},
    "releases of both kinds shielded, the rest gone in a day": {
        (*RULE_1, "selection"): {**SHIELD["selection"], "tagPatternList": ["release-*"]},
        (*RULE_2, "selection", "countNumber"): 1,
    },
    "excluded build caches": {
        (*REPO, MODE): "IMMUTABLE_WITH_EXCLUSION",
        (*REPO, FILTERS): excluding("buildcache-*", "latest"),
    },
    "mutable but for releases": {
        (*REPO, MODE): "MUTABLE_WITH_EXCLUSION",
        (*REPO, FILTERS): excluding("v*", "release-*"),
    },
    "a mutable cache": {(*MADE, "AppliedFor"): ["PULL_THROUGH_CACHE"], (*MADE, MODE): "MUTABLE"},
    "copies for a week": {
        (*MADE, "AppliedFor"): ["PULL_THROUGH_CACHE"],
        (*TEMPLATE_TEXT, "rules", 2, "selection", "countNumber"): 7,
    },
    "kept but on creation": {("Repo", "DeletionPolicy"): "RetainExceptOnCreate"},
    "a name by stage": {(*REPO, "RepositoryName"): {"Fn::Sub": "team/${Stage}"}},
    "scanned by itself": {
        (*SCAN, "Rules", 0, "RepositoryFilters", 0, "Filter"): "prod/*",
        (*REPO, "ImageScanningConfiguration"): {"ScanOnPush": True},
    },
    "scanned by a part of its name": {(*SCAN, "Rules", 0, "RepositoryFilters", 0, "Filter"): "eam"},
    "basic scanning on push": {(*SCAN, "ScanType"): "BASIC", (*SCAN, "Rules", 0, "ScanFrequency"): "SCAN_ON_PUSH"},
    "no registry scanning, but its own": {
        ("Scan",): ABSENT,
        (*REPO, "ImageScanningConfiguration"): {"ScanOnPush": "true"},
    },
    "archived before it is deleted": {
        RULE_2: {
            "rulePriority": 9,
            "selection": {**REST["selection"], "countType": "sinceImagePulled", "countNumber": 90},
            "action": {"type": "transition", "targetStorageClass": "archive"},
        },
    },
    "not emptied": {(*REPO, "EmptyOnDelete"): False},
}

DEFECTS: dict[str, tuple[dict[Path, Any], list[str]]] = {
    "mutable": ({(*REPO, MODE): "MUTABLE"}, ["TagImmutability Repo"]),
    "mutable by default": ({(*REPO, MODE): ABSENT}, ["TagImmutability Repo"]),
    "a template that is mutable": ({(*MADE, MODE): "MUTABLE"}, ["TagImmutability Made"]),
    "mutable outside of production": (
        {(*REPO, MODE): {"Fn::If": ["IsProd", "IMMUTABLE", "MUTABLE"]}},
        ["TagImmutability Repo"],
    ),
    "mutable but for some": (
        {(*REPO, MODE): "MUTABLE_WITH_EXCLUSION", (*REPO, FILTERS): excluding("release-*")},
        ["TagImmutability Repo"],
    ),
    "releases excluded": (
        {(*REPO, MODE): "IMMUTABLE_WITH_EXCLUSION", (*REPO, FILTERS): excluding("dev-*", "v*")},
        ["MovableReleaseTags Repo"],
    ),
    "some releases excluded": (
        {(*MADE, MODE): "IMMUTABLE_WITH_EXCLUSION", (*MADE, FILTERS): excluding("release-candidate-*")},
        ["MovableReleaseTags Made"],
    ),
    "mode without filters": ({(*REPO, MODE): "IMMUTABLE_WITH_EXCLUSION"}, ["ExclusionFilters Repo"]),
    "six filters": (
        {(*REPO, MODE): "IMMUTABLE_WITH_EXCLUSION", (*REPO, FILTERS): excluding(*"abcdef")},
        ["ExclusionFilters Repo"],
    ),
    "a filter that is an expression": (
        {(*REPO, MODE): "IMMUTABLE_WITH_EXCLUSION", (*REPO, FILTERS): excluding("^dev-.*$")},
        ["ExclusionFilters Repo"],
    ),
    "no lifecycle": ({(*REPO, "LifecyclePolicy"): ABSENT}, ["NoLifecyclePolicy Repo"]),
    "lifecycle without text": ({TEXT: ABSENT}, ["NoLifecyclePolicy Repo"]),
    "lifecycle outside of its object": ({(*REPO, "LifecyclePolicy"): '{"rules": []}'}, ["LifecyclePolicyText Repo"]),
    "lifecycle of no rules": ({(*TEXT, "rules"): []}, ["LifecyclePolicyText Repo"]),
    "a template's lifecycle of no rules": ({(*TEMPLATE_TEXT, "rules"): []}, ["LifecyclePolicyText Made"]),
    "lifecycle in YAML": ({TEXT: "rules:\n- rulePriority: 1\n"}, ["LifecyclePolicyText Repo"]),
    "any in the midst": ({(*RULE_2, "rulePriority"): 1, (*RULE_0, "rulePriority"): 3}, ["LifecyclePriorities Repo"]),
    "no priority": ({(*RULE_1, "rulePriority"): ABSENT}, ["LifecyclePriorities Repo"]),
    "priority below one": ({(*RULE_0, "rulePriority"): -1}, ["LifecyclePriorities Repo"]),
    "tagged without tags": ({(*RULE_0, "selection", "tagPatternList"): ABSENT}, ["LifecycleTags Repo"]),
    "patterns and prefixes": ({(*RULE_0, "selection", "tagPrefixList"): ["v"]}, ["LifecycleTags Repo"]),
    "any with a prefix": ({(*RULE_2, "selection", "tagPrefixList"): ["v"]}, ["LifecycleTags Repo"]),
    "a template's wildcards": (
        {(*TEMPLATE_TEXT, "rules", 0, "selection", "tagPatternList"): ["v*.*.*-*-*"]},
        ["LifecycleTags Made"],
    ),
    "weeks": ({(*RULE_1, "selection", "countUnit"): "weeks"}, ["LifecycleCounts Repo"]),
    "a unit with a number": ({(*RULE_0, "selection", "countUnit"): "days"}, ["LifecycleCounts Repo"]),
    "zero days": ({(*RULE_1, "selection", "countNumber"): 0}, ["LifecycleCounts Repo"]),
    "half a day": ({(*RULE_1, "selection", "countNumber"): 0.5}, ["LifecycleCounts Repo"]),
    "pulls that expire": ({(*RULE_2, "selection", "countType"): "sinceImagePulled"}, ["LifecycleCounts Repo"]),
    "archive to nowhere": ({(*RULE_2, "action"): {"type": "transition"}}, ["LifecycleCounts Repo"]),
    "glacier": (
        {(*RULE_2, "action"): {"type": "transition", "targetStorageClass": "glacier"}},
        ["LifecycleCounts Repo"],
    ),
    "three releases": ({(*RULE_0, "selection", "countNumber"): 3}, ["ReleasesExpire Repo"]),
    "a month of what is not v*": ({(*RULE_2, "selection", "countNumber"): 30}, ["ReleasesExpire Repo"]),
    "a template that forgets in a week": (
        {(*TEMPLATE_TEXT, "rules", 2, "selection", "countNumber"): 7},
        ["ReleasesExpire Made"],
    ),
    "deleted": ({("Repo", "DeletionPolicy"): "Delete"}, ["DeletedWithStack Repo"]),
    "deleted by default": ({("Repo", "DeletionPolicy"): ABSENT}, ["DeletedWithStack Repo"]),
    "replaced": ({("Repo", "UpdateReplacePolicy"): "Delete"}, ["DeletedOnReplacement Repo"]),
    "replaced by default": ({("Repo", "UpdateReplacePolicy"): ABSENT}, ["DeletedOnReplacement Repo"]),
    "emptied": ({(*REPO, "EmptyOnDelete"): True}, ["EmptiedOnDelete Repo"]),
    "key deleted": ({("Key", "DeletionPolicy"): "Delete"}, ["KeyNotRetained Key"]),
    "key replaced": ({("Key", "UpdateReplacePolicy"): ABSENT}, ["KeyNotRetained Key"]),
    "a filter that misses": ({(*SCAN, "Rules", 0, "RepositoryFilters", 0, "Filter"): "app-*"}, ["NotScanned Repo"]),
    "a filter with a wrong case": (
        {(*SCAN, "Rules", 0, "RepositoryFilters", 0, "Filter"): "Team"},
        ["NotScanned Repo", "ScanningRules Scan"],
    ),
    "no scanning": ({("Scan",): ABSENT}, ["NotScanned Repo"]),
    "scanning switched off": (
        {("Scan",): ABSENT, (*REPO, "ImageScanningConfiguration"): {"ScanOnPush": False}},
        ["NotScanned Repo"],
    ),
    "no scanning rules": ({(*SCAN, "Rules"): []}, ["ScanningWithoutRules Scan"]),
    "scanning rules left out": ({(*SCAN, "Rules"): ABSENT}, ["ScanningWithoutRules Scan"]),
    "basic and continuous": ({(*SCAN, "ScanType"): "BASIC"}, ["ScanningRules Scan"]),
    "by hand": ({(*SCAN, "Rules", 0, "ScanFrequency"): "MANUAL"}, ["NotScanned Repo", "ScanningRules Scan"]),
}


@pytest.mark.parametrize("changes", BENIGN.values(), ids=BENIGN)
def test_benign(changes: dict[Path, Any]) -> None:
    assert spoken(changes) == []


@pytest.mark.parametrize(("changes", "expected"), DEFECTS.values(), ids=DEFECTS)
def test_one_defect(changes: dict[Path, Any], expected: list[str]) -> None:
    assert spoken(changes) == expected


def test_every_rule_has_a_defect() -> None:
    assert {rule.id for rule in RULES} == {line.split()[0] for _, lines in DEFECTS.values() for line in lines}
