"""Every default of the constructs, weakened in one property, is found by the rules.

The templates are the snapshots of the constructs' tests and of the example app: no synthesis, and each mutant costs
milliseconds. What survives is listed with its reason; a new survivor fails, and so does one that is found after all.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

from governed_ecr.rules.check import check
from governed_ecr.state.context import Context
from governed_ecr.state.read import registries_of_templates
from governed_ecr.state.registry import Environment
from tests.mutations import mutants

TESTS = Path(__file__).parent
CONTEXT = Context(
    organization="o-a1b2c3d4e5",
    trusted_accounts=frozenset({"111111111111", "222222222222", "333333333333"}),
    require_kms=True,
    require_cmk=True,
    release_patterns=("v*", "release-*"),
)
HUB, REPLICA, MEMBER = (
    Environment("111111111111", "us-east-1"),
    Environment("111111111111", "eu-west-1"),
    Environment("222222222222", "eu-west-1"),
)


def _snapshot(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TESTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _construct(name: str) -> dict[str, Any]:
    return _snapshot(f"__snapshots__/{name}")


def _stack(name: str) -> dict[str, Any]:
    return _snapshot(f"stacks/__snapshots__/test_registry_app/test_the_example[Registry-{name}]")


def _shared_repository() -> dict[str, Any]:
    template = _construct("test_repository/TestWhatItDeclares.test_defaults")
    policy = _construct("test_repository/TestWhatItDeclares.test_sharing_and_services")
    for repository in template["Resources"].values():
        repository["Properties"]["RepositoryPolicyText"] = policy
    return template


def _registry_of_a_repository() -> dict[str, Any]:
    """A repository shows what the registry's key and scanning are for."""
    template = _construct("test_org_registry/test_defaults")
    (key,) = (name for name, resource in template["Resources"].items() if resource["Type"] == "AWS::KMS::Key")
    (repository,) = _construct("test_repository/TestWhatItDeclares.test_defaults")["Resources"].values()
    repository["Properties"]["EncryptionConfiguration"] = {
        "EncryptionType": "KMS",
        "KmsKey": {"Fn::GetAtt": [key, "Arn"]},
    }
    del repository["Properties"]["ImageScanningConfiguration"]
    template["Resources"]["Repository"] = repository
    return template


REGISTRIES: dict[str, tuple[Environment, dict[str, dict[str, Any]]]] = {
    "GovernedRepository": (HUB, {"": _construct("test_repository/TestWhatItDeclares.test_defaults")}),
    "GovernedRepository, shared": (HUB, {"": _shared_repository()}),
    "OrgSharedRegistry": (HUB, {"": _registry_of_a_repository()}),
    "PullThroughCache": (HUB, {"": _construct("test_pull_through_cache/TestWhatItDeclares.test_defaults")}),
    "RepositoryCreationTemplate": (HUB, {"": _construct("test_creation_template/TestWhatItDeclares.test_defaults")}),
    "ReplicationRuleSet": (HUB, {"": _construct("test_replication/TestRules.test_one_of_everything")}),
    "ReplicationDestination": (HUB, {"": _construct("test_replication/TestDestination.test_defaults")}),
    "the example's hub": (
        HUB,
        {name: _stack(name) for name in ("Hub", *(f"Repositories-{number}" for number in range(4)))},
    ),
    "the example's replica": (REPLICA, {"Replica": _stack("Replica-111111111111-eu-west-1")}),
    "the example's member": (MEMBER, {"Replica": _stack("Replica-222222222222-eu-west-1")}),
}

