"""Cloud assemblies: stacks by account and Region, stages, nested stacks, values across stacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from governed_ecr.model.errors import GovernedEcrError
from governed_ecr.state.context import Context
from governed_ecr.state.read import read_registries
from governed_ecr.state.registry import Environment, RegistryState
from governed_ecr.state.unknown import Reference, Unknown

EXAMPLE = Path(__file__).parent / "assembly"


def repository(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::ECR::Repository", "Properties": properties}


def stack(file: str, environment: str = "aws://111111111111/us-east-1", **more: Any) -> dict[str, Any]:
    properties = {"templateFile": file, **more.pop("properties", {})}
    return {"type": "aws:cloudformation:stack", "environment": environment, "properties": properties, **more}


def assembly(folder: Path, artifacts: dict[str, Any], **files: Any) -> Path:
    """An assembly with these artifacts and files (``name`` is written to ``name.json``)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))
    for name, body in files.items():
        (folder / f"{name}.json").write_text(json.dumps(body))
    return folder


def problems(path: Path) -> str:
    with pytest.raises(GovernedEcrError) as error:
        read_registries([path], Context())
    return str(error.value)


def names(state: RegistryState) -> list[Any]:
    return [found.get("RepositoryName") for found in state.of_type("AWS::ECR::Repository")]


def test_the_example_app() -> None:
    hub, replica = read_registries([EXAMPLE], Context())
    assert hub.environment == Environment("111111111111", "us-east-1")
    assert replica.environment == Environment("222222222222", "eu-west-1")
    assert hub.of_one_deployment
    assert (hub.assumption, replica.assumption) == ("", "")
    assert names(hub) == ["team-blue/functions/thumbnails", "team-red/web", "team-red/search"]
    assert {found.template for found in hub.resources} == {
        str(EXAMPLE / name) for name in ("Registry-Hub.template.json", "Registry-Repositories-1.template.json")
    }
    (policy,) = hub.of_type("AWS::ECR::RegistryPolicy")
    assert policy.construct_path == "Registry-Hub/Registry/Policy/Resource"
    (resource, *_) = policy.get("PolicyText", "Statement", 0, "Resource")
    assert resource == "arn:aws:ecr:us-east-1:111111111111:repository/team-*"


def test_the_example_app_s_key_is_found_across_its_stacks() -> None:
    hub, _ = read_registries([EXAMPLE], Context())
    (first, *_) = hub.of_type("AWS::ECR::Repository")
    key = hub.referred(first.get("EncryptionConfiguration", "KmsKey"))
    assert key is not None
    assert key.type == "AWS::KMS::Key"
    assert key.template.endswith("Registry-Hub.template.json")


def test_the_manifest_may_be_named_itself() -> None:
    assert len(read_registries([EXAMPLE / "manifest.json"], Context())) == 2


def test_an_unknown_environment_is_the_context_s(tmp_path: Path) -> None:
    path = assembly(
        tmp_path, {"A": stack("a.json", "aws://unknown-account/unknown-region")}, a={"Resources": {"R": repository()}}
    )
    (state,) = read_registries([path], Context("333333333333", "eu-west-1"))
    assert state.environment == Environment("333333333333", "eu-west-1")
    (state,) = read_registries([path], Context())
    assert state.environment == Environment()


def test_stages_and_exports(tmp_path: Path) -> None:
    exporting = {
        "Resources": {"R": repository(RepositoryName="team/app")},
        "Outputs": {
            "Arn": {"Value": {"Fn::GetAtt": "R.Arn"}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}:Arn"}}}
        },
    }
    using = {
        "Resources": {
            "R": repository(
                RepositoryName={"Fn::ImportValue": "Prod-Main:Arn"},
                Other={"Fn::GetStackOutput": {"StackName": "Prod-Main", "OutputName": "Arn"}},
                Elsewhere={
                    "Fn::GetStackOutput": {"StackName": "Prod-Main", "OutputName": "Arn", "Region": "eu-west-1"}
                },
            )
        }
    }
    assembly(
        tmp_path / "assembly-Prod", {"ProdMain1": stack("a.json", properties={"stackName": "Prod-Main"})}, a=exporting
    )
    path = assembly(
        tmp_path,
        {
            "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
            "B": stack("b.json"),
        },
        b=using,
    )
    (state,) = read_registries([path], Context())
    arn = "arn:aws:ecr:us-east-1:111111111111:repository/team/app"
    assert names(state) == ["team/app", arn]
    assert state.resources[1].get("Other") == arn
    assert state.resources[1].get("Elsewhere") == Unknown((Reference("Output:Prod-Main.Arn"),))


