"""The lines of registry.yaml that declare what the templates have."""

from __future__ import annotations

from pathlib import Path

import pytest

from governed_ecr.config.places import places

TEXT = """\
organization: {id: o-a1b2c3d4e5}
hub: {account: "111111111111", region: us-east-1}
sharing: {pull: {organization: true}}
repositories:
  - names:
      - team/app
      - team/web
  - names: [other/app]
pull_through_caches:
  - upstream: quay
    prefix: quay
creation_templates:
  - prefix: sandbox
replication:
  - destinations: [{region: eu-west-1}]
"""


def test_every_declaration() -> None:
    assert places(TEXT) == {
        ("AWS::ECR::Repository", "team/app"): 6,
        ("AWS::ECR::Repository", "team/web"): 7,
        ("AWS::ECR::Repository", "other/app"): 8,
        ("AWS::ECR::PullThroughCacheRule", "quay"): 10,
        ("AWS::ECR::RepositoryCreationTemplate", "quay"): 10,
        ("AWS::ECR::RepositoryCreationTemplate", "sandbox"): 13,
        ("AWS::ECR::RegistryPolicy", ""): 3,
        ("AWS::ECR::ReplicationConfiguration", ""): 14,
    }


def test_the_example(project: Path) -> None:
    text = (project / "registry.yaml").read_text(encoding="utf-8")
    line = places(text)["AWS::ECR::Repository", "payments/ledger"]
    assert "payments/ledger" in text.splitlines()[line - 1]


@pytest.mark.parametrize("text", ["", "[]", "repositories: 3", "repositories: [{names: x}]", "a: b: c", "{"])
def test_no_registry_file_has_none(text: str) -> None:
    assert places(text) == {}
