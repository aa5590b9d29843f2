"""The example registry in the local AWS, with the real `cdk` command line: deployed, changed, destroyed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from governed_ecr.config import load_registry
from local.deployment import Deployment
from local.emulator import PROJECT, Emulator

HUB = ("111111111111", "us-east-1")
REPLICA = ("222222222222", "eu-west-1")
BRANCHES = "develop: 180, feature: 180"
MANIFEST = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {
            "mediaType": "application/vnd.oci.image.config.v1+json",
            "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
            "size": 2,
        },
        "layers": [],
    }
)


class Deployed:
    """The example, deployed; with ways to change its file and look at the result."""

    def __init__(self, aws: Emulator, registry: Path) -> None:
        self.aws = aws
        self.registry = registry
        self.cdk = Deployment(aws, registry=registry, account=HUB[0], region=HUB[1])

    def ecr(self, account: str = HUB[0], region: str = HUB[1]) -> Any:
        return self.aws.client("ecr", account, region)

    def lifecycle(self, name: str) -> Any:
        return json.loads(self.ecr().get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])

    def change(self, before: str, after: str) -> None:
        text = self.registry.read_text(encoding="utf-8")
        assert before in text
        self.registry.write_text(text.replace(before, after), encoding="utf-8")
        self.cdk.synthesize()
        self.cdk.deploy()


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    registry = tmp_path_factory.mktemp("registry") / "registry.yaml"
    registry.write_text((PROJECT / "registry.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with Emulator(account=HUB[0], region=HUB[1]) as aws:
        example = Deployed(aws, registry)
        example.cdk.synthesize()
        for environment in (HUB, REPLICA, (HUB[0], REPLICA[1])):
            example.cdk.bootstrap(*environment)
        example.cdk.deploy()
        yield example


@pytest.mark.xdist_group("end-to-end")
class TestTheExample:
    """In this order: what is deployed, what a change does, what is left."""

    def test_every_repository_is_there_as_declared(self, deployed: Deployed) -> None:
        found = {r["repositoryName"]: r for r in deployed.ecr().describe_repositories()["repositories"]}
        declared = dict(load_registry(deployed.registry).each_repository())

        assert {name for name in found if not name.startswith("cdk-")} == set(declared)
        assert found["payments/ledger"]["imageTagMutability"] == "IMMUTABLE"
        assert found["payments/ledger"]["encryptionConfiguration"]["encryptionType"] == "KMS"
        assert found["platform/build-cache"]["encryptionConfiguration"]["encryptionType"] == "AES256"

    def test_the_registry_is_set_up(self, deployed: Deployed) -> None:
        ecr = deployed.ecr()
        (share,) = json.loads(ecr.get_registry_policy()["policyText"])["Statement"]
        caches = {r["ecrRepositoryPrefix"] for r in ecr.describe_pull_through_cache_rules()["pullThroughCacheRules"]}
        templates = ecr.describe_repository_creation_templates()["repositoryCreationTemplates"]
        replication = ecr.describe_registry()["replicationConfiguration"]["rules"]

        assert share["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
        assert caches == {"ecr-public", "docker-hub"}
        assert {template["prefix"] for template in templates} == {"ecr-public", "docker-hub", "sandbox"}
        assert len(replication) == 2
        assert ecr.get_account_setting(name="REGISTRY_POLICY_SCOPE")["value"] == "V2"

    def test_the_other_account_lets_the_hub_replicate(self, deployed: Deployed) -> None:
        statements = json.loads(deployed.ecr(*REPLICA).get_registry_policy()["policyText"])["Statement"]
        (replicate,) = (s for s in statements if "ecr:ReplicateImage" in s["Action"])

        assert replicate["Principal"] == {"AWS": "arn:aws:iam::111111111111:root"}
        assert replicate["Resource"] == ["arn:aws:ecr:eu-west-1:222222222222:repository/payments/*"]

    def test_nothing_differs_afterwards(self, deployed: Deployed) -> None:
        assert deployed.cdk.difference().endswith("Number of stacks with differences: 0")

    def test_a_changed_lifecycle_leaves_repository_and_image_alone(self, deployed: Deployed) -> None:
        ecr, name = deployed.ecr(), "team-blue/api"
        image = ecr.put_image(repositoryName=name, imageManifest=MANIFEST, imageTag="v1")["image"]["imageId"]
        (before,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]

        deployed.change(BRANCHES, BRANCHES.replace("develop: 180", "develop: 90"))

        (after,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
        counts = {rule["description"]: rule["selection"]["countNumber"] for rule in deployed.lifecycle(name)["rules"]}
        assert counts["clean 'develop*' after 90 days"] == 90
        assert after == before
        assert ecr.list_images(repositoryName=name)["imageIds"] == [image]

    def test_adding_a_repository_touches_no_other(self, deployed: Deployed) -> None:
        ecr = deployed.ecr()
        before = {r["repositoryName"]: r for r in ecr.describe_repositories()["repositories"]}

        deployed.change("[team-red/web, team-red/search]", "[team-red/web, team-red/search, team-red/mail]")

        after = {r["repositoryName"]: r for r in ecr.describe_repositories()["repositories"]}
        assert after.keys() - before.keys() == {"team-red/mail"}
        assert {name: after[name] for name in before} == before

    def test_destroying_all_stacks_leaves_repositories_and_images(self, deployed: Deployed) -> None:
        ecr, name = deployed.ecr(), "team-blue/worker"
        image = ecr.put_image(repositoryName=name, imageManifest=MANIFEST, imageTag="v1")["image"]["imageId"]
        before = ecr.describe_repositories()["repositories"]

        deployed.cdk.destroy()

        assert ecr.describe_repositories()["repositories"] == before
        assert ecr.list_images(repositoryName=name)["imageIds"] == [image]