def test_a_role_reads_outputs_of_another_account(tmp_path: Path) -> None:
    output = {"StackName": "A", "OutputName": "N"}
    using = {
        "Without": repository(RepositoryName={"Fn::GetStackOutput": output}),
        "With": repository(RepositoryName={"Fn::GetStackOutput": {**output, "RoleArn": "arn:aws:iam::1:role/r"}}),
    }
    path = assembly(
        tmp_path,
        {"A": stack("a.json"), "B": stack("b.json", "aws://222222222222/us-east-1")},
        a={"Resources": {}, "Outputs": {"N": {"Value": "x"}}},
        b={"Resources": using},
    )
    (state,) = read_registries([path], Context())
    assert names(state) == [Unknown((Reference("Output:A.N"),)), "x"]


def test_values_do_not_cross_accounts(tmp_path: Path) -> None:
    exporting = {
        "Resources": {"R": repository(RepositoryName="a")},
        "Outputs": {"N": {"Value": "x", "Export": {"Name": "N"}}},
    }
    path = assembly(
        tmp_path,
        {"A": stack("a.json"), "B": stack("b.json", "aws://222222222222/us-east-1")},
        a=exporting,
        b={"Resources": {"R": repository(RepositoryName={"Fn::ImportValue": "N"})}},
    )
    _, other = read_registries([path], Context())
    assert names(other) == [Unknown((Reference("Import:N"),))]


PARENT = {
    "Parameters": {"Env": {"Type": "String", "Default": "prod"}},
    "Resources": {
        "Key": {"Type": "AWS::KMS::Key"},
        "Nest": {
            "Type": "AWS::CloudFormation::Stack",
            "Metadata": {"aws:asset:path": "n.json"},
            "Properties": {
                "Parameters": {"Name": {"Fn::Sub": "${Env}/app"}, "Key": {"Fn::GetAtt": "Key.Arn"}, "E": {"Ref": "Env"}}
            },
        },
        "Outer": repository(RepositoryName={"Fn::GetAtt": ["Nest", "Outputs.Name"]}),
    },
}
CHILD: dict[str, Any] = {
    "Parameters": {"Name": {"Type": "String"}, "Key": {"Type": "String"}, "E": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "E"}, "prod"]}},
    "Resources": {
        "Inner": repository(RepositoryName={"Ref": "Name"}, Key={"Ref": "Key"}),
        "Sometimes": {**repository(RepositoryName="sometimes"), "Condition": "IsProd"},
    },
    "Outputs": {"Name": {"Value": {"Fn::Join": ["-", [{"Ref": "Inner"}, "copy"]]}}},
}


def test_nested_stacks_take_parameters_and_give_outputs(tmp_path: Path) -> None:
    path = assembly(tmp_path, {"A": stack("a.json")}, a=PARENT, n=CHILD)
    default, other = read_registries([path], Context())
    assert names(default) == ["prod/app-copy", "prod/app", "sometimes"]
    assert names(other) == ["prod/app-copy", "prod/app"]
    assert other.assumption == f"IsProd is false in {path / 'n.json'}"
    inner = next(found for found in default.resources if found.logical_id == "Inner")
    key = default.referred(inner.get("Key"))
    assert key is not None
    assert (key.logical_id, key.template) == ("Key", str(path / "a.json"))


def test_the_names_of_stacks(tmp_path: Path) -> None:
    path = assembly(tmp_path, {"A": stack("a.json", properties={"stackName": "prod-a"})}, a=PARENT, n=CHILD)
    default, *_ = read_registries([path], Context())
    assert {Path(template).name: found.name for template, found in default.stacks.items()} == {
        "a.json": "prod-a",
        "n.json": "prod-a/Nest",
    }


def test_a_stack_without_anything_of_a_registry_is_a_stack_too(tmp_path: Path) -> None:
    topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    repo = {"Resources": {"R": repository(RepositoryName="a")}}
    path = assembly(tmp_path, {"A": stack("a.json"), "B": stack("b.json")}, a=repo, b=topic)
    (state,) = read_registries([path], Context())
    assert [found.name for found in state.stacks.values()] == ["A", "B"]


