"""The registry's account settings, which have no CloudFormation type.

docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from .singletons import claim


class AccountSettings(Construct):
    """Puts account settings through aws-cdk-lib's AwsCustomResource; they stay as they are when the stack goes.

    registry_policy_scope: V2 (ECR enforces the registry policy on every request) or V1 (replication and pull-through
        only); None leaves the setting alone.
    basic_scan_type_version: AWS_NATIVE, the only one left; None leaves the setting alone.
    blob_mounting: whether pushes may reuse layers of the registry's other repositories; None leaves the setting alone.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        registry_policy_scope: str | None = "V2",
        basic_scan_type_version: str | None = "AWS_NATIVE",
        blob_mounting: bool | None = None,
    ) -> None:
        super().__init__(scope, id)
        claim(self, "set of ECR account settings")
        settings = {
            "REGISTRY_POLICY_SCOPE": registry_policy_scope,
            "BASIC_SCAN_TYPE_VERSION": basic_scan_type_version,
            "BLOB_MOUNTING": None if blob_mounting is None else ("ENABLED" if blob_mounting else "DISABLED"),
        }
        for name, value in settings.items():
            if value is not None:
                self._put(name, value)

    def _put(self, name: str, value: str) -> None:
        from aws_cdk import custom_resources as cr

        call = cr.AwsSdkCall(
            service="ECR",
            action="putAccountSetting",
            parameters={"name": name, "value": value},
            physical_resource_id=cr.PhysicalResourceId.of(name),
        )
        cr.AwsCustomResource(
            self,
            name.title().replace("_", ""),
            on_create=call,
            on_update=call,
            install_latest_aws_sdk=False,
            resource_type="Custom::EcrAccountSetting",
            policy=cr.AwsCustomResourcePolicy.from_statements(
                [
                    cdk.aws_iam.PolicyStatement(
                        actions=["ecr:PutAccountSetting"],
                        resources=["*"],  # The action has no resource; its condition key narrows it to the setting.
                        conditions={"StringEquals": {"ecr:AccountSetting": name}},
                    )
                ]
            ),
        )
