"""The stacks of registry.yaml: what is in them, how they depend on each other, and that no repository ever moves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
import yaml

from governed_ecr.config.load import parse_registry
from governed_ecr.model import limits
from stacks.registry_app import add_stacks

PROJECT = Path(__file__).resolve().parents[2]
STACKS = [
    "Registry-Hub",
    "Registry-Replica-111111111111-eu-west-1",
    "Registry-Replica-222222222222-eu-west-1",
    "Registry-Repositories-0",
    "Registry-Repositories-1",
    "Registry-Repositories-2",
    "Registry-Repositories-3",
]
SMALLEST = "organization: {id: o-a1b2c3d4e5}\nhub: {account: '111111111111', region: us-east-1}\n"


def _assembly(text: str, folder: Path) -> dict[str, Any]:
    context = json.loads((PROJECT / "cdk.json").read_text(encoding="utf-8"))["context"]
    quiet = cdk.DefaultStackSynthesizer(generate_bootstrap_version_rule=False)
    app = cdk.App(outdir=str(folder), context=context, analytics_reporting=False, default_stack_synthesizer=quiet)
    add_stacks(app, parse_registry(text))
    app.synth()
    return {
        path.name.removesuffix(".template.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in folder.glob("*.template.json")
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("assembly")


@pytest.fixture(scope="module")
def example(folder: Path) -> dict[str, Any]:
    return _assembly((PROJECT / "registry.yaml").read_text(encoding="utf-8"), folder)


def test_the_example_has_these_stacks(example):
    assert sorted(example) == STACKS


@pytest.mark.parametrize("stack", STACKS)
def test_the_example(example, stack, template_snapshot):
    assert example[stack] == template_snapshot


def test_the_hub_waits_for_its_replicas_and_repositories_for_the_hub(example, folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    waits = {name: {other for other in manifest[name].get("dependencies", []) if other in STACKS} for name in STACKS}

    assert waits["Registry-Hub"] == {name for name in STACKS if "Replica" in name}
    for name in STACKS:
        if "Repositories" in name:
            assert waits[name] == {"Registry-Hub"}


def _growing(count: int) -> str:
    names = [f"team-{number % 7}/service-{number}" for number in range(count)]
    return yaml.safe_dump({**yaml.safe_load(SMALLEST), "repositories": [{"names": names}]})


def _addresses(templates: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Repository name -> its stack and its logical id there."""
    return {
        resource["Properties"]["RepositoryName"]: (stack, logical_id)
        for stack, template in templates.items()
        for logical_id, resource in template["Resources"].items()
        if resource["Type"] == "AWS::ECR::Repository"
    }


def test_growing_from_1_to_2000_repositories_moves_none(tmp_path):
    seen: dict[str, tuple[str, str]] = {}
    for count in (1, 40, 500, 2000):
        templates = _assembly(_growing(count), tmp_path / str(count))
        addresses = _addresses(templates)

        assert len(addresses) == count
        assert addresses.items() >= seen.items()
        for template in templates.values():
            assert len(template["Resources"]) <= limits.TEMPLATE_RESOURCES
            assert len(json.dumps(template, indent=1)) <= limits.TEMPLATE_BYTES
        seen = addresses


def test_a_repository_that_is_taken_out_moves_no_other(tmp_path):
    whole = _addresses(_assembly(_growing(30), tmp_path / "whole"))
    text = _growing(30).replace("  - team-3/service-3\n", "").replace("  - team-1/service-1\n", "")
    rest = _addresses(_assembly(text, tmp_path / "rest"))

    assert len(rest) == 28
    assert rest.items() <= whole.items()


def test_without_kms_there_is_no_key(tmp_path):
    text = SMALLEST + "defaults: {encryption: {type: AES256}}\nrepositories: [{names: [team/app]}]\n"
    templates = _assembly(text, tmp_path)

    types = {resource["Type"] for template in templates.values() for resource in template["Resources"].values()}
    assert "AWS::KMS::Key" not in types


def test_a_key_of_ones_own(tmp_path):
    arn = "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    text = SMALLEST + f"defaults: {{encryption: {{type: KMS, key: '{arn}'}}}}\nrepositories: [{{names: [a/b, a/c]}}]\n"
    templates = _assembly(text, tmp_path)

    keys = [
        resource["Properties"]["EncryptionConfiguration"]["KmsKey"]
        for template in templates.values()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::ECR::Repository"
    ]
    assert keys == [arn, arn]
    assert not any(r["Type"] == "AWS::KMS::Key" for r in templates["Registry-Hub"]["Resources"].values())