def test_nested_stacks_are_found_by_their_asset_too(tmp_path: Path) -> None:
    nest = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": {"Fn::Sub": "https://s3/${AWS::Region}/abc123.json"}},
    }
    path = assembly(
        tmp_path,
        {"A": stack("a.json"), "A.assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}}},
        a={"Resources": {"Nest": nest}},
        n={"Resources": {"R": repository(RepositoryName="inner")}},
        assets={"files": {"abc123": {"source": {"path": "n.json"}}}},
    )
    (state,) = read_registries([path], Context())
    assert names(state) == ["inner"]


def test_construct_paths(tmp_path: Path) -> None:
    metadata: dict[str, Any] = {
        "/App/A/Repo/Resource": [{"type": "aws:cdk:logicalId", "data": "Outer"}],
        "/App/A/Nest": [{"type": "aws:cdk:templateFile", "data": "n.json"}],
        "/App/A/Nest/Repo": [{"type": "aws:cdk:logicalId", "data": "Inner"}],
    }
    child = {
        **CHILD,
        "Resources": {**CHILD["Resources"], "Own": {**repository(), "Metadata": {"aws:cdk:path": "Own/Path"}}},
    }
    for artifact, files in (
        (stack("a.json", metadata=metadata), {}),
        (stack("a.json", additionalMetadataFile="m.json"), {"m": metadata}),
    ):
        path = assembly(tmp_path, {"A": artifact}, a=PARENT, n=child, **files)
        state, *_ = read_registries([path], Context())
        assert {found.logical_id: found.construct_path for found in state.resources if found.construct_path} == {
            "Outer": "App/A/Repo/Resource",
            "Inner": "App/A/Nest/Repo",
            "Own": "Own/Path",
        }


@pytest.mark.parametrize(
    ("artifacts", "said"),
    [
        ({"A": stack("missing.json")}, "missing.json: No such file"),
        ({"A": stack("../outside.json")}, "Not within the assembly"),
        ({"A": stack("/etc/passwd")}, "Not within the assembly"),
        ({"A": {"type": "aws:cloudformation:stack"}}, "has no templateFile"),
        ({"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": ".."}}}, "has no folder here"),
        ({"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}, "has no folder here"),
        ({"A": {"type": "cdk:cloud-assembly", "properties": {}}}, "has no folder here"),
        ({"A": stack("list.json")}, "No template"),
        ({"A": stack("m1.json"), "B": stack("m2.json")}, "m2.json: No such file"),
    ],
)
def test_what_is_missing_or_elsewhere(tmp_path: Path, artifacts: dict[str, Any], said: str) -> None:
    (tmp_path / "outside.json").write_text('{"Resources": {}}')
    assert said in problems(assembly(tmp_path / "cdk", artifacts, list=[]))


def test_one_template_may_be_deployed_twice(tmp_path: Path) -> None:
    body = {"Resources": {"R": repository(RepositoryName={"Ref": "AWS::Region"})}}
    path = assembly(tmp_path, {"A": stack("a.json"), "B": stack("a.json", "aws://111111111111/eu-west-1")}, a=body)
    one, other = read_registries([path], Context())
    assert (names(one), names(other)) == (["us-east-1"], ["eu-west-1"])
    assert one.resources[0].template != other.resources[0].template


def test_a_stack_may_be_empty(tmp_path: Path) -> None:
    assert read_registries([assembly(tmp_path, {"A": stack("a.json")}, a={})], Context()) == ()


def test_a_template_nested_in_itself_is_refused(tmp_path: Path) -> None:
    nest = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "a.json"}}
    assert "Not within" in problems(assembly(tmp_path, {"A": stack("a.json")}, a={"Resources": {"N": nest}}))


def test_a_broken_manifest(tmp_path: Path) -> None:
    (tmp_path / "cdk.out").write_text("{}")
    for text in ("{", "[]", '{"artifacts": []}'):
        (tmp_path / "manifest.json").write_text(text)
        assert "manifest.json" in problems(tmp_path)


def test_the_line_of_the_app_that_makes_a_resource(tmp_path: Path) -> None:
    def entries(logical_id: str, *frames: Any) -> list[dict[str, Any]]:
        return [
            {"type": "aws:cdk:logicalId", "data": logical_id},
            {"type": "aws:cdk:creationStack", "data": list(frames)},
        ]

    metadata = {
        "/S/Of/Resource": entries(
            "Of", "...new Repository2 in aws-cdk-lib...", "new S (/app/lib/s.ts:12:5)", "x (/b.ts:1:1)"
        ),
        "/S/Python": entries("Python", "...jsii runtime, node internals...", "(no user code in 10 frames)", 7),
    }
    artifacts = {"S": stack("t.json", additionalMetadataFile="metadata.json")}
    body = {"Resources": {"Of": repository(), "Python": repository()}}
    (state,) = read_registries([assembly(tmp_path, artifacts, t=body, metadata=metadata)], Context())

    assert [resource.source for resource in state.resources] == ["/app/lib/s.ts:12", None]