REQUIRED = "CloudFormation's schema requires it: cfn-lint and the CDK's own validation refuse the template."
LATER = "It costs storage, and loses nothing: images expire later, or never."
NO_RELEASE = "How long images stay that are no releases is its team's own decision."
FEWER = "Fewer copies are made, or fewer repositories created; whether that is meant, only a change shows (review)."
UNTOUCHED = "No rule after it is about an image with a release's tag alone."
TWICE = "Its other condition bounds it as well."
OPTIONAL = "CloudFormation's schema leaves it out at will, and so do the rules."
TRUSTED = "Who is trusted may push; anyone else, and the organization as a whole, may not."
ALL = "."
SURVIVORS = [
    (ALL, "RegistryScanningConfiguration", r"(.*\.Filter|.*\.FilterType|ScanType) removed", REQUIRED),
    ("^(?!Pull)", "RepositoryCreationTemplate", r"(AppliedFor|Prefix) removed", REQUIRED),
    (ALL, "ReplicationConfiguration", r"ReplicationConfiguration(\.Rules)? removed", REQUIRED),
    (ALL, "ReplicationConfiguration", r".*\.(Region|RegistryId|Filter|FilterType) removed", REQUIRED),
    (ALL, "RegistryPolicy", r"PolicyText removed", REQUIRED),
    (ALL, "PullThroughCacheRule", r"(EcrRepositoryPrefix|UpstreamRegistry) removed", OPTIONAL),
    (ALL, "ReplicationConfiguration", r".*\.Rules\.\d removed", FEWER),
    ("^(?!Pull)", "RepositoryCreationTemplate", r"(AppliedFor\.0 removed|taken away \((?!Cache).*)", FEWER),
    (
        ALL,
        "ReplicationConfiguration",
        r".*\.RepositoryFilters(\.0)? removed",
        "The destination is trusted with all else.",
    ),
    (ALL, "Repository", r"RepositoryPolicyText removed", "It grants less."),
    (ALL, "Key", r"KeyPolicy removed", "Without one, AWS KMS leaves it to the account's own IAM, as this one does."),
    (ALL, "Key", r"KeyPolicy\.Statement\.0: it may all but one", "kms:* is all that there is."),
    (ALL, "Repository", r"LifecyclePolicy.*: without '(clean (?!.*14)|archive|delete|the last|what no tag).*", LATER),
    ("^(?!Repo|ReplicationD)", "RepositoryCreationTemplate", r"LifecyclePolicy: without 'clean.*", LATER),
    (ALL, "Repository", r"LifecyclePolicy.*: '(clean|archive|the last|what no tag).*' counts 1", NO_RELEASE),
    (ALL, "RepositoryCreationTemplate", r"LifecyclePolicy: 'clean.*' counts 1", NO_RELEASE),
    ("example", "Repository", r"LifecyclePolicy.*: 'clean Untagged after 1 day' for any image", NO_RELEASE),
    (
        "example",
        "RepositoryCreationTemplate",
        r"LifecyclePolicy: 'clean Untagged after 14 days' for any image",
        NO_RELEASE,
    ),
    (ALL, "Repository", r"LifecyclePolicy.*: 'the last ten of each cache' for other tags", NO_RELEASE),
    ("example", "Repository", r"LifecyclePolicy.*'keep .*' forever'(| for other tags)", UNTOUCHED),
    (
        "replica|member",
        "RepositoryCreationTemplate",
        r"LifecyclePolicy.*'keep .*' forever'(| for other tags)",
        UNTOUCHED,
    ),
    ("Pull|hub", "RepositoryCreationTemplate", r"ImageTagMutability removed", "Tags of a cache follow their upstream."),
    (ALL, "Repository", r".*: (Organizational units|Accounts|lambda|codebuild) .* may ecr:PutImage", TRUSTED),
    (ALL, "RegistryPolicy", r".*: ReplicationFromAccounts.* may ecr:PutImage", TRUSTED),
    (ALL, "Repository", r".*: codebuild pull (ArnLike|StringEquals)IfExists", TWICE),
    (ALL, "Repository", r".*: codebuild pull aws:SourceArn = .*", TWICE),
    (
        "hub",
        "Repository",
        r"ImageScanningConfiguration.*",
        "The registry's scanning rules match the repository as well.",
    ),
    (
        "example",
        "RegistryScanningConfiguration",
        r".*Filter = no-such-name|taken away .*",
        "Repositories scan on push too.",
    ),
]
"""In which registries, of which type, what was done -> why no rule is meant to say anything."""


def _findings(templates: dict[str, dict[str, Any]], environment: Environment) -> Counter[tuple[str, str, str]]:
    findings = check(registries_of_templates(templates, CONTEXT, environment))
    return Counter((each.rule.id, each.resource.logical_id, each.found.message) for each in findings)


def _explanation(registry: str, kind: str, what: str) -> str | None:
    for where, of, done, why in SURVIVORS:
        if re.search(where, registry) and of == kind.split("::")[-1] and re.fullmatch(done, what):
            return why
    return None


@functools.cache
def _judged(name: str) -> list[tuple[str, str, bool]]:
    """Each mutant of a registry: its type, what was done, and whether that is found."""
    environment, templates = REGISTRIES[name]
    base = _findings(templates, environment)
    seen: set[str] = set()
    return [
        (kind, what, bool(_findings({**templates, file: mutant}, environment) - base))
        for file, template in templates.items()
        for kind, what, mutant in mutants(template, seen)
    ]


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_weaker_template_is_found(name: str) -> None:
    unexplained = [
        (kind, what) for kind, what, found in _judged(name) if not found and not _explanation(name, kind, what)
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", REGISTRIES)
def test_what_is_explained_does_survive(name: str) -> None:
    survivors = {(kind, what) for kind, what, found in _judged(name) if not found}
    caught = {(kind, what) for kind, what, found in _judged(name) if found and _explanation(name, kind, what)}
    assert caught - survivors == set(), "the rules have learned: take the explanation out"


def test_every_explanation_is_needed() -> None:
    survivors = [(name, kind, what) for name in REGISTRIES for kind, what, found in _judged(name) if not found]
    for where, of, done, _ in SURVIVORS:
        assert any(
            re.search(where, name) and kind.endswith(f"::{of}") and re.fullmatch(done, what)
            for name, kind, what in survivors
        ), (where, of, done)


def test_what_is_required_is_refused_by_the_schema() -> None:
    linter = Runner(ConfigMixIn(regions=["us-east-1"], ignore_checks=["W", "I"]))
    seen = set()
    for name, (_, templates) in REGISTRIES.items():
        for kind, what, mutant in (mutant for template in templates.values() for mutant in mutants(template, set())):
            if _explanation(name, kind, what) is REQUIRED and (kind, what) not in seen:
                seen.add((kind, what))
                alone = {key: resource for key, resource in mutant["Resources"].items() if resource["Type"] == kind}
                template, _faults = decode_str(json.dumps({"Resources": alone}))
                assert "E3003" in {match.rule.id for match in linter.validate_template(template)}, (kind, what)


if __name__ == "__main__":
    for name in REGISTRIES:
        judged = _judged(name)
        print(f"{name}: {sum(found for _, _, found in judged)} of {len(judged)}")
        for kind, what, found in judged:
            if not found:
                print("   ", kind, what, "|", _explanation(name, kind, what))
