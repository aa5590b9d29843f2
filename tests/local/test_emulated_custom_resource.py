"""aws-cdk-lib's AwsCustomResource in the emulator: its own Lambda function, with the real SDK for JavaScript."""

import os
import shutil
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import custom_resources

from local.emulator import PROJECT, Emulator
from local.stacks import Stacks

REGION = "us-east-1"
SDK = "@aws-sdk/client-ecr"
SEARCHED = [PROJECT / "node_modules", *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))]

pytestmark = pytest.mark.skipif(
    not any((folder / SDK).is_dir() for folder in SEARCHED), reason=f"npm install brings {SDK}"
)


def _synthesize(folder: Path, account: str, **settings: tuple[str, str, str]) -> Path:
    """An assembly with one custom resource for each setting: its service, its action and the value it puts."""
    app = cdk.App(outdir=str(folder))
    stack = cdk.Stack(
        app,
        "stack",
        env=cdk.Environment(account=account, region=REGION),
        synthesizer=cdk.DefaultStackSynthesizer(generate_bootstrap_version_rule=False),
    )
    for name, (service, action, value) in settings.items():
        call = custom_resources.AwsSdkCall(
            service=service,
            action=action,
            parameters={"name": name, "value": value},
            physical_resource_id=custom_resources.PhysicalResourceId.of(name),
        )
        custom_resources.AwsCustomResource(
            stack,
            name,
            on_create=call,
            on_update=call,
            install_latest_aws_sdk=False,
            policy=custom_resources.AwsCustomResourcePolicy.from_sdk_calls(resources=["*"]),
        )
    app.synth()
    return folder


def _publish(aws: Emulator, assembly: Path, account: str) -> None:
    """Upload the Lambda function's code as the CLI would."""
    bucket = f"cdk-hnb659fds-assets-{account}-{REGION}"
    s3 = aws.client("s3", account, REGION)
    if bucket not in [there["Name"] for there in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=bucket)
    for asset in assembly.glob("asset.*"):
        if asset.is_dir():
            archive = shutil.make_archive(str(assembly / "code"), "zip", asset)
            s3.upload_file(archive, bucket, asset.name.removeprefix("asset.") + ".zip")


def test_account_settings_are_put_on_create_and_on_update(
    aws: Emulator, stacks: Stacks, ecr: Any, account: str, tmp_path: Path
) -> None:
    def template(folder: str, mounting: str) -> str:
        assembly = _synthesize(
            tmp_path / folder,
            account,
            BLOB_MOUNTING=("ECR", "putAccountSetting", mounting),
            REGISTRY_POLICY_SCOPE=(SDK, "PutAccountSettingCommand", "V1"),
        )
        _publish(aws, assembly, account)
        return (assembly / "stack.template.json").read_text()

    def values() -> list[str]:
        return [ecr.get_account_setting(name=name)["value"] for name in ("BLOB_MOUNTING", "REGISTRY_POLICY_SCOPE")]

    request = {"StackName": "stack", "Capabilities": ["CAPABILITY_IAM"]}
    stacks.cloudformation.create_stack(TemplateBody=template("first", "ENABLED"), **request)
    assert stacks.settled("stack")["StackStatus"] == "CREATE_COMPLETE", stacks.failures()
    assert values() == ["ENABLED", "V1"]

    stacks.cloudformation.update_stack(TemplateBody=template("second", "DISABLED"), **request)
    assert stacks.settled("stack")["StackStatus"] == "UPDATE_COMPLETE", stacks.failures()
    assert values() == ["DISABLED", "V1"]

    assert stacks.delete()["StackStatus"] == "DELETE_COMPLETE"


def test_a_refused_call_fails_the_stack(aws: Emulator, stacks: Stacks, account: str, tmp_path: Path) -> None:
    assembly = _synthesize(tmp_path / "out", account, BLOB_MOUNTING=("ECR", "putAccountSetting", "SOMETIMES"))
    _publish(aws, assembly, account)
    template = (assembly / "stack.template.json").read_text()
    stacks.cloudformation.create_stack(StackName="stack", TemplateBody=template, Capabilities=["CAPABILITY_IAM"])
    assert stacks.settled("stack")["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "'SOMETIMES' is not a value" in " ".join(stacks.failures().values())
