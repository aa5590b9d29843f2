"""What cdk-nag's AwsSolutions pack flags and is meant to be so, each with its reason, at the construct it is about."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct

from governed_ecr import OrgSharedRegistry, RepositoryCreationTemplate
from governed_ecr.model.names import ROOT

# The id that aws-cdk-lib gives the function of every AwsCustomResource of a stack.
_CUSTOM_RESOURCE_FUNCTION = "AWS679f53fac002430cb0da5b7982bd2287"


def acknowledge_shares(scope: IConstruct) -> None:
    """The pack flags every ``Principal: *``, whatever its condition."""
    _acknowledge(
        scope,
        "ECR1",
        "Every grant to * is bounded by aws:PrincipalOrgID or aws:PrincipalOrgPaths; the constructs refuse one without "
        "a condition.",
    )


def acknowledge_account_settings(registry: OrgSharedRegistry) -> None:
    """The custom resource that puts account settings, and the function that aws-cdk-lib runs it with."""
    settings = registry.node.try_find_child("AccountSettings")
    if settings is None:
        return
    _acknowledge(
        settings,
        "IAM5[Resource::*]",
        "ecr:PutAccountSetting has no resource; a condition on ecr:AccountSetting narrows it to the one setting.",
    )
    function = cdk.Stack.of(registry).node.find_child(_CUSTOM_RESOURCE_FUNCTION)
    _acknowledge(
        function,
        "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
        "aws-cdk-lib's own AwsCustomResource; the policy lets it write its log, and no more.",
    )


def acknowledge_template(template: RepositoryCreationTemplate) -> None:
    """The role of a creation template, which creates repositories whose names are not known yet."""
    if template.custom_role is None:
        return
    names = "*" if template.prefix == ROOT else f"{template.prefix}/*"
    arn = cdk.Stack.of(template).format_arn(service="ecr", resource="repository", resource_name=names)
    reason = "The repositories below the template's prefix, which ECR has yet to create."
    _acknowledge(template.custom_role, f"IAM5[Resource::{arn}]", reason)


def acknowledge_credential(secret: IConstruct) -> None:
    """The secret of a pull-through cache."""
    _acknowledge(secret, "SMG4", "The upstream registry issues the token; AWS cannot rotate it.")


def _acknowledge(scope: IConstruct, rule: str, reason: str) -> None:
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason))
